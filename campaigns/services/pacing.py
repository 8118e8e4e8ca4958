"""Pacing: when what the gate lets pass really leaves. It only moves `due_at`, says why, and loses nothing.

Rapid responses and what mends an error (withdrawals, corrections, calling off) are not spread and stand in no digest.
"""

import datetime
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from campaigns.channels import is_on
from campaigns.models import ChannelPace, Delivery
from campaigns.services import gate
from network.locks import Lock
from network.models import Channel

Hold, Purpose = Delivery.Hold, Delivery.Purpose
MORNING = datetime.time(8)
UNCOUNTED = (Purpose.WITHDRAWAL, Purpose.CORRECTION, Purpose.CHANGE, Purpose.CALLED_OFF)
STILL_USEFUL = datetime.timedelta(hours=2)  # a brief that would come later than so long before its end goes today

HOLD_SQL = """
    UPDATE campaigns_delivery SET status = 'queued', leased_until = NULL, due_at = held.until, held_by = held.why
    FROM unnest(%s, %s::timestamptz[], %s) AS held (id, until, why) WHERE campaigns_delivery.id = held.id"""
PLACE_SQL = """
    UPDATE campaigns_delivery SET counted_on = %s, message_key = placed.message_key
    FROM unnest(%s, %s) AS placed (id, message_key) WHERE campaigns_delivery.id = placed.id"""
LOCK_SQL = "SELECT pg_advisory_xact_lock(%s, id) FROM (SELECT unnest(%s) AS id ORDER BY 1) AS person"
SIBLINGS_SQL = """
    SELECT other.id FROM campaigns_delivery other
    JOIN (SELECT DISTINCT person_id, channel FROM campaigns_delivery
          WHERE id = ANY(%(ids)s) AND purpose = 'brief' AND channel <> 'in_app' AND counted_on IS NULL) AS pair
      ON other.person_id = pair.person_id AND other.channel = pair.channel
    WHERE other.purpose = 'brief' AND other.status = 'queued' AND other.due_at <= %(at)s AND other.counted_on IS NULL
      AND other.id <> ALL(%(ids)s)
    ORDER BY other.id FOR UPDATE OF other SKIP LOCKED"""
# What a dead worker held of one digest is taken up together again, so that its key stands for the same message.
STRANDED_SQL = """
    SELECT other.id FROM campaigns_delivery other
    WHERE other.person_id IN (SELECT person_id FROM campaigns_delivery WHERE id = ANY(%(ids)s) AND message_key <> '')
      AND other.message_key IN (SELECT message_key FROM campaigns_delivery WHERE id = ANY(%(ids)s) AND message_key <> '')
      AND (other.status = 'queued' OR other.status = 'sending' AND other.leased_until <= %(at)s)
      AND other.id <> ALL(%(ids)s)
    ORDER BY other.id FOR UPDATE OF other SKIP LOCKED"""


@dataclass
class Plan:
    """What becomes of a batch: what goes, what waits until when and why."""

    goes: list[Delivery] = field(default_factory=list)
    holds: list[tuple[Delivery, datetime.datetime, str]] = field(default_factory=list)

    def hold(self, deliveries: list[Delivery], until: datetime.datetime, why: str) -> None:
        self.holds += [(delivery, until, why) for delivery in deliveries]


def hold(holds: list[tuple[Delivery, datetime.datetime, str]]) -> None:
    """Let deliveries wait, each until its moment and for its reason, in one statement."""
    if holds:
        columns = zip(*((delivery.pk, until, str(why)) for delivery, until, why in holds), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(HOLD_SQL, [list(column) for column in columns])


def siblings(ids: list[int], at: datetime.datetime) -> list[int]:
    """Briefs that wait for the same people by the same channels: locked too, for they leave in one message."""
    if settings.DIGEST_AT is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SIBLINGS_SQL, {"ids": ids, "at": at})
        found = cursor.fetchall()
        cursor.execute(STRANDED_SQL, {"ids": ids, "at": at})
        return [pk for (pk,) in [*found, *cursor.fetchall()]]


