"""Pages cost the same number of queries however much they show."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.services import topics
from influencers.models import Influencer, Snooze, StageChange
from influencers.services import audiences
from network.models import Cell, User
from tests import factories
from tests.influencers.reviews import hand_in, make_handle, make_prospect, make_sample

LISTS = [
    "/",
    "/calendar/",
    "/calendar/?view=month",
    "/calendar/?view=print&kind=birth",
    "/calendar/events/",
    "/calendar/kinds/",
    "/calendar/feeds/",
    "/topics/",
    "/posts/",
    "/hand-over/",
    "/segments/",
    "/plan/?district=390&day=TODAY",
    "/influencers/",
    "/influencers/board/",
    "/influencers/funnel/",
    "/rosters/",
    "/rosters/390/",
    "/trainings/",
    "/trainings/?show=past",
    "/me/trainings/",
    "/rosters/growth/",
    "/rosters/subjects/",
    "/imports/",
    "/areas/district/390/",
    "/areas/district/390/offices/",
    "/offices/district_lead/",
    "/exports/",
    "/people/",
    "/people/duplicates/",
    "/vetting/",
    "/influencers/compare/?search=व्यक्ति",
    "/joins/",
    "/touch/",
    "/blackouts/",
    "/touch/?why=silent&mine=1",
]
API_LISTS = [
    "areas",
    "people",
    "offices",
    "cells",
    "appointments",
    "imports",
    "influencers",
    "handles",
    "rosters",
    "trainings",
    "rosters/390/members",
    "roster-targets",
    "topics",
    "briefs",
    "corrections",
    "assignments",
    "posts",
    "deliveries",
    "segments",
    "planned-asks",
    "coverage",
    "blackouts",
    "polls",
    "calendar-entries",
    "calendar-entries/occurrences",
    "calendar-entries/gaps",
    "vettings",
    "samples",
    "join-requests",
    "touchpoints",
    "touchpoints/daily",
    "snoozes",
    "notes",
    "brief-media",
    "own-drafts",
]
MOST = 14
PIPELINE = ["/influencers/", "/influencers/board/", "/influencers/funnel/"]


def party_reviewer(party) -> User:
    """Another reviewer of the district, the same one each time."""
    known = User.objects.filter(username="reviewer").first()
    return known or factories.make_office_holder("district_deputy", party.district, "reviewer")


def fill(party, count: int) -> None:
    reader = User.objects.filter(username__in=["state-lead", "district-lead"]).first().person
    for number in range(count):
        for status in ("planned", "held"):
            training = factories.make_training(party.state, status=status)
            factories.make_attendance(training, reader)
            factories.make_material(training)
        factories.make_entry(party.state)
        factories.make_blackout(party.district, reason="own_pause")
        factories.make_poll(party.district)
        fill_calendar(party, number)
        factories.make_segment(party.state)
        planned = factories.make_influencer(party.district)
        factories.make_planned_ask(factories.make_topic(party.state, status="scheduled"), planned)
        topic = factories.make_topic(party.state, status="live", written_by=factories.make_user())
        factories.make_correction(topic)
        voice = factories.make_influencer(party.district)
        factories.make_handle(voice)
        assignment = factories.make_assignment(voice, topic, status="claimed")
        factories.make_own_draft(
            factories.make_assignment(voice, topic=factories.make_topic(party.district, status="live"))
        )
        factories.make_post(assignment)
        factories.make_media(topic)
        factories.make_assignment(factories.make_influencer(party.district))
        factories.make_delivery(assignment)
        factories.make_delivery(assignment, channel="email", status="queued", held_by="digest")
        prospect = make_prospect(party.district)
        hand_in(prospect, party_reviewer(party))
        audiences.record_many([make_sample(make_handle(prospect))])
        factories.make_area("block", f"9{number}{count}", party.district)
        factories.make_join_request(party.district)
        cell = Cell.objects.first() or factories.make_cell(party.district)
        factories.make_office_holder("district_cell_member", party.district, cell=cell)
        factories.make_office_holder("district_cell_member", party.district, cell=factories.make_cell(party.district))
        talk_with(assignment.influencer)


def fill_calendar(party, number: int) -> None:
    """A festival with two dates, of which next year's is missing, a meeting, and a draft of the calendar's own."""
    today = timezone.localdate()
    table = factories.make_entry(party.state, recurrence="table", kind="festival")
    table.dates.create(on=today)
    table.dates.create(on=today + datetime.timedelta(days=1), certainty="uncertain")
    once = factories.make_entry(party.district, recurrence="once", kind="event", starts_on=today)
    factories.make_topic(party.state, calendar_entry=once, occurs_on=today)


def talk_with(influencer) -> None:
    """A touchpoint whose next step is due, a snooze that is over, a note."""
    today = timezone.localdate()
    factories.make_touchpoint(influencer, next_step="visit", next_on=today)
    Snooze.objects.create(influencer=influencer, until=today, reason="exams")
    factories.make_note(influencer, author=factories.make_user())


def cost(client, path: str) -> int:
    path = path.replace("TODAY", timezone.localdate().isoformat())
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


CALENDAR = [
    "/calendar/",
    "/calendar/?view=month&area=/st23/",
    "/calendar/?view=print",
    "/calendar/events/",
    "entry",
    "edit",
]


@pytest.mark.parametrize("path", CALENDAR)
def test_pages_of_the_calendar_cost_at_most_12_queries(path, party, district_lead, client_of):
    fill(party, 3)
    entry = factories.make_entry(party.district, recurrence="table", kind="festival")
    entry.dates.create(on=timezone.localdate())
    path = {"entry": entry.get_absolute_url(), "edit": f"{entry.get_absolute_url()}edit/"}.get(path, path)
    assert cost(client_of(district_lead), path) <= 12


def test_a_calendar_feed_costs_few_queries_however_much_it_holds(party, district_lead, client_of):
    from tests.world import feeds

    address = feeds.make(district_lead.person.appointments.get(), by=district_lead)
    path = "/" + address.split("/", 3)[3]
    costs = []
    for count in (2, 7):
        fill(party, count)
        client_of(None).get(path)  # the first of an hour also notes that it was fetched
        costs.append(cost(client_of(None), path))
    assert costs[0] == costs[1] <= 8


def test_a_cells_board_costs_a_fixed_number_of_queries(party, state_lead, client_of):
    fill(party, 2)
    path = Cell.objects.first().get_absolute_url()
    before = cost(client_of(state_lead), path)
    fill(party, 7)
    assert cost(client_of(state_lead), path) == before <= MOST


def test_the_daily_list_costs_at_most_12_queries(party, district_lead, client_of):
    fill(party, 3)
    for voice in Influencer.objects.visible_to(district_lead, "roster_edit"):
        factories.make_touchpoint(voice, by=district_lead)
    assert cost(client_of(district_lead), "/touch/") <= 12


def test_a_brief_behind_its_link_costs_few_queries(party, volunteer, client_of):
    from tests.world import token_of

    assignment = factories.make_assignment(volunteer.person.influencer)
    assert cost(client_of(None), f"/b/{token_of(assignment)}/") <= 7


def test_the_pages_of_a_topic_cost_at_most_12_queries(party, state_lead, content_desk, client_of):
    topic = factories.make_topic(party.state, status="live", kind="rapid_response", written_by=content_desk)
    draft = factories.make_topic(party.state, angles=5, written_by=content_desk)
    for number in range(3):
        factories.make_assignment(factories.make_influencer(party.district), topic)
        published = {"status": "published", "published_at": timezone.now(), "published_by": state_lead}
        factories.make_correction(topic, written_by=content_desk, **(published if number else {}))
        topics.edit(draft, version=number + 1, brief=factories.TEXT, by=content_desk)
    paths = [f"{topic.get_absolute_url()}{end}" for end in ("", "progress/", "versions/")]
    paths += [f"{factories.make_topic(party.state, status='live').get_absolute_url()}correct/"]
    paths += [f"{draft.get_absolute_url()}{end}" for end in ("", "edit/", "versions/")]
    costs = {path: cost(client_of(state_lead), path) for path in [*paths, "/topics/new/"]}
    assert {path: count for path, count in costs.items() if count > 12} == {}


def test_a_check_in_list_costs_a_fixed_number_of_queries(party, state_lead, client_of):
    training = factories.make_training(party.state, begins_in=datetime.timedelta(minutes=1))
    costs = []
    for people in (2, 7):
        for _ in range(people):
            factories.make_attendance(training, factories.make_person(party.district), was_there=people == 2)
        factories.make_material(training)
        paths = [training.get_absolute_url(), f"{training.get_absolute_url()}?q=person"]
        costs.append([cost(client_of(state_lead), path) for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST + 2
