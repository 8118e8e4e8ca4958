"""Dispatch: drain the outbox. Claim a batch, ask the gate, send, record; a killed worker's batch returns by itself."""

import datetime
import logging
import time
from collections import Counter, defaultdict
from dataclasses import replace

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from campaigns.channels import ADAPTERS, Item, Message, Outcome, Result
from campaigns.models import Delivery, Topic
from campaigns.services import brief_links, gate, pacing, rollups, ways
from influencers.models import Training
from network.models import AuditEntry
from network.services import audit

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = datetime.timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_PAUSE = datetime.timedelta(seconds=30)  # doubles with each attempt: half a minute to about an hour

LONGEST_WAIT = 0.25  # seconds between two looks at a bucket that is empty

DUE_SQL = """
    SELECT due.id FROM unnest(%(channels)s, %(most)s) AS quota (channel, most)
    CROSS JOIN LATERAL (
        SELECT id FROM campaigns_delivery delivery
        WHERE delivery.channel = quota.channel AND delivery.status IN ('queued', 'sending') AND delivery.due_at <= %(at)s
          AND (delivery.status = 'queued' OR delivery.leased_until <= %(at)s)
        ORDER BY delivery.due_at, delivery.id LIMIT quota.most FOR UPDATE SKIP LOCKED) AS due"""

# What messages tell: of a topic and its angle, or of a training.
SHOWN = (
    "assignment__topic__area",
    "assignment__angle",
    "correction",
    "attendance__training__course",
    "attendance__training__area",
)

Status = Delivery.Status


def drain(*, until: datetime.datetime | None = None, size: int = BATCH) -> int:
    """Send what is due, batch after batch, until nothing is left or the time is up; return how many left.

    Until then, it also waits for channels that may send again in a moment.
    """
    sent = 0
    while until is None or timezone.now() < until:
        batch = claim(at=timezone.now(), size=size)
        if batch is None:
            pause = pacing.wait(timezone.now()) if until else None
            if pause is None:
                break
            time.sleep(min(pause, LONGEST_WAIT))
            continue
        sent += send(batch)
    return sent


@transaction.atomic
def claim(*, at: datetime.datetime, size: int = BATCH) -> list[Delivery] | None:
    """Lease the next due deliveries that gate and pace let pass; hold or stop the others. None when nothing is due.

    Rows locked by another worker are skipped, so any number of workers share the outbox. The rows are locked first, in
    the order of the index, and the gate is asked about the locked ones: its answer is newer than any other's.
    """
    locked = _lock_due(at, size)
    if not locked:
        return None
    locked += pacing.siblings(locked, at)
    asked = Delivery.objects.filter(pk__in=locked).annotate(refusal=gate.at_send(at)).order_by("due_at", "pk")
    by_refusal: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in asked.select_related("person", *SHOWN):
        by_refusal[delivery.refusal].append(delivery)
    passed = pacing.admit(by_refusal.pop(gate.PASSED, []), at)
    _rows(passed).update(status=Status.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1, held_by="")
    pacing.spend(Counter(delivery.channel for delivery in passed), at)
    _keep_back(by_refusal, at)
    for delivery in passed:
        delivery.attempts += 1
    return passed


def _lock_due(at: datetime.datetime, size: int) -> list[int]:
    """Lock the oldest that are due of each channel, as many as its pace allows."""
    quotas = {channel: most for channel, most in pacing.quotas(at, size).items() if most > 0}
    facts = {"channels": list(quotas), "most": list(quotas.values()), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(DUE_SQL, facts)
        return [pk for (pk,) in cursor.fetchall()]


def _keep_back(by_refusal: dict[str, list[Delivery]], at: datetime.datetime) -> None:
    """Hold what quiet hours keep back until they end, and stop everything else for good."""
    for refusal, deliveries in by_refusal.items():
        if refusal == gate.Refusal.QUIET_HOURS:
            pacing.hold([(delivery, gate.quiet_until(at), refusal) for delivery in deliveries])
        elif refusal == gate.Refusal.OWN_HOURS:
            pacing.hold([(each, gate.next_time(at, each.person.quiet_until), refusal) for each in deliveries])
        else:
            _rows(deliveries).update(status=Status.STOPPED, leased_until=None, held_by="", stop_reason=refusal)
            rollups.mark_messages([delivery.pk for delivery in deliveries])
            if refusal in gate.LOGGED:
                _log_stopped(deliveries, refusal)


def _log_stopped(deliveries: list[Delivery], refusal: str) -> None:
    """Note in the audit log what a window stopped: one line for each topic or training of the batch."""
    by_subject: dict[Topic | Training, int] = Counter(
        delivery.assignment.topic if delivery.assignment_id else delivery.attendance.training for delivery in deliveries
    )
    AuditEntry.objects.bulk_create(
        [
            audit.line("delivery.stopped", subject, by=None, area=subject.area, reason=refusal, count=count)
            for subject, count in by_subject.items()
        ]
    )


def _rows(deliveries: list[Delivery]):
    return Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])


