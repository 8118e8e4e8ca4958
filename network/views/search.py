"""The page on which areas and people are found by name, however it is spelled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.models import Area, Person
from network.rights import Feature

MOST = 10
LONGEST = 80


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the best areas and people for ?q= among those the reader sees; htmx is given the results only."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    areas = Area.objects.visible_to(request.user, Feature.AREA_VIEW).select_related("parent")
    people = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).select_related("home_area")
    context = {"text": text, "areas": areas.find(text, most=MOST), "people": people.find(text, most=MOST)}
    template = "network/_search_results.html" if request.htmx else "network/search.html"
    return render(request, template, context)
