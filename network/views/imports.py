"""Pages of imports: what was uploaded, what will happen row by row, and what was refused."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.column_words import read_as
from network.errors import RuleBroken
from network.forms import DirectoryForm, SheetForm
from network.import_reasons import reason_texts
from network.models import ImportBatch, ImportRow
from network.rights import Feature
from network.services import imports
from network.sheets_out import csv_lines
from network.views.guards import needs

ROWS_PER_PAGE = 100


@needs(Feature.IMPORT_RUN)
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """List the imports of the reader's areas, newest first."""
    batches = ImportBatch.objects.visible_to(request.user, Feature.IMPORT_RUN)
    page = Paginator(batches.select_related("area", "uploaded_by"), 50).get_page(request.GET.get("page"))
    context = {"page": page, "edits_areas": request.user.may(Feature.AREA_EDIT)}
    context["edits_people"] = request.user.may(Feature.PEOPLE_EDIT)
    context["forms_teams"] = request.user.may(Feature.ROSTER_EDIT)
    return render(request, "network/import_list.html", context)


@require_safe
def import_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a sheet's rows will do, or did; ?verdict= narrows it."""
    batch = _batch(request, code)
    rows = ImportRow.objects.visible_to(request.user, Feature.IMPORT_RUN).filter(batch=batch)
    counts = dict(rows.order_by().values_list("verdict").annotate(Count("pk")))
    verdict = request.GET.get("verdict")
    if verdict in ImportRow.Verdict.values:
        rows = rows.filter(verdict=verdict)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = _shown(batch, counts) | {"page": page, "verdict": verdict}
    context["rows"] = [{"row": row, "reasons": reason_texts(row.reasons)} for row in page]
    return render(request, "network/import_detail.html", context)


@needs(Feature.IMPORT_RUN)
@needs(Feature.PEOPLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def people_import_new(request: HttpRequest) -> HttpResponse:
    """Take a list of people; a worker reads it, and its page shows how far that is."""
    return take_sheet(request, ImportBatch.Kind.PEOPLE, "network/people_import_new.html")


@needs(Feature.IMPORT_RUN)
@needs(Feature.AREA_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def area_import_new(request: HttpRequest) -> HttpResponse:
    """Take directory files, several at once; a worker reads them."""
    form = DirectoryForm(request.POST, request.FILES) if request.method == "POST" else DirectoryForm()
    if form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        return redirect(imports.upload(ImportBatch.Kind.AREAS, files=files, by=request.user))
    return render(request, "network/area_import_new.html", {"form": form}, status=422 if form.errors else 200)


def take_sheet(request: HttpRequest, kind: str, template: str) -> HttpResponse:
    """Show the form for one sheet, or hand the sheet to a worker and lead to its page."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        return redirect(imports.upload(kind, files=[(sheet.name, sheet.read())], by=request.user))
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


@require_safe
def import_progress(request: HttpRequest, code: str) -> HttpResponse:
    """Give the bar of a sheet that a worker has; when it is done, the page is to be loaded anew."""
    batch = _batch(request, code)
    response = render(request, "network/_import_progress.html", {"batch": batch, "done": imports.progress_of(batch)})
    if not batch.is_running:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Let the good rows be written, and those doubtful ones that were ticked."""
    batch = _batch(request, code)
    ticked = [int(number) for number in request.POST.getlist("include") if number.isdecimal() and len(number) < 7]
    try:
        imports.confirm(batch, ticked=None if request.POST.get("all_doubtful") else ticked, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(batch)


@require_POST
def import_undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what an import wrote."""
    batch = _batch(request, code)
    try:
        left = imports.undo(batch, by=request.user)
        messages.success(request, _("The import was taken back."))
        if left:
            messages.warning(request, _("Used or changed since, so it stays: %(count)s.") % {"count": left})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(batch)


@require_POST
def import_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Discard a sheet that was not written yet."""
    batch = _batch(request, code)
    try:
        imports.cancel(batch, by=request.user)
        messages.success(request, _("The sheet was discarded; nothing was written."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(batch)


@require_safe
def import_refused(request: HttpRequest, code: str) -> HttpResponse:
    """Give the refused rows as CSV, each with its reasons, to correct and upload again."""
    batch = _batch(request, code)
    rows = ImportRow.objects.visible_to(request.user, Feature.IMPORT_RUN).filter(batch=batch, verdict="refused")
    headings = [*dict.fromkeys(batch.columns.values())]
    lines = [[_("Row"), *headings, _("Reason")]]
    for row in rows:
        reasons = "; ".join(str(text) for text in reason_texts(row.reasons))
        lines.append([row.number, *(row.raw.get(heading, "") for heading in headings), reasons])
    response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{batch.code}.csv"'
    return response


def _shown(batch: ImportBatch, counts: dict[str, int]) -> dict[str, object]:
    return {
        "batch": batch,
        "columns": read_as(batch.columns),
        "tabs": [
            {"verdict": value, "label": label, "count": counts.get(value, 0)}
            for value, label in ImportRow.Verdict.choices
        ],
        "counts": counts,
        "total": sum(counts.values()),
        "is_roster": batch.kind == ImportBatch.Kind.ROSTER,
        "is_alarming": _is_alarming(counts),
        "done": imports.progress_of(batch) if batch.is_running else 0,
    }


def _is_alarming(counts: dict[str, int]) -> bool:
    """Whether so many rows are refused or doubtful that it may be the wrong file."""
    total = sum(counts.values())
    return total >= 10 and counts.get("refused", 0) + counts.get("doubtful", 0) > total / 2


def _batch(request: HttpRequest, code: str) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user, Feature.IMPORT_RUN)
    return get_object_or_404(batches.select_related("area", "uploaded_by"), code=code)
