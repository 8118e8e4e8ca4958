"""Pages of imports: what was uploaded, what will happen row by row, and what was refused."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.errors import RuleBroken
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
    context = {
        "batch": batch,
        "page": page,
        "rows": [{"row": row, "reasons": reason_texts(row.reasons)} for row in page],
        "verdict": verdict,
        "tabs": [
            {"verdict": value, "label": label, "count": counts.get(value, 0)}
            for value, label in ImportRow.Verdict.choices
        ],
        "counts": counts,
        "total": sum(counts.values()),
        "is_roster": batch.kind == ImportBatch.Kind.ROSTER,
    }
    return render(request, "network/import_detail.html", context)


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


def _batch(request: HttpRequest, code: str) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user, Feature.IMPORT_RUN)
    return get_object_or_404(batches.select_related("area", "uploaded_by"), code=code)
