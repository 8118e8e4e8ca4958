"""The API's list of 50 people of one district out of 30,000, against a view with hand-written SQL and JSON."""

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIRequestFactory, force_authenticate

from benchmarks.scope import lead_of, prepare
from benchmarks.timing import milliseconds
from network.api.views import PersonViewSet
from network.models import User
from network.rights import Feature

MOST_RATIO = 2
MOST_QUERIES = 4
SQL = """
SELECT p.code, p.name_hi, p.name_en, p.gender, p.phone_end, a.path, p.languages, p.preferred_channel, p.status
FROM network_person p JOIN network_area a ON a.id = p.home_area_id
WHERE p.home_path LIKE %s ORDER BY p.id DESC LIMIT 51
"""
NAMES = ["code", "name_hi", "name_en", "gender", "phone", "home_area", "languages", "preferred_channel", "status"]


def run(people: int) -> None:
    """Print the ratio and how many queries the list costs."""
    district = prepare(people)
    lead = lead_of(district)
    view = PersonViewSet.as_view({"get": "list"}, throttle_classes=[])

    def ours() -> HttpResponse:
        request = APIRequestFactory().get("/api/v1/people/", {"within": district.path})
        force_authenticate(request, User.objects.get(pk=lead.pk))
        return view(request).render()

    def floor() -> HttpResponse:
        request = RequestFactory().get("/api/v1/people/", {"within": district.path})
        return _by_hand(request, User.objects.get(pk=lead.pk))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = ours()
    mine, hand = milliseconds(ours, runs=41), milliseconds(floor, runs=41)
    print(
        f"API: {len(json.loads(answer.content)['results'])} of {people} people in {len(asked) - 1} queries (at most "
        f"{MOST_QUERIES}) and {mine:.1f} ms   hand-written SQL and JSON {hand:.1f} ms   "
        f"ratio {mine / hand:.1f} (at most {MOST_RATIO})",
        flush=True,
    )


def _by_hand(request: HttpRequest, user: User) -> HttpResponse:
    """The same rows with the same rights: one statement, no model, no serializer."""
    within = request.GET["within"]
    if not any(within.startswith(path) for path in user.paths_with(Feature.PEOPLE_VIEW)):
        return HttpResponse(status=404)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [f"{within}%"])
        rows = [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()[:50]]
    for row in rows:
        row["phone"] = f"+91 ••••• ••{row['phone']}" if row["phone"] else ""
    return HttpResponse(json.dumps({"next": None, "previous": None, "results": rows}), content_type="application/json")
