"""The page that puts up to eight prospects side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from influencers.comparison import MOST, compare
from influencers.models import Influencer
from network.models import Person
from network.rights import Feature
from network.views.guards import needs

FOUND = 10
LONGEST = 120


@needs(Feature.VET)
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Compare the influencers of ?code=, eight at most, in that order; ?search= finds more to add."""
    codes = list(dict.fromkeys(request.GET.getlist("code")))
    rows = Influencer.objects.visible_to(request.user, Feature.VET).exclude(person__user=request.user)
    rows = rows.select_related("person", "district")
    chosen = sorted(rows.filter(code__in=codes[:MOST]), key=lambda each: codes.index(each.code))
    text = request.GET.get("search", "").strip()[:LONGEST]
    people = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).search(text).order_by()
    found = rows.filter(person__in=people).exclude(code__in=codes)[:FOUND] if text else []
    context = {
        "chosen": [{"influencer": each, "others": _query(chosen, without=each)} for each in chosen],
        "query": _query(chosen),
        "measures": compare(chosen, request.user) if chosen else [],
        "search": text,
        "found": found,
        "is_full": len(chosen) >= MOST,
        "left_out": len(codes) > MOST,
    }
    return render(request, "influencers/comparison.html", context)


def _query(chosen: list[Influencer], *, without: Influencer | None = None) -> str:
    """The part of an address that names those who are compared."""
    return "&".join(f"code={each.code}" for each in chosen if each != without)