@transaction.atomic
def _still_allowed(batch: list[Delivery]) -> list[Delivery]:
    """What the gate lets pass at this very moment: somebody may have withdrawn since the batch was claimed."""
    at = timezone.now()
    held = _rows(batch).filter(status=Status.SENDING).annotate(refusal=gate.at_send(at))
    now = dict(held.values_list("pk", "refusal"))
    by_refusal: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in batch:
        if delivery.pk in now:
            by_refusal[now[delivery.pk]].append(delivery)
    passed = by_refusal.pop(gate.PASSED, [])
    _keep_back(by_refusal, at)
    return passed


def send(batch: list[Delivery]) -> int:
    """Ask the gate once more, give deliveries to their channels, record what came of each; return how many left."""
    batch = _still_allowed(batch)
    tokens = brief_links.ensure([delivery.assignment for delivery in batch if delivery.assignment_id])
    targets = ways.targets(batch)
    lost = [Outcome(delivery.pk, Result.FAILED, ways.NO_ADDRESS) for delivery in batch if delivery.pk not in targets]
    by_channel: dict[str, list[Message]] = defaultdict(list)
    for items in _together([delivery for delivery in batch if delivery.pk in targets]):
        first, *more = (Item(delivery, _link(delivery, tokens)) for delivery in items)
        by_channel[first.delivery.channel].append(
            Message(first.delivery, first.link, to=targets[first.delivery.pk], more=tuple(more))
        )
    outcomes: list[Outcome] = []
    for channel, messages in by_channel.items():
        said = ADAPTERS[channel].send(messages)
        outcomes += _for_each(said, messages)
        if pause := max((outcome.wait for outcome in said), default=0):
            pacing.pause(channel, pause)
    _record([*lost, *outcomes], {delivery.pk: delivery for delivery in batch})
    return sum(outcome.result == Result.SENT for outcome in outcomes)


def _together(batch: list[Delivery]) -> list[list[Delivery]]:
    """The deliveries of a batch by the message they leave in."""
    by_message: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in batch:
        by_message[delivery.message_key or delivery.key].append(delivery)
    return list(by_message.values())


def _for_each(said: list[Outcome], messages: list[Message]) -> list[Outcome]:
    """What is said of a message holds for each delivery in it."""
    more = {message.delivery.pk: message.more for message in messages if message.more}
    return [replace(outcome, delivery_id=pk) for outcome in said
            for pk in (outcome.delivery_id, *(item.delivery.pk for item in more.get(outcome.delivery_id, ())))]  # fmt: skip


def _link(delivery: Delivery, tokens: dict[int, str]) -> str:
    """Where the message leads: the brief's own link, or the page of one's trainings, which asks for a sign-in."""
    if delivery.assignment_id is None:
        return settings.BASE_URL.rstrip("/") + reverse("influencers:my_trainings")
    return brief_links.address(tokens[delivery.assignment_id])


@transaction.atomic
def _record(outcomes: list[Outcome], deliveries: dict[int, Delivery]) -> None:
    now = timezone.now()
    sent = [outcome.delivery_id for outcome in outcomes if outcome.result == Result.SENT]
    ours = Delivery.objects.filter(status=Status.SENDING)
    ours.filter(pk__in=sent).update(status=Status.SENT, sent_at=now, leased_until=None, last_error="")
    failed = [
        outcome.delivery_id
        for outcome in outcomes
        if outcome.result != Result.SENT
        and _record_miss(ours.filter(pk=outcome.delivery_id), outcome, deliveries[outcome.delivery_id].attempts, now)
    ]
    rollups.mark_messages([outcome.delivery_id for outcome in outcomes])
    ways.note(outcomes, deliveries, failed)
    if failed:
        ways.fall_back(failed)


def _record_miss(row, outcome: Outcome, attempts: int, now: datetime.datetime) -> bool:
    """Record what did not leave; whether it is given up. What was only asked to wait keeps its tries."""
    if outcome.wait:
        until = now + datetime.timedelta(seconds=outcome.wait)
        row.update(status=Status.QUEUED, due_at=until, held_by=Delivery.Hold.PACE, leased_until=None,
                   attempts=attempts - 1, last_error=outcome.error[:200])  # fmt: skip
        return False
    is_last = outcome.result == Result.FAILED or attempts >= MOST_ATTEMPTS
    logger.warning("delivery %s: %s (%s)", outcome.delivery_id, outcome.error, "given up" if is_last else "again later")
    changed = row.update(
        status=Status.FAILED if is_last else Status.QUEUED,
        due_at=now + FIRST_PAUSE * 2 ** (attempts - 1),
        held_by="" if is_last else Delivery.Hold.RETRY,
        leased_until=None,
        last_error=outcome.error[:200],
    )
    return is_last and bool(changed)
