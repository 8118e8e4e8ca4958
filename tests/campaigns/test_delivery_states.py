"""The life of deliveries as a state machine: whatever is claimed, killed, refused, bounced, withdrawn, in whatever order."""

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
import time_machine as clock
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns import channels
from campaigns.channels import Outcome, Result
from campaigns.models import ChannelAddress, Delivery
from campaigns.services import bounces, dispatch, release, topics
from influencers.services import consents
from network.models import AuditEntry
from tests import factories

NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Asia/Kolkata"))
OUTCOMES = {
    "sent": {"result": Result.SENT},
    "retry": {"result": Result.RETRY},
    "failed": {"result": Result.FAILED},
    "shut": {"result": Result.FAILED, "shut": "gone"},
    "wait": {"result": Result.RETRY, "wait": 30},
}
AFTER = {
    "queued": {"queued", "sending", "sent", "failed", "stopped"},
    "sending": {"queued", "sending", "sent", "failed", "stopped"},
    "sent": {"sent", "failed"},
    "failed": {"failed"},
    "stopped": {"stopped"},
}


class Provider:
    """A channel that answers as the machine decides, and remembers every key it was given."""

    def __init__(self, machine) -> None:
        self.machine = machine

    def send(self, messages):
        for message in messages:
            self.machine.given[message.key].append([item.delivery.pk for item in message.items])
        answer = OUTCOMES[self.machine.answer]
        said = [Outcome(message.delivery.pk, **answer) for message in messages]
        self.machine.left.update(pk for message, one in zip(messages, said, strict=True) if one.result == Result.SENT
                                 for pk in (item.delivery.pk for item in message.items))  # fmt: skip
        return said


