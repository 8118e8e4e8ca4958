"""Pages cost the same number of queries however much they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from influencers.models import Snooze
from tests import factories

LISTS = [
    "/",
    "/calendar/",
    "/topics/",
    "/posts/",
    "/rosters/",
    "/rosters/390/",
    "/imports/",
    "/areas/district/390/",
    "/areas/district/390/offices/",
    "/offices/district_lead/",
    "/exports/",
    "/people/",
    "/people/duplicates/",
    "/touch/",
    "/touch/?why=silent&mine=1",
]
API_LISTS = [
    "areas",
    "people",
    "influencers",
    "rosters",
    "topics",
    "assignments",
    "posts",
    "coverage",
    "calendar-entries",
    "touchpoints",
    "touchpoints/daily",
    "snoozes",
    "notes",
]
MOST = 14


def fill(party, count: int) -> None:
    for number in range(count):
        factories.make_entry(party.state)
        topic = factories.make_topic(party.state, status="live", written_by=factories.make_user())
        assignment = factories.make_assignment(factories.make_influencer(party.district), topic, status="claimed")
        factories.make_post(assignment)
        factories.make_area("block", f"9{number}{count}", party.district)
        talk_with(assignment.influencer)


def talk_with(influencer) -> None:
    """A touchpoint whose next step is due, a snooze that is over, a note."""
    today = timezone.localdate()
    factories.make_touchpoint(influencer, next_step="visit", next_on=today)
    Snooze.objects.create(influencer=influencer, until=today, reason="exams")
    factories.make_note(influencer, author=factories.make_user())


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


def test_the_daily_list_costs_at_most_12_queries(party, district_lead, client_of):
    fill(party, 5)
    assert cost(client_of(district_lead), "/touch/") <= 12


def test_a_brief_behind_its_link_costs_few_queries(party, volunteer, client_of):
    from tests.world import token_of

    assignment = factories.make_assignment(volunteer.person.influencer)
    assert cost(client_of(None), f"/b/{token_of(assignment)}/") <= 6
