"""Reminders and reserves: once each, never the same person twice, never above the week, with any number of workers."""

import datetime
import threading
from collections import Counter

import pytest
from django.db import connections
from django.utils import timezone

from campaigns.models import Assignment, ChannelAddress, Delivery
from campaigns.services import assignments, dispatch, release, reserves
from influencers.models import Influencer
from network.models import Person
from tests import factories
from tests.campaigns.planning import aimed, restrain, scheduled

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def live(party):
    """A topic that went out to two of four people, with four hours to answer."""
    for _ in range(4):
        factories.make_influencer(party.district)
    topic = scheduled(party.district, kind="rapid_response")
    aimed(topic, wanted=2, answer_hours=4)
    return release.release(topic, at=timezone.now())


def nudges() -> Counter:
    return Counter(Delivery.objects.filter(purpose="nudge").values_list("channel", flat=True))


def test_who_does_not_answer_is_reminded_once(live):
    now = timezone.now()
    assert reserves.follow_up(now + 3 * HOUR) == (0, 0)
    assert reserves.follow_up(now + 5 * HOUR) == (4, 0)
    assert reserves.follow_up(now + 6 * HOUR) == (0, 0)
    assert nudges() == {"in_app": 2, "email": 2}


def test_the_reminder_is_a_message_of_its_own(live, time_machine, settings):
    time_machine.move_to(timezone.now() + 5 * HOUR, tick=False)
    reserves.follow_up(timezone.now())
    dispatch.drain()
    texts = [path.read_bytes() for path in settings.OUTBOX_DIR.glob("*.eml")]
    assert sum(b"nudge" in text.lower() or b"X-Samvad-Key: nudge:" in text for text in texts) == 2
    assert set(Delivery.objects.filter(purpose="nudge").values_list("status", flat=True)) == {"sent"}


def test_who_answered_is_left_in_peace(live):
    first, second = live.assignments.all()
    assignments.accept(first, by=None)
    assignments.decline(second, by=None)
    reserves.follow_up(timezone.now() + 5 * HOUR)
    assert nudges() == {}


def test_on_a_day_of_rest_nobody_is_reminded(live):
    at = timezone.now() + 5 * HOUR
    restrain(live.assignments.first().influencer, rest_days=[timezone.localtime(at).isoweekday()])
    reserves.follow_up(at)
    assert nudges() == {"in_app": 1, "email": 1}


def test_after_the_reminder_a_reserve_is_asked(live):
    first = set(live.assignments.values_list("influencer", flat=True))
    now = timezone.now()
    reserves.follow_up(now + 5 * HOUR)
    assert reserves.follow_up(now + 8 * HOUR) == (0, 0)
    assert reserves.follow_up(now + 9 * HOUR) == (0, 2)
    assert reserves.follow_up(now + 10 * HOUR) == (0, 0)
    later = live.assignments.exclude(influencer__in=first)
    assert Counter(row.stands_in_for.angle_id == row.angle_id for row in later) == {True: 2}
    assert {row.stands_in_for.influencer_id for row in later} == first
    assert Delivery.objects.filter(assignment__in=later, purpose="brief").count() == 4


def test_reminders_and_reserves_go_by_the_ways_that_people_connected(live):
    now = timezone.now()
    Person.objects.update(preferred_channel="telegram")
    for voice in Influencer.objects.select_related("person"):
        ChannelAddress.objects.create(
            person=voice.person, channel="telegram", address_hash=f"{voice.pk:064}", address_sealed="x", verified_at=now
        )

    reserves.follow_up(now + 5 * HOUR)
    reserves.follow_up(now + 9 * HOUR)

    later = Delivery.objects.filter(purpose="brief", assignment__stands_in_for__isnull=False)
    assert nudges() == {"in_app": 2, "telegram": 2}
    assert Counter(later.values_list("channel", flat=True)) == {"in_app": 2, "telegram": 2}


def test_the_first_may_still_say_yes_and_nobody_is_asked_twice(live):
    now = timezone.now()
    reserves.follow_up(now + 5 * HOUR)
    reserves.follow_up(now + 9 * HOUR)
    assignments.accept(live.assignments.order_by("pk").first(), by=None)
    for hours in (14, 18, 22, 26):
        reserves.follow_up(now + hours * HOUR)
    asked = Counter(live.assignments.values_list("influencer", flat=True))
    assert asked == dict.fromkeys(asked, 1)
    assert len(asked) == 4, "all that there are"


def test_a_no_is_made_up_for_at_once(live):
    assignments.decline(live.assignments.first(), by=None, reason="no_time")
    assert reserves.follow_up(timezone.now()) == (0, 1)
    assert reserves.follow_up(timezone.now()) == (0, 0)
    assert live.assignments.count() == 3


def test_a_reserve_is_never_asked_above_their_week_or_on_a_day_of_rest(live, settings):
    settings.ASKS_A_WEEK = 1
    at = timezone.now()
    asked = set(live.assignments.values_list("influencer", flat=True))
    team = live.area.roster.seats.values_list("influencer", flat=True)
    full, resting = [pk for pk in team if pk not in asked]
    factories.make_assignment(Influencer.objects.get(pk=full))
    restrain(Influencer.objects.get(pk=resting), rest_days=[timezone.localtime(at).isoweekday()])
    for row in live.assignments.all():
        assignments.decline(row, by=None)
    assert reserves.follow_up(at) == (0, 0)


def test_a_reserve_lives_in_the_same_district(live, party):
    factories.make_influencer(party.neighbour)
    for row in live.assignments.all():
        assignments.decline(row, by=None)
    for _ in range(3):
        reserves.follow_up(timezone.now())
    assert set(live.assignments.values_list("district", flat=True)) == {party.district.pk}


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_what_is_over_asks_nobody(live, status):
    assignments.decline(live.assignments.first(), by=None)
    live.status = status
    live.save()
    assert reserves.follow_up(timezone.now() + 5 * HOUR) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_ask_each_reserve_once(party, settings):
    settings.ASKS_A_WEEK = 2
    for _ in range(12):
        factories.make_influencer(party.district)
    topics = []
    for _ in range(3):
        topic = scheduled(party.district, kind="rapid_response")
        aimed(topic, wanted=4)
        topics.append(release.release(topic, at=timezone.now()))
    for row in Assignment.objects.all():
        assignments.decline(row, by=None)

    def work() -> None:
        try:
            reserves.follow_up(timezone.now())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reserves.follow_up(timezone.now())
    asked = Counter(Assignment.objects.values_list("influencer", flat=True))
    assert max(asked.values()) <= 2
    assert Assignment.objects.exclude(stands_in_for=None).count() == len(
        {row.stands_in_for_id for row in Assignment.objects.exclude(stands_in_for=None)}
    )
    for topic in topics:
        free = {person for person, count in asked.items() if count < 2}
        left = free - set(topic.assignments.values_list("influencer", flat=True))
        has_vacancy = topic.assignments.filter(status="declined", reserve__isnull=True).exists()
        assert not (has_vacancy and left), "whoever may still be asked was asked"