def admit(passed: list[Delivery], at: datetime.datetime) -> list[Delivery]:
    """Those of a locked batch that leave now; the others are held. Called within the claim's transaction."""
    plan, fresh = Plan(), []
    for delivery in passed:
        if delivery.channel == Channel.IN_APP or delivery.counted_on is not None:
            plan.goes.append(delivery)
        elif until := _own_moment(delivery, at):
            plan.hold([delivery], *until)
        else:
            fresh.append(delivery)
    if fresh and (settings.DIGEST_AT is not None or settings.DAILY_CAP):
        _give_places(fresh, at, plan)
    else:
        plan.goes += fresh
    hold(plan.holds)
    return plan.goes


def spread(person_id: int, channel: str, day: datetime.date) -> datetime.timedelta:
    """How far into the window the messages of a person's day by a channel leave: by chance, and the same each time."""
    digest = hashlib.sha256(f"{person_id}:{channel}:{day}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    return datetime.timedelta(seconds=int(60 * settings.SPREAD_MINUTES * share))


def _own_moment(delivery: Delivery, at: datetime.datetime) -> tuple[datetime.datetime, str] | None:
    """The later moment that a message has by itself, and why; None when it may go now."""
    if delivery.channel == Channel.SMS and not _is_sms_time(at):
        return gate.next_time(at, settings.SMS_HOURS[0]), Hold.SMS_HOURS
    is_new = delivery.attempts == 0 and delivery.held_by != Hold.SPREAD
    if is_new and delivery.is_slow and settings.SPREAD_MINUTES:
        until = delivery.due_at + spread(delivery.person_id, delivery.channel, timezone.localdate(delivery.due_at))
        return (until, Hold.SPREAD) if until > at else None
    return None


def _is_sms_time(at: datetime.datetime) -> bool:
    starts, ends = settings.SMS_HOURS
    return starts <= timezone.localtime(at).time() < ends


def _give_places(fresh: list[Delivery], at: datetime.datetime, plan: Plan) -> None:
    """Number the messages of each person's day: one digest by each channel, and no more than the cap in all."""
    people = sorted({delivery.person_id for delivery in fresh})
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [Lock.PERSON_DAY, people])
    today = timezone.localdate(at)
    used, digests = _used(people, today)
    placed: list[tuple[int, str]] = []
    for (person_id, channel, is_digest, _pk), wanted in _messages(fresh).items():
        is_second = is_digest and (person_id, channel) in digests
        group = _hold_until_tomorrow(wanted, at, plan) if is_second else wanted
        is_counted = group and group[0].purpose not in UNCOUNTED
        if is_counted and settings.DAILY_CAP and used[person_id] >= settings.DAILY_CAP:
            plan.hold(group, _tomorrow(at, group[0]), Hold.DAILY_CAP)
            continue
        used[person_id] += bool(is_counted)
        if is_digest:
            digests.add((person_id, channel))
        key = f"digest:{person_id}:{today:%Y%m%d}:{group[0].pk}:{channel}" if len(group) > 1 else ""
        for delivery in group:
            delivery.counted_on, delivery.message_key = today, key
            placed.append((delivery.pk, key))
        plan.goes += group
    if placed:
        with connection.cursor() as cursor:
            cursor.execute(PLACE_SQL, [today, *map(list, zip(*placed, strict=True))])


def _messages(fresh: list[Delivery]) -> dict[tuple[int, str, bool, int], list[Delivery]]:
    """Deliveries by the message they leave in: slow briefs of a person by one channel together, others alone."""
    together: dict[tuple[int, str, bool, int], list[Delivery]] = defaultdict(list)
    for delivery in fresh:
        is_slow = settings.DIGEST_AT is not None and delivery.is_slow
        together[delivery.person_id, delivery.channel, is_slow, 0 if is_slow else delivery.pk].append(delivery)
    return together


def _hold_until_tomorrow(group: list[Delivery], at: datetime.datetime, plan: Plan) -> list[Delivery]:
    """Hold what can wait for tomorrow's digest; return what would then come too late."""
    until = _tomorrow(at, group[0])
    late = [delivery for delivery in group if delivery.assignment.topic.closes_at < until + STILL_USEFUL]
    plan.hold([delivery for delivery in group if delivery not in late], until, Hold.DIGEST)
    return late


def _tomorrow(at: datetime.datetime, delivery: Delivery) -> datetime.datetime:
    day = timezone.localdate(at) + datetime.timedelta(days=1)
    begins = datetime.datetime.combine(day, settings.DIGEST_AT or MORNING, tzinfo=timezone.localtime(at).tzinfo)
    return begins + spread(delivery.person_id, delivery.channel, day)


