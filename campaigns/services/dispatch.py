"""Dispatch: drain the outbox. Claim a batch, ask the gate, send, record; a killed worker's batch returns by itself."""

import datetime
import logging
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from campaigns.channels import ADAPTERS, Message, Outcome, Result
from campaigns.models import Delivery
from campaigns.services import brief_links, gate

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = datetime.timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_PAUSE = datetime.timedelta(seconds=30)  # doubles with each attempt: half a minute to about an hour

# What messages tell: of a topic and its angle, or of a training.
SHOWN = (
    "assignment__topic",
    "assignment__angle",
    "correction",
    "attendance__training__course",
    "attendance__training__area",
)

Status = Delivery.Status


def drain(*, until: datetime.datetime | None = None, size: int = BATCH) -> int:
    """Send what is due, batch after batch, until nothing is left or the time is up; return how many left."""
    sent = 0
    while until is None or timezone.now() < until:
        batch = claim(at=timezone.now(), size=size)
        if batch is None:
            break
        sent += send(batch)
    return sent


@transaction.atomic
def claim(*, at: datetime.datetime, size: int = BATCH) -> list[Delivery] | None:
    """Lease the next due deliveries that the gate lets pass; hold or stop the others. None when nothing is due.

    Rows locked by another worker are skipped, so any number of workers share the outbox. The rows are locked first, in
    the order of the index, and the gate is asked about the locked ones: its answer is newer than any other's.
    """
    due = Delivery.objects.open().claimable(at)
    locked = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
    if not locked:
        return None
    asked = Delivery.objects.filter(pk__in=locked).annotate(refusal=gate.at_send(at)).order_by("due_at", "pk")
    by_refusal: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in asked.select_related("person", *SHOWN):
        by_refusal[delivery.refusal].append(delivery)
    passed = by_refusal.pop(gate.PASSED, [])
    _rows(passed).update(status=Status.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1)
    _keep_back(by_refusal, at)
    for delivery in passed:
        delivery.attempts += 1
    return passed


def _keep_back(by_refusal: dict[str, list[Delivery]], at: datetime.datetime) -> None:
    """Hold what quiet hours keep back until they end, and stop everything else for good."""
    for refusal, deliveries in by_refusal.items():
        if refusal == gate.Refusal.QUIET_HOURS:
            _hold(deliveries, gate.quiet_until(at))
        elif refusal == gate.Refusal.OWN_HOURS:
            for ends in {delivery.person.quiet_until for delivery in deliveries}:
                _hold([each for each in deliveries if each.person.quiet_until == ends], gate.next_time(at, ends))
        else:
            _rows(deliveries).update(status=Status.STOPPED, leased_until=None, stop_reason=refusal)


def _hold(deliveries: list[Delivery], until: datetime.datetime) -> None:
    _rows(deliveries).update(status=Status.QUEUED, leased_until=None, due_at=until)


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
    by_channel: dict[str, list[Message]] = defaultdict(list)
    for delivery in batch:
        by_channel[delivery.channel].append(Message(delivery, _link(delivery, tokens)))
    outcomes: list[Outcome] = []
    for channel, messages in by_channel.items():
        outcomes += ADAPTERS[channel].send(messages)
    _record(outcomes, {delivery.pk: delivery for delivery in batch})
    return sum(outcome.result == Result.SENT for outcome in outcomes)


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
    for outcome in outcomes:
        if outcome.result != Result.SENT:
            _record_miss(ours.filter(pk=outcome.delivery_id), outcome, deliveries[outcome.delivery_id].attempts, now)


def _record_miss(row, outcome: Outcome, attempts: int, now: datetime.datetime) -> None:
    is_last = outcome.result == Result.FAILED or attempts >= MOST_ATTEMPTS
    logger.warning("delivery %s: %s (%s)", outcome.delivery_id, outcome.error, "given up" if is_last else "again later")
    row.update(
        status=Status.FAILED if is_last else Status.QUEUED,
        due_at=now + FIRST_PAUSE * 2 ** (attempts - 1),
        leased_until=None,
        last_error=outcome.error[:200],
    )
