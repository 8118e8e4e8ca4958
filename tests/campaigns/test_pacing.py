"""Pacing: rates, spread, digest and cap move what waits and say why; nothing is lost, and nothing leaves twice."""

import datetime
from collections import Counter
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from campaigns.channels import ADAPTERS, Result
from campaigns.models import Delivery
from campaigns.services import dispatch, pacing, topics
from tests import factories
from tests.campaigns import channel_cast as cast
from tests.campaigns.channel_cast import Told, outside
from tests.campaigns.test_gate import at

DAY = datetime.timedelta(days=1)


def mails(settings) -> list:
    files = sorted(settings.OUTBOX_DIR.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture(autouse=True)
def _asked_often(settings) -> None:
    """One person is asked for many topics here; how often is allowed is tested elsewhere."""
    settings.ASKS_A_WEEK = 50


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(at(12), tick=False)
    return time_machine


# Digest -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def digest(settings, noon):
    settings.DIGEST_AT = datetime.time(8)
    return noon


def test_what_is_due_together_leaves_in_one_message(party, settings, digest):
    factories.make_influencer(party.district)
    titles = [cast.send_out(party.district).title_hi for _ in range(3)]

    assert dispatch.drain() == 6

    (mail,) = mails(settings)
    keys = set(Delivery.objects.filter(channel="email").values_list("message_key", flat=True))
    assert {mail["X-Samvad-Key"]} == keys
    text = mail.get_content()
    assert all(title in text for title in titles)
    assert text.count("/b/") == 4, "three briefs, and one line to stop them"
    assert outside() == [("sent", "")] * 3


def test_a_second_message_of_the_day_stands_in_tomorrows(party, settings, digest):
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    cast.send_out(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    assert outside() == [("sent", ""), ("queued", "digest"), ("queued", "digest")]
    assert set(Delivery.objects.filter(held_by="digest").values_list("due_at", flat=True)) == {at(8) + DAY}
    assert Counter(Delivery.objects.filter(channel="in_app").values_list("status", flat=True)) == {"sent": 3}
    digest.move_to(at(8) + DAY, tick=False)
    dispatch.drain()
    assert outside() == [("sent", "")] * 3
    assert len(mails(settings)) == 2


def test_rapid_response_waits_for_no_digest_and_takes_no_place_in_it(party, digest):
    factories.make_influencer(party.district)
    for kind in ("rapid_response", "event", "rapid_response"):
        cast.send_out(party.district, kind=kind)
        dispatch.drain()
    assert outside() == [("sent", "")] * 3


def test_what_would_come_too_late_goes_today(party, digest):
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    cast.send_out(party.district, closes_at=at(9) + DAY)
    cast.send_out(party.district, closes_at=at(10) + DAY)
    dispatch.drain()
    assert outside() == [("sent", ""), ("sent", ""), ("queued", "digest")]


def test_each_person_has_a_digest_of_their_own(party, settings, digest):
    voices = [factories.make_influencer(party.district) for _ in range(3)]
    for _ in range(2):
        cast.send_out(party.district)
    dispatch.drain(size=2)
    assert sorted(mail["To"] for mail in mails(settings)) == sorted(voice.person.email for voice in voices)


def test_a_digest_whose_worker_died_comes_again_with_the_same_key(party, settings, digest, monkeypatch):
    factories.make_influencer(party.district)
    for _ in range(2):
        cast.send_out(party.district)
    batch = dispatch.claim(at=timezone.now())
    monkeypatch.setattr(dispatch, "_record", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        dispatch.send(batch)
    monkeypatch.undo()
    first = mails(settings)
    digest.shift(61)
    dispatch.drain(size=1)
    again = mails(settings)
    assert [mail["X-Samvad-Key"] for mail in again] == [mail["X-Samvad-Key"] for mail in first]
    assert [mail.get_content() for mail in again] == [mail.get_content() for mail in first]
    assert outside() == [("sent", "")] * 2


def test_a_withdrawn_topic_falls_out_of_the_digest(party, settings, digest, state_lead):
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    stays, goes = cast.send_out(party.district), cast.send_out(party.district)
    dispatch.drain()
    topics.withdraw(goes, by=state_lead)
    digest.move_to(at(8) + DAY, tick=False)
    dispatch.drain()
    rows = Delivery.objects.filter(channel="email", purpose="brief").order_by("pk")
    assert list(rows.values_list("status", "stop_reason")) == [("sent", ""), ("sent", ""), ("stopped", "topic_over")]
    assert stays.title_hi in mails(settings)[-1].get_content() + mails(settings)[-2].get_content()


# Cap ----------------------------------------------------------------------------------------------------------------


def test_nobody_gets_more_messages_a_day_than_the_cap(party, settings, noon):
    settings.DAILY_CAP = 2
    factories.make_influencer(party.district)
    for _ in range(5):
        cast.send_out(party.district)
    dispatch.drain()
    assert Counter(outside()) == {("sent", ""): 2, ("queued", "daily_cap"): 3}
    noon.move_to(at(8) + DAY, tick=False)
    dispatch.drain()
    assert Counter(outside()) == {("sent", ""): 4, ("queued", "daily_cap"): 1}


def test_the_cap_counts_messages_and_not_briefs(party, settings, digest):
    settings.DAILY_CAP = 1
    factories.make_influencer(party.district)
    for _ in range(3):
        cast.send_out(party.district)
    dispatch.drain()
    assert outside() == [("sent", "")] * 3
    cast.send_out(party.district, kind="rapid_response")
    dispatch.drain()
    assert outside()[3] == ("queued", "daily_cap")


def test_what_mends_an_error_is_never_held(party, settings, noon, state_lead):
    settings.DAILY_CAP = 1
    factories.make_influencer(party.district)
    topic = cast.send_out(party.district)
    dispatch.drain()
    topics.withdraw(topic, by=state_lead)
    dispatch.drain()
    assert outside() == [("sent", ""), ("sent", "")]


def test_a_failed_message_takes_no_place(party, settings, noon, monkeypatch):
    settings.DAILY_CAP = 1
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    with monkeypatch.context() as patch:
        patch.setitem(ADAPTERS, "email", Told(Result.FAILED))
        dispatch.drain()
    cast.send_out(party.district)
    dispatch.drain()
    assert outside() == [("failed", ""), ("sent", "")]


# Spread -------------------------------------------------------------------------------------------------------------


def apart(count: int) -> list[int]:
    """Numbers of so many people whose e-mails of today leave each at a second of their own, and none at once."""
    moments = {pacing.spread(number, "email", at(12).date()): number for number in range(900_000, 900_100)}
    moments.pop(datetime.timedelta(0), None)
    return list(moments.values())[:count]


def test_sends_are_spread_over_the_window_and_the_same_each_time(party, settings, noon):
    settings.SPREAD_MINUTES = 20
    for number in apart(12):
        factories.make_influencer(party.district, id=number)
    cast.send_out(party.district)
    dispatch.drain()
    rows = Delivery.objects.filter(channel="email")
    dues = {row.person_id: row.due_at for row in rows}
    assert set(rows.values_list("status", "held_by")) == {("queued", "spread")}
    assert len(set(dues.values())) == 12
    assert all(at(12) < due < at(12, 20) for due in dues.values())
    assert dues == {pk: at(12) + pacing.spread(pk, "email", at(12).date()) for pk in dues}
    assert Counter(Delivery.objects.filter(channel="in_app").values_list("status", flat=True)) == {"sent": 12}
    middle = sorted(dues.values())[5]
    noon.move_to(middle, tick=False)
    dispatch.drain()
    assert Counter(outside()) == {("sent", ""): 6, ("queued", "spread"): 6}
    noon.move_to(at(12, 20), tick=False)
    dispatch.drain()
    assert Counter(outside()) == {("sent", ""): 12}


def test_rapid_response_is_not_spread(party, settings, noon):
    settings.SPREAD_MINUTES = 20
    factories.make_influencer(party.district)
    cast.send_out(party.district, kind="rapid_response")
    dispatch.drain()
    assert outside() == [("sent", "")]


def test_briefs_of_one_person_are_spread_to_the_same_minute(party, settings, digest):
    settings.SPREAD_MINUTES = 20
    factories.make_influencer(party.district)
    for _ in range(2):
        cast.send_out(party.district)
    dispatch.drain()
    digest.move_to(at(12, 20), tick=False)
    dispatch.drain()
    assert len(mails(settings)) == 1


def test_spread_ends_in_the_quiet_hours_and_waits_for_the_morning(party, settings, noon):
    settings.SPREAD_MINUTES, settings.QUIET_HOURS = 20, (datetime.time(22), datetime.time(6))
    noon.move_to(at(21, 59), tick=False)
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    noon.move_to(at(22, 19), tick=False)
    dispatch.drain()
    assert list(Delivery.objects.filter(channel="email").values_list("held_by", "due_at")) == [
        ("quiet_hours", at(6) + DAY)
    ]