def _used(people: list[int], today: datetime.date) -> tuple[Counter[int], set[tuple[int, str]]]:
    """How many messages each person had today, and by which channels the day's digest went. Failed ones took no place."""
    taken = Delivery.objects.filter(person__in=people, counted_on=today).exclude(status__in=["failed", "stopped"])
    message = Coalesce(NullIf(F("message_key"), Value("")), F("key"))
    counted = (
        taken.exclude(purpose__in=UNCOUNTED).order_by().values_list("person").annotate(n=Count(message, distinct=True))
    )
    slow = taken.filter(purpose=Purpose.BRIEF).exclude(assignment__topic__kind="rapid_response").order_by()
    return Counter(dict(counted)), set(slow.values_list("person", "channel").distinct())


def quotas(at: datetime.datetime, size: int) -> dict[str, int]:
    """How many of each channel may be claimed now.

    The buckets of channels with a rate stay locked until the claim ends; what another worker holds is left to it.
    """
    rates, found = _rates(), dict.fromkeys(Channel.values, size)
    found |= dict.fromkeys(rates, 0)
    for pace in _lock_buckets(rates, at):
        found[pace.channel] = min(size, int(_tokens(pace, rates[pace.channel], at)))
    paused = ChannelPace.objects.filter(paused_until__gt=at).values_list("channel", flat=True)
    return found | dict.fromkeys(paused, 0)


def _rates() -> dict[str, float]:
    """Messages a second of the channels that have a rate and are on."""
    return {name: rate for name, rate in settings.CHANNEL_RATES.items() if is_on(name)}


def _lock_buckets(rates: dict[str, float], at: datetime.datetime) -> list[ChannelPace]:
    """The buckets that nobody else holds at this moment; a new one begins full."""
    if not rates:
        return []
    free = ChannelPace.objects.filter(channel__in=list(rates)).order_by("channel").select_for_update(skip_locked=True)
    buckets = list(free)
    if missing := set(rates) - {pace.channel for pace in buckets}:
        full = [ChannelPace(channel=name, tokens=max(1, rates[name]), filled_at=at) for name in sorted(missing)]
        ChannelPace.objects.bulk_create(full, ignore_conflicts=True)
        buckets = list(free.all())
    return buckets


def spend(sent: Counter[str], at: datetime.datetime) -> None:
    """Take a token for each message that goes now out of the bucket of its channel."""
    rates = _rates()
    limited = [name for name in sent if name in rates]
    for pace in ChannelPace.objects.filter(channel__in=limited) if limited else []:
        pace.tokens, pace.filled_at = _tokens(pace, rates[pace.channel], at) - sent[pace.channel], at
        pace.save(update_fields=["tokens", "filled_at"])


def pause(channel: str, seconds: float) -> None:
    """Let the whole channel wait, as its provider asked."""
    now = timezone.now()
    until = now + datetime.timedelta(seconds=seconds)
    pace, _made = ChannelPace.objects.get_or_create(channel=channel, defaults={"filled_at": now})
    longer = ChannelPace.objects.filter(pk=pace.pk).exclude(paused_until__gt=until)
    longer.update(paused_until=until)


def wait(at: datetime.datetime) -> float | None:
    """Seconds until a channel that has something due gets its next token; None when nothing waits for a token."""
    rates = _rates()
    paces = [pace for pace in ChannelPace.objects.filter(channel__in=list(rates))
             if not (pace.paused_until and pace.paused_until > at) and _tokens(pace, rates[pace.channel], at) < 1]  # fmt: skip
    due = Delivery.objects.open().claimable(at).filter(channel__in=[pace.channel for pace in paces])
    if not paces or not due.exists():
        return None
    return min((1 - _tokens(pace, rates[pace.channel], at)) / rates[pace.channel] for pace in paces)


def _tokens(pace: ChannelPace, rate: float, at: datetime.datetime) -> float:
    """What is in the bucket at that moment: it fills at the rate, up to one second's worth (and at least one message)."""
    passed = max(0, (at - pace.filled_at).total_seconds())
    return min(max(1, rate), pace.tokens + rate * passed)
