"""Pages of area imports: upload directory files, then enter what is new, or take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from network.errors import RuleBroken
from network.forms import DirectoryForm
from network.models import ImportBatch
from network.rights import Feature
from network.services import area_imports
from network.views.guards import needs


@needs(Feature.IMPORT_RUN)
@needs(Feature.AREA_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def area_import_new(request: HttpRequest) -> HttpResponse:
    """Take directory files and show what they would do; nothing is written yet."""
    form = DirectoryForm(request.POST, request.FILES) if request.method == "POST" else DirectoryForm()
    if form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        try:
            return redirect(area_imports.preview(files, by=request.user))
        except RuleBroken as error:
            form.add_error("files", str(error))
    return render(request, "network/area_import_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def area_import_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the areas of the good rows and of those doubtful ones that were ticked."""
    ticked = {int(number) for number in request.POST.getlist("include") if number.isdecimal()}
    doubtful = None if request.POST.get("all_doubtful") else ticked
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user, Feature.IMPORT_RUN), code=code)
    try:
        batch = area_imports.confirm(batch, doubtful=doubtful, by=request.user)
        done = ngettext("%(count)s row was written.", "%(count)s rows were written.", batch.written_count)
        messages.success(request, done % {"count": batch.written_count})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(batch)
