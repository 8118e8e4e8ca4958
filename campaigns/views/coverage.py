"""Pages of coverage: the map of districts with what the chosen topics came to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campaigns import coverage
from campaigns.coverage import DistrictCoverage
from campaigns.views.tiles import MEASURES, tiles
from network.rights import Feature
from network.views.guards import needs


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead offices to the dashboard and everybody else to their own work."""
    if not request.user.may(Feature.COVERAGE_VIEW):
        return redirect("campaigns:work_list")
    return render(request, "campaigns/dashboard.html", dashboard(request))


@needs(Feature.COVERAGE_VIEW)
@require_safe
def dashboard_live(request: HttpRequest) -> HttpResponse:
    """The part of the dashboard that is asked for again every few seconds."""
    return render(request, "campaigns/_dashboard_live.html", dashboard(request))


def dashboard(request: HttpRequest) -> dict[str, object]:
    """Map, totals and topics for the chosen measure and topic (?measure=, ?topic=)."""
    topics = coverage.topics_of(request.user)
    chosen = next((topic for topic in topics if topic.code == request.GET.get("topic")), None)
    measure = request.GET.get("measure", "")
    measure = measure if measure in MEASURES else next(iter(MEASURES))
    parts = coverage.by_district(request.user, [chosen] if chosen else topics)
    counts = coverage.by_topic(request.user, topics)
    return {
        "topics": [{"topic": topic, "counts": counts.get(topic.pk, coverage.Counts())} for topic in topics],
        "chosen": chosen,
        "measure": measure,
        "measures": [{"code": code, "label": entry.label} for code, entry in MEASURES.items()],
        "legend": MEASURES[measure].legend,
        "tiles": tiles(parts, measure),
        "parts": sorted(parts, key=_neediest_first),
        "total": coverage.total(parts),
        "query": f"measure={measure}" + (f"&topic={chosen.code}" if chosen else ""),
    }


def _neediest_first(part: DistrictCoverage) -> tuple[int, str]:
    share = part.counts.verified_share
    return (101 if share is None else share, part.district.name)
