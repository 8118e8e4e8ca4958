"""The gate: silence windows, quiet hours, consent and withdrawal, asked at release and again at send."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.models import Assignment, Delivery
from campaigns.services import dispatch, gate, release, topics
from influencers.services import consents
from network.errors import RuleBroken
from tests import factories

INDIA = ZoneInfo("Asia/Kolkata")
TODAY = datetime.datetime.now(INDIA).date()
QUIET = (datetime.time(22), datetime.time(6))


def at(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(TODAY, datetime.time(hour, minute), tzinfo=INDIA)


def released(area, **fields):
    return release.release(factories.make_topic(area, status="scheduled", **fields), at=timezone.now())


def statuses() -> set[str]:
    return set(Delivery.objects.values_list("status", flat=True))


@pytest.mark.parametrize(
    ("moment", "until"),
    [(at(21, 59), None), (at(22), at(6) + datetime.timedelta(days=1)), (at(23, 59), at(6) + datetime.timedelta(days=1)),
     (at(0), at(6)), (at(5, 59), at(6)), (at(6), None)],
)  # fmt: skip
def test_quiet_hours_end_at_six_in_india(moment, until, settings):
    settings.QUIET_HOURS = QUIET
    assert gate.quiet_until(moment) == until
    assert gate.quiet_until(moment.astimezone(datetime.UTC)) == until


def test_at_night_messages_wait_for_the_morning(party, settings, time_machine):
    settings.QUIET_HOURS = QUIET
    time_machine.move_to(at(23), tick=False)
    factories.make_influencer(party.district)
    released(party.district)
    dispatch.drain()
    assert statuses() == {"queued"}
    assert set(Delivery.objects.values_list("due_at", flat=True)) == {at(6) + datetime.timedelta(days=1)}
    time_machine.move_to(at(6) + datetime.timedelta(days=1, seconds=1), tick=False)
    dispatch.drain()
    assert statuses() == {"sent"}


def test_what_is_due_by_day_but_drained_at_night_waits_too(party, settings, time_machine):
    settings.QUIET_HOURS = QUIET
    time_machine.move_to(at(21, 59), tick=False)
    factories.make_influencer(party.district)
    released(party.district)
    time_machine.move_to(at(22, 1), tick=False)
    dispatch.drain()
    assert statuses() == {"queued"}


HOURS = [
    # own hours, and whether a moment lies within them
    ((9, 17), at(8, 59), False), ((9, 17), at(9), True), ((9, 17), at(16, 59), True), ((9, 17), at(17), False),
    ((20, 8), at(19, 59), False), ((20, 8), at(20), True), ((20, 8), at(23, 59), True), ((20, 8), at(0), True),
    ((20, 8), at(7, 59), True), ((20, 8), at(8), False), ((12, 12), at(12), False),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "moment", "is_within"), HOURS)
def test_own_quiet_hours_hold_a_message_until_they_end(party, time_machine, hours, moment, is_within):
    time_machine.move_to(moment, tick=False)
    starts, ends = (datetime.time(hour) for hour in hours)
    factories.make_influencer(party.district, quiet_from=starts, quiet_until=ends)
    factories.make_influencer(party.district)
    topic = factories.make_topic(party.district, status="scheduled")
    assert release.audience(topic, moment).reached == 2
    release.release(topic, at=moment)

    dispatch.drain()

    held = Delivery.objects.filter(status="queued")
    assert held.count() == (2 if is_within else 0)
    assert Delivery.objects.filter(status="sent").count() == 4 - held.count()
    for row in held:
        assert row.due_at == gate.next_time(moment, ends) > moment
    if is_within:
        time_machine.move_to(held[0].due_at, tick=False)
        dispatch.drain()
        assert statuses() == {"sent"}


def test_own_hours_come_besides_everybodys(party, settings, time_machine):
    settings.QUIET_HOURS = QUIET
    time_machine.move_to(at(23), tick=False)
    factories.make_influencer(party.district, quiet_from=datetime.time(5), quiet_until=datetime.time(8, 30))
    released(party.district)
    tomorrow = datetime.timedelta(days=1)
    dispatch.drain()
    assert set(Delivery.objects.values_list("due_at", flat=True)) == {at(6) + tomorrow}
    time_machine.move_to(at(6) + tomorrow, tick=False)
    dispatch.drain()
    assert set(Delivery.objects.values_list("status", "due_at")) == {("queued", at(8, 30) + tomorrow)}
    time_machine.move_to(at(8, 30) + tomorrow, tick=False)
    dispatch.drain()
    assert statuses() == {"sent"}


def test_people_with_different_hours_are_held_each_for_their_own(party, time_machine, django_assert_max_num_queries):
    time_machine.move_to(at(13), tick=False)
    for hour in (14, 15, 16):
        for _ in range(3):
            factories.make_influencer(party.district, quiet_from=datetime.time(12), quiet_until=datetime.time(hour))
    released(party.district)
    with django_assert_max_num_queries(16):
        dispatch.drain()
    dues = Delivery.objects.filter(status="queued").values_list("due_at", flat=True)
    assert sorted(set(dues)) == [at(14), at(15), at(16)]


def test_consent_taken_back_between_claim_and_send_stops_the_message(party):
    voice = factories.make_influencer(party.district)
    other = factories.make_influencer(party.district)
    released(party.district)
    batch = dispatch.claim(at=timezone.now())
    consents.withdraw(voice.person, by=None)
    assert dispatch.send(batch) == 2
    assert set(Delivery.objects.filter(person=voice.person).values_list("status", "stop_reason")) == {
        ("stopped", "no_consent")
    }
    assert set(Delivery.objects.filter(person=other.person).values_list("status", flat=True)) == {"sent"}


def test_without_consent_nobody_is_offered_anything(party):
    factories.make_influencer(party.district, consents=False)
    topic = released(party.district)
    assert not Assignment.objects.exists()
    assert topic.kept_back == {}, "a place kept is not even a candidate"


def test_consent_taken_back_between_release_and_send_stops_the_message(party):
    voice = factories.make_influencer(party.district)
    released(party.district)
    consents.withdraw(voice.person, by=None)
    dispatch.drain()
    assert statuses() == {"stopped"}
    assert set(Delivery.objects.values_list("stop_reason", flat=True)) == {"no_consent"}


@pytest.mark.parametrize("reason", ["silence", "own_pause"])
def test_a_blackout_over_the_area_keeps_back_at_release(party, reason):
    factories.make_influencer(party.district)
    factories.make_influencer(party.neighbour)
    factories.make_blackout(party.district, reason=reason)
    topic = released(party.state)
    counts = {
        "own_pause": (1, {"own_pause": 1}),
        "silence": (0, {"silence": 2}),
    }  # a silence stops what speaks to the whole state
    assert (Assignment.objects.count(), topic.kept_back) == counts[reason]


def test_a_blackout_that_begins_after_release_stops_at_send(party):
    factories.make_influencer(party.district)
    released(party.district)
    factories.make_blackout(party.district)
    dispatch.drain()
    assert set(Delivery.objects.values_list("stop_reason", flat=True)) == {"silence"}


def test_a_silence_elsewhere_does_not_stop_a_districts_own_topic(party):
    factories.make_influencer(party.district)
    factories.make_blackout(party.neighbour)
    released(party.district)
    dispatch.drain()
    assert statuses() == {"sent"}


def test_nothing_is_scheduled_into_a_blackout(party, state_lead):
    factories.make_blackout(party.state, hours=3)
    topic = factories.make_topic(party.district, status="cleared")
    with pytest.raises(RuleBroken) as broken:
        topics.schedule(topic, release_at=timezone.now() + datetime.timedelta(hours=1), by=state_lead)
    assert broken.value.code == "silence"


def test_a_paused_person_is_left_alone(party):
    voice = factories.make_influencer(party.district)
    released(party.district)
    voice.stage = "paused"
    voice.save()
    dispatch.drain()
    assert set(Delivery.objects.values_list("stop_reason", flat=True)) == {"person_inactive"}


def test_a_withdrawn_topic_stops_what_waits_and_tells_who_got_it(party, state_lead):
    factories.make_influencer(party.district)
    topic = released(party.state)
    dispatch.drain()
    late = factories.make_influencer(party.neighbour)
    assignment = factories.make_assignment(late, topic)
    row = {"assignment": assignment, "person": late.person, "area": party.neighbour, "due_at": timezone.now()}
    Delivery.objects.create(key="late", channel="in_app", purpose="brief", **row)
    topics.withdraw(topic, by=state_lead)
    dispatch.drain()
    told = Delivery.objects.filter(purpose="withdrawal")
    assert set(told.values_list("status", flat=True)) == {"sent"}
    assert not told.filter(person=late.person).exists()
    assert Delivery.objects.get(key="late").status == "stopped"
