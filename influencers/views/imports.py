"""Pages of roster imports: upload a sheet, then confirm what its rows will do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from influencers.services import roster_imports
from network.errors import RuleBroken
from network.forms import SheetForm
from network.models import ImportBatch
from network.rights import Feature
from network.views.guards import needs


@needs(Feature.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a sheet and show what it would do; nothing is written yet."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            return redirect(roster_imports.preview(sheet.read(), file_name=sheet.name, by=request.user))
        except RuleBroken as error:
            form.add_error("sheet", str(error))
    return render(request, "influencers/import_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def import_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write the good rows and those doubtful ones that were ticked."""
    batches = ImportBatch.objects.visible_to(request.user, Feature.IMPORT_RUN)
    batch = get_object_or_404(batches, code=code)
    ticked = {int(number) for number in request.POST.getlist("include") if number.isdecimal()}
    try:
        batch = roster_imports.confirm(batch, doubtful=ticked, by=request.user)
        done = ngettext("%(count)s row was written.", "%(count)s rows were written.", batch.written_count)
        messages.success(request, done % {"count": batch.written_count})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(batch)
