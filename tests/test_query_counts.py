"""Pages cost the same number of queries however much they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from influencers.models import StageChange
from tests import factories

LISTS = [
    "/",
    "/calendar/",
    "/topics/",
    "/posts/",
    "/influencers/",
    "/influencers/board/",
    "/influencers/funnel/",
    "/rosters/",
    "/rosters/390/",
    "/imports/",
    "/areas/district/390/",
    "/areas/district/390/offices/",
    "/offices/district_lead/",
    "/exports/",
    "/people/",
    "/people/duplicates/",
]
API_LISTS = [
    "areas",
    "people",
    "influencers",
    "handles",
    "rosters",
    "topics",
    "assignments",
    "posts",
    "coverage",
    "calendar-entries",
]
MOST = 14
PIPELINE = ["/influencers/", "/influencers/board/", "/influencers/funnel/"]


def fill(party, count: int) -> None:
    for number in range(count):
        factories.make_entry(party.state)
        topic = factories.make_topic(party.state, status="live", written_by=factories.make_user())
        voice = factories.make_influencer(party.district)
        factories.make_handle(voice)
        assignment = factories.make_assignment(voice, topic, status="claimed")
        factories.make_post(assignment)
        factories.make_area("block", f"9{number}{count}", party.district)


def cost(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", [*LISTS, *(f"/api/v1/{name}/" for name in API_LISTS)])
def test_lists_cost_a_fixed_number_of_queries(path, party, state_lead, client_of):
    fill(party, 2)
    before = cost(client_of(state_lead), path)
    fill(party, 7)
    after = cost(client_of(state_lead), path)
    assert after == before <= MOST


@pytest.mark.parametrize("path", [*PIPELINE, "profile"])
def test_pages_of_the_pipeline_cost_few_queries(path, party, district_lead, client_of):
    fill(party, 5)
    voice = factories.make_influencer(party.district)
    StageChange.objects.create(influencer=voice, before="agreed", stage="active", at=timezone.now(), by=district_lead)
    path = voice.get_absolute_url() if path == "profile" else path
    assert cost(client_of(district_lead), path) <= 12


def test_a_brief_behind_its_link_costs_few_queries(party, volunteer, client_of):
    from tests.world import token_of

    assignment = factories.make_assignment(volunteer.person.influencer)
    assert cost(client_of(None), f"/b/{token_of(assignment)}/") <= 6
