"""Pages of what happened: the history of one row, and what the holders of an office did."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.history import PAGES
from network.models import Appointment, AuditEntry
from network.rights import Feature
from network.services import histories, offices
from network.verbs import VERBS
from network.views.guards import needs

PER_PAGE = 50


@require_safe
def history(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show who wrote what to a row and to what hangs on it, as far as the reader sees it."""
    if kind not in PAGES:
        raise Http404
    page = PAGES[kind]
    rows = page.model.objects.visible_to(request.user, page.feature, with_handed_down=False)
    row = get_object_or_404(rows, **{page.lookup: code})
    context = {"row": row, "title": page.title, "events": histories.of_page(page, row, request.user)}
    return render(request, "network/history.html", context)


@needs(Feature.PEOPLE_VIEW)
@require_safe
def office_activity(request: HttpRequest, code: str) -> HttpResponse:
    """Show what those who hold an office in the reader's areas did there, the newest first."""
    office = get_object_or_404(offices.listed(), code=code)
    held = Appointment.objects.visible_to(request.user, Feature.PEOPLE_VIEW).live(timezone.localdate())
    holders = held.filter(office=office).values("person__user")
    lines = AuditEntry.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(by__in=holders)
    page = Paginator(lines.select_related("by__person", "area"), PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"line": line, "verb": VERBS.get(line.verb, line.verb)} for line in page]
    return render(request, "network/office_activity.html", {"office": office, "page": page, "lines": lines})
