"""Rapid response: one person beside the writer clears and pushes at once; the clock runs from there."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import Delivery
from campaigns.services import rapid, topics
from network.errors import RightMissing, RuleBroken
from tests import factories
from tests.campaigns.test_topics import draft

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def topic(party, state_lead):
    factories.make_influencer(party.district)
    return draft(party.district, state_lead, kind="rapid_response")


def test_one_step_clears_schedules_and_releases(topic, content_desk):
    topic = rapid.clear_and_push(topic, version=1, by=content_desk)
    assert topic.status == "live"
    assert (topic.cleared_by, topic.scheduled_by, topic.released_by) == (content_desk,) * 3
    assert topic.cleared_at <= topic.released_at
    assert Delivery.objects.filter(purpose="brief", status="queued").count() == 2


def test_never_by_its_writer_and_nothing_of_it_stays(topic, state_lead):
    with pytest.raises(RuleBroken) as broken:
        rapid.clear_and_push(topic, version=1, by=state_lead)
    topic.refresh_from_db()
    assert (broken.value.code, topic.status, topic.cleared_by) == ("second_person_needed", "draft", None)


def test_only_the_version_that_was_read(topic, content_desk, state_lead):
    topics.edit(topic, version=1, brief=factories.TEXT, by=state_lead, title_hi="और")
    with pytest.raises(topics.StaleVersion):
        rapid.clear_and_push(topic, version=1, by=content_desk)


def test_other_kinds_take_the_long_way(party, state_lead, content_desk):
    with pytest.raises(RuleBroken) as broken:
        rapid.clear_and_push(draft(party.state, state_lead), version=1, by=content_desk)
    assert broken.value.code == "not_rapid"


def test_a_blackout_of_the_area_stops_all_of_it(topic, party, content_desk):
    factories.make_blackout(party.district)
    with pytest.raises(RuleBroken) as broken:
        rapid.clear_and_push(topic, version=1, by=content_desk)
    topic.refresh_from_db()
    assert (broken.value.code, topic.status) == ("silence", "draft")
    assert not Delivery.objects.exists()


def test_the_gate_keeps_back_those_in_a_pause(party, state_lead, content_desk):
    for area in (party.district, party.neighbour):
        factories.make_influencer(area)
    factories.make_blackout(party.neighbour, reason="own_pause")
    topic = rapid.clear_and_push(draft(party.state, state_lead, kind="rapid_response"), version=1, by=content_desk)
    assert topic.kept_back == {"own_pause": 1}
    assert topic.assignments.get().district == party.district


def test_pressing_twice_is_refused_in_words(topic, content_desk, client_of):
    client = client_of(content_desk)
    assert "घड़ी चल पड़ी है" in client.post(f"/topics/{topic.code}/push/", {"version": 1}, follow=True).content.decode()
    again = client.post(f"/topics/{topic.code}/push/", {"version": 1}, follow=True).content.decode()
    assert "“चालू” है, यह नहीं हो सकता" in again
    assert Delivery.objects.filter(purpose="brief").count() == 2


def test_a_district_lead_clears_nothing(topic, district_lead):
    with pytest.raises(RightMissing):
        rapid.clear_and_push(topic, version=1, by=district_lead)


def test_the_clock_counts_minutes_to_the_first_posts_of_ones_own_areas(party, state_lead, neighbour_lead, volunteer):
    start = timezone.now() - 30 * MINUTE
    topic = factories.make_topic(party.state, status="live", kind="rapid_response", released_at=start)
    assert rapid.clock(topic, state_lead) == rapid.Clock(30, None, None)
    for after in (7, 12):
        assignment = factories.make_assignment(factories.make_influencer(party.district), topic, status="claimed")
        post = factories.make_post(assignment, status="verified" if after == 12 else "claimed")
        type(post).objects.filter(pk=post.pk).update(submitted_at=start + after * MINUTE)
    type(post).objects.filter(pk=post.pk).update(judged_at=start + 19 * MINUTE)
    assert rapid.clock(topic, state_lead) == rapid.Clock(30, 7, 19)
    assert rapid.clock(topic, neighbour_lead) == rapid.Clock(30, None, None)


def test_the_clock_stands_on_the_page_and_asks_again(party, state_lead, client_of):
    start = timezone.now() - 30 * MINUTE
    topic = factories.make_topic(party.state, status="live", kind="rapid_response", released_at=start)
    page = client_of(state_lead).get(f"/topics/{topic.code}/progress/").content.decode()
    assert "भेजे जाने से मिनट" in page
    assert 'hx-trigger="every' in page
