"""Pages of the kinds of days, and the ticks on the checklist of a topic."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.calendar_forms import KindForm
from campaigns.models import ChecklistLine, Segment
from campaigns.services import calendar_kinds
from network.errors import RightMissing, RuleBroken
from network.rights import Feature
from network.services import offices
from network.views.guards import needs


@needs(Feature.TOPIC_VIEW)
@require_safe
def calendar_kind_list(request: HttpRequest) -> HttpResponse:
    """List the kinds of days with how each is prepared."""
    context = {"kinds": calendar_kinds.listed(), "may_set": calendar_kinds.may_set(request.user)}
    return render(request, "campaigns/calendar_kind_list.html", context)


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_kind_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Set how days of a kind are prepared; for the state offices."""
    row = calendar_kinds.find(kind)
    if row is None:
        raise Http404
    if not calendar_kinds.may_set(request.user):
        raise RightMissing
    initial = {"lead_days": row.lead_days, "owner": row.owner, "is_drafted": row.is_drafted, "segment": row.segment}
    initial["checklist"] = "\n".join(row.checklist)
    segments = Segment.objects.visible_to(request.user, Feature.TOPIC_WRITE).offered()
    choices = {"offices": offices.listed(), "segments": segments}
    form = KindForm(request.POST if request.method == "POST" else None, initial=initial, **choices)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data | {"checklist": form.cleaned_data["checklist"].splitlines()}
        try:
            calendar_kinds.change(row, **entered, by=request.user)
            messages.success(request, _("Saved. It holds for topics that are drafted from now on."))
            return redirect("campaigns:calendar_kind_list")
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "kind": row}
    return render(request, "campaigns/calendar_kind_edit.html", context, status=422 if form.errors else 200)


@require_POST
def checklist_tick(request: HttpRequest, code: str) -> HttpResponse:
    """Tick a line of a topic's checklist (done=1), or take the tick back."""
    lines = ChecklistLine.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("topic__area")
    line = get_object_or_404(lines, code=code)
    try:
        calendar_kinds.tick(line, is_done=request.POST.get("done") == "1", by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(f"{line.topic.get_absolute_url()}#checklist")
