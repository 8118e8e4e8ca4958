"""Pages on which a calendar file of another program is read in: upload, look at it, enter it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns import ics
from campaigns.calendar_forms import FileForm
from campaigns.models import CalendarImport
from campaigns.services import calendar_import
from network.errors import RuleBroken
from network.rights import Feature
from network.views.guards import needs


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and show what is in it."""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*given, user=request.user)
    form.initial["area"] = form.fields["area"].queryset.first()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(ics.MOST_BYTES + 1)
            chosen = {name: form.cleaned_data[name] for name in ("area", "kind")}
            batch = calendar_import.upload(**chosen, name=file.name, content=content, by=request.user)
            return redirect("campaigns:calendar_import", batch.code)
        except RuleBroken as error:
            form.add_error("file", str(error))
    return render(request, "campaigns/calendar_import_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the events of a file, those that stand in the calendar already marked; POST enters the others."""
    visible = CalendarImport.objects.visible_to(request.user, Feature.TOPIC_WRITE).select_related("area")
    batch = get_object_or_404(visible, code=code)
    if request.method == "POST":
        try:
            count = calendar_import.confirm(batch, by=request.user).entered_count
            messages.success(request, ngettext("%(n)s new entry.", "%(n)s new entries.", count) % {"n": count})
        except RuleBroken as error:
            messages.error(request, str(error))
        return redirect("campaigns:calendar_import", batch.code)
    known = calendar_import.known_keys(batch)
    rows = [calendar_import.shown(row, is_known=row["key"] in known) for row in batch.rows]
    fresh = sum(not row["is_known"] for row in rows)
    context = {"batch": batch, "rows": rows, "fresh": fresh, "nothing": _("Nothing new in this file.")}
    return render(request, "campaigns/calendar_import.html", context)
