"""Polls: their silence and model code follow by themselves, a running silence only grows, and a seat silences its district."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import Assignment, Blackout, Delivery, Poll, SecondClearance
from campaigns.services import blackouts, clearances, dispatch, gate, polls, release, topics
from campaigns.services.polls import PollDay
from network.errors import RightMissing, RuleBroken
from network.models import Area
from tests import factories

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def day_of(places, *, days: float = 20, **fields: object) -> PollDay:
    closes_at = timezone.now().replace(microsecond=0) + days * DAY
    return PollDay(body="sec", title_hi="पंचायत चुनाव", places=places, closes_at=closes_at, **fields)


def windows(poll: Poll) -> list[tuple[str, str, datetime.datetime, datetime.datetime]]:
    return list(
        poll.blackouts.order_by("area__path", "reason").values_list("area__code", "reason", "starts_at", "ends_at")
    )


@pytest.fixture
def seat(party):
    """An assembly seat in the district."""
    Area.objects.filter(pk=party.state.pk).update(electoral_path="~/st23/")
    party.state.refresh_from_db()
    lok_sabha = factories.make_area("lok_sabha", "19", party.state, electoral_parent=party.state, name_hi="भोपाल सीट")
    return factories.make_area("assembly", "150", party.district, electoral_parent=lok_sabha, name_hi="हुज़ूर")


def released(area, **fields):
    return release.release(factories.make_topic(area, status="scheduled", **fields), at=timezone.now())


def test_a_poll_makes_its_silence_and_its_model_code(party, state_lead):
    day = day_of([party.district], code_from=timezone.now() - DAY, code_until=timezone.now() + 25 * DAY)

    poll = polls.announce(party.state, day, by=state_lead)

    assert windows(poll) == [
        (party.district.code, "model_code", day.code_from, day.code_until),
        (party.district.code, "silence", day.closes_at - 48 * HOUR, day.closes_at),
    ]


def test_a_moved_poll_moves_its_windows(party, state_lead):
    poll = polls.announce(party.state, day_of([party.district]), by=state_lead)
    later = day_of([party.neighbour], days=30)

    polls.change(poll, later, by=state_lead)

    assert windows(poll) == [(party.neighbour.code, "silence", later.closes_at - 48 * HOUR, later.closes_at)]


def test_a_running_silence_can_be_made_longer_and_keeps_its_beginning(party, state_lead):
    first = day_of([party.district], days=1)
    poll = polls.announce(party.state, first, by=state_lead)
    longer = day_of([party.district, party.neighbour], days=4)

    polls.change(poll, longer, by=state_lead)

    assert windows(poll) == [
        (party.district.code, "silence", first.closes_at - 48 * HOUR, longer.closes_at),
        (party.neighbour.code, "silence", longer.closes_at - 48 * HOUR, longer.closes_at),
    ]


@pytest.mark.parametrize("what", ["earlier", "fewer", "cancel"])
def test_a_running_silence_never_shrinks(party, state_lead, what):
    poll = polls.announce(party.state, day_of([party.district, party.neighbour], days=1), by=state_lead)
    before = windows(poll)

    shrink = {
        "earlier": lambda: polls.change(poll, day_of([party.district, party.neighbour], days=0.5), by=state_lead),
        "fewer": lambda: polls.change(poll, day_of([party.district], days=2), by=state_lead),
        "cancel": lambda: polls.cancel(poll, by=state_lead),
    }

    with pytest.raises(RuleBroken) as refused:
        shrink[what]()

    assert (refused.value.code, windows(poll)) == ("silence_runs", before)


def test_a_poll_can_be_taken_out_before_its_silence(party, state_lead):
    poll = polls.announce(party.state, day_of([party.district]), by=state_lead)

    polls.cancel(poll, by=state_lead)

    assert (Poll.objects.count(), Blackout.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"days": -1}, "moment_over"),
        ({"code_from": timezone.now()}, "code_incomplete"),
        ({"code_from": timezone.now() + 30 * DAY, "code_until": timezone.now() + 40 * DAY}, "code_wrong"),
        ({"code_from": timezone.now() - 300 * DAY, "code_until": timezone.now() + 25 * DAY}, "code_wrong"),
    ],
)
def test_wrong_days_are_refused(party, state_lead, fields, code):
    with pytest.raises(RuleBroken) as refused:
        polls.announce(party.state, day_of([party.district], **fields), by=state_lead)
    assert refused.value.code == code


def test_places_are_named_and_lie_in_the_area(party, state_lead):
    for places, code in (([], "places_missing"), ([party.neighbour], "place_outside")):
        with pytest.raises(RuleBroken) as refused:
            polls.announce(party.district, day_of(places), by=state_lead)
        assert refused.value.code == code


def test_a_district_lead_enters_no_poll_of_the_neighbour(party, district_lead):
    with pytest.raises(RightMissing):
        polls.announce(party.neighbour, day_of([party.neighbour]), by=district_lead)


def test_a_lok_sabha_seat_is_told_by_its_assembly_seats(party, seat, state_lead):
    other = factories.make_area("lok_sabha", "26", party.state, electoral_parent=party.state, name_hi="इंदौर सीट")

    poll = polls.announce(party.state, day_of([seat.electoral_parent]), by=state_lead)
    with pytest.raises(RuleBroken) as refused:
        polls.announce(party.state, day_of([other]), by=state_lead)

    assert [row[0] for row in windows(poll)] == [seat.code]
    assert refused.value.code == "seats_unknown"


def test_a_seat_of_no_known_district_silences_the_state(party, state_lead):
    stray = factories.make_area("assembly", "151", party.state, name_hi="अनजान सीट")

    poll = polls.announce(party.state, day_of([stray]), by=state_lead)

    assert [row[0] for row in windows(poll)] == [party.state.code]


def test_the_silence_of_a_seat_holds_in_its_whole_district_and_nowhere_else(party, seat):
    inside, elsewhere = (factories.make_influencer(area) for area in (party.district, party.neighbour))
    released(party.district)
    released(party.neighbour)
    factories.make_blackout(seat)

    dispatch.drain()

    found = Delivery.objects.order_by("pk").values_list("person", "status", "stop_reason").distinct()
    assert set(found) == {(inside.person_id, "stopped", "silence"), (elsewhere.person_id, "sent", "")}


def test_nothing_is_scheduled_for_a_district_while_one_of_its_seats_is_silent(party, seat, state_lead):
    factories.make_blackout(seat, hours=3)
    for area in (party.district, party.state):
        topic = factories.make_topic(area, status="cleared")
        with pytest.raises(RuleBroken) as refused:
            topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead)
        assert refused.value.code == "silence"
    other = factories.make_topic(party.neighbour, status="cleared")
    assert topics.schedule(other, release_at=timezone.now() + HOUR, by=state_lead).status == "scheduled"


def test_what_a_window_stopped_is_counted_and_does_not_go_out_later(party, state_lead, time_machine):
    factories.make_influencer(party.district)
    released(party.district)
    blackout = factories.make_blackout(party.district, reason="own_pause")
    dispatch.drain()

    time_machine.move_to(blackout.ends_at + HOUR)
    dispatch.drain()

    assert blackouts.stopped_count(blackout) == 2
    assert set(Delivery.objects.values_list("status", "stop_reason")) == {("stopped", "own_pause")}


def test_a_pause_of_the_party_can_be_ended_and_the_laws_cannot(party, state_lead):
    pause = factories.make_blackout(party.district, reason="own_pause")
    blackouts.lift(pause, by=state_lead)
    assert gate.blackout_of_release(party.district, timezone.now()) is None

    for reason in ("silence", "model_code"):
        with pytest.raises(RuleBroken) as refused:
            blackouts.lift(factories.make_blackout(party.district, reason=reason), by=state_lead)
        assert refused.value.code == "by_law"


def test_a_pause_that_has_not_begun_never_begins(party, state_lead):
    now = timezone.now()
    pause = blackouts.declare(
        party.district, starts_at=now + HOUR, ends_at=now + 2 * HOUR, reason="own_pause", note="सभा", by=state_lead
    )
    blackouts.lift(pause, by=state_lead)
    assert not Blackout.objects.exists()


@pytest.mark.parametrize("where", ["district", "seat"])
def test_under_the_model_code_only_what_two_people_cleared_goes_out(party, seat, state_lead, where):
    factories.make_influencer(party.district)
    factories.make_blackout(party.district if where == "district" else seat, reason="model_code", hours=5)
    once, twice = (factories.make_topic(party.district, status="scheduled") for _ in range(2))
    SecondClearance.objects.create(topic=twice, version=twice.version, by=factories.make_user())

    for topic in (once, twice):
        release.release(topic, at=timezone.now())
    dispatch.drain()

    assert list(Assignment.objects.values_list("topic", flat=True)) == [twice.pk]
    once.refresh_from_db()
    assert once.kept_back == {"model_code": 1}
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def test_a_topic_that_is_out_when_the_code_begins_waits_for_nobody(party):
    factories.make_influencer(party.district)
    released(party.district)
    factories.make_blackout(party.district, reason="model_code")
    dispatch.drain()
    assert set(Delivery.objects.values_list("status", "stop_reason")) == {("stopped", "model_code")}


def test_who_wrote_and_who_cleared_cannot_clear_a_second_time(party, state_lead, content_desk):
    topic = factories.make_topic(party.district, status="cleared", written_by=state_lead)
    topic.cleared_by = content_desk
    topic.save()
    for by in (state_lead, content_desk):
        with pytest.raises(RuleBroken) as refused:
            clearances.clear_again(topic, version=topic.version, by=by)
        assert refused.value.code == "second_person_needed"
    third = factories.make_office_holder("state_content", party.state, "third-desk")
    with pytest.raises(topics.StaleVersion):
        clearances.clear_again(topic, version=topic.version + 1, by=third)

    made = clearances.clear_again(topic, version=topic.version, by=third)

    assert (made.by, made.version) == (third, topic.version)
    with pytest.raises(RuleBroken) as refused:
        clearances.clear_again(topic, version=topic.version, by=third)
    assert refused.value.code == "cleared_already"


def test_nothing_is_scheduled_under_the_model_code_without_a_second_clearance(party, state_lead):
    factories.make_blackout(party.district, reason="model_code", hours=5)
    topic = factories.make_topic(party.state, status="cleared")
    with pytest.raises(RuleBroken) as refused:
        topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead)
    assert refused.value.code == "model_code"
    SecondClearance.objects.create(topic=topic, version=topic.version, by=factories.make_user())
    assert topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead).status == "scheduled"