class Life(RuleBasedStateMachine):
    """Three people with e-mail and Telegram, topics that go out to them, and everything that may happen on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.given, self.left, self.before, self.withdrawn = Held(), Counter(), {}, set()
        self.answer, self.batch = "sent", []
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.traveller = clock.travel(NOON, tick=False)
        self.time = self.traveller.start()
        for name in ("email", "telegram"):
            MONKEY.setitem(channels.ADAPTERS, name, Provider(self))

    @initialize()
    def people(self) -> None:
        self.district = DISTRICT
        self.voices = [factories.make_influencer(self.district) for _ in range(3)]
        now = timezone.now()
        ChannelAddress.objects.bulk_create(
            ChannelAddress(
                person=voice.person,
                channel="telegram",
                address_sealed=SEALED,
                address_hash=str(voice.pk),
                verified_at=now,
            )
            for voice in self.voices
        )
        self.topics = []

    @precondition(lambda self: len(self.topics) < 4)
    @rule(kind=st.sampled_from(["event", "rapid_response"]))
    def topic_goes_out(self, kind) -> None:
        topic = factories.make_topic(self.district, status="scheduled", kind=kind)
        self.topics.append(release.release(topic, at=timezone.now()))

    @rule(answer=st.sampled_from(sorted(OUTCOMES)), size=st.integers(1, 6))
    def worker_takes_a_batch(self, answer, size) -> None:
        self.answer = answer
        batch = dispatch.claim(at=timezone.now(), size=size)
        if batch:
            dispatch.send(batch)

    @rule(size=st.integers(1, 6))
    def worker_dies_with_a_batch(self, size) -> None:
        dispatch.claim(at=timezone.now(), size=size)

    @rule(size=st.integers(1, 6))
    def worker_dies_after_sending(self, size) -> None:
        self.answer = "sent"
        batch = dispatch.claim(at=timezone.now(), size=size)
        with MONKEY.context() as patch:
            patch.setattr(dispatch, "_record", die)
            with pytest.raises(KeyboardInterrupt):
                dispatch.send(batch or [])

    @rule(minutes=st.sampled_from([1, 2, 30, 60 * 6, 60 * 24]))
    def time_passes(self, minutes) -> None:
        self.time.shift(minutes * 60)

    @precondition(lambda self: self.topics)
    @rule(which=st.integers(0, 3))
    def topic_is_withdrawn(self, which) -> None:
        topic = self.topics[which % len(self.topics)]
        if topic.pk not in self.withdrawn:
            self.withdrawn.add(topic.pk)
            topics.withdraw(topic, by=None)

    @rule(which=st.integers(0, 2))
    def mail_bounces(self, which) -> None:
        sent = Delivery.objects.filter(person=self.voices[which].person, channel="email", status="sent").first()
        if sent:
            bounces.note(sent.person.email, why="bounced", key=sent.message_key or sent.key)

    @rule(which=st.integers(0, 2))
    def consent_is_taken_back(self, which) -> None:
        consents.withdraw(self.voices[which].person, by=None)

    @invariant()
    def every_row_went_only_where_it_may(self) -> None:
        now = dict(Delivery.objects.values_list("pk", "status"))
        assert set(self.before) <= set(now), "nothing is lost"
        assert all(now[pk] in AFTER[status] for pk, status in self.before.items())
        self.before = now

    @invariant()
    def nothing_is_doubled(self) -> None:
        keys = Delivery.objects.values_list("assignment", "purpose", "channel")
        assert len(set(keys)) == len(keys)
        for tries in self.given.values():
            assert all(set(one) & set(tries[0]) for one in tries), "a key stands for one message"
        for row in Delivery.objects.filter(status="sent").exclude(channel="in_app"):
            assert row.pk in self.left, "what is called sent was given away"

    @invariant()
    def what_waits_has_a_moment_and_what_ended_a_reason(self) -> None:
        for row in Delivery.objects.all():
            assert (row.status == "sending") == (row.leased_until is not None)
            assert (row.status == "stopped") == bool(row.stop_reason)
            assert not (row.held_by and row.status != "queued") or row.held_by == ""

    @invariant()
    def one_digest_a_day_and_no_more_than_the_cap(self) -> None:
        rows = Delivery.objects.exclude(channel="in_app").exclude(status__in=["failed", "stopped"])
        taken = rows.filter(counted_on__isnull=False, purpose="brief").select_related("assignment__topic")
        digests, messages = {}, {}
        for row in taken:
            key = row.message_key or row.key
            messages.setdefault((row.person_id, row.counted_on), set()).add(key)
            if row.is_slow:
                digests.setdefault((row.person_id, row.channel, row.counted_on), set()).add(key)
        assert all(len(keys) == 1 for keys in digests.values())
        assert all(len(keys) <= CAP for keys in messages.values())

    def teardown(self) -> None:
        """In the end everything that may still leave does, and whoever was to be told by another way was."""
        self.answer = "sent"
        for _ in range(40):
            self.time.shift(12 * 3600)
            dispatch.drain()
            if not Delivery.objects.open().exists():
                break
        assert not Delivery.objects.open().exists()
        self.every_row_went_only_where_it_may()
        self.traveller.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


class Held(dict):
    """Keys and the lists of deliveries that each was given with."""

    def __missing__(self, key):
        self[key] = []
        return self[key]


def die(*_ignored) -> None:
    raise KeyboardInterrupt


CAP = 2
MONKEY = DISTRICT = SEALED = None


def test_whatever_happens_nothing_is_lost_and_nothing_doubled(party, monkeypatch, settings):
    global MONKEY, DISTRICT, SEALED
    from network.sealing import seal
    from tests.campaigns.channel_cast import switch_telegram_on

    switch_telegram_on(settings, "http://127.0.0.1:9")
    settings.DAILY_CAP, settings.DIGEST_AT = CAP, datetime.time(8)
    MONKEY, DISTRICT, SEALED = monkeypatch, party.district, seal("77")
    run_state_machine_as_test(Life, settings=LIFE)
    assert AuditEntry.objects.count() == 0, "each life was undone"


LIFE = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
