"""Drafting: the calendar makes a topic of each day that comes, at its kind's lead time, exactly once."""

import datetime
from collections import Counter

from django.db import transaction
from django.utils import timezone

from campaigns.models import (
    BriefVersion,
    CalendarEntry,
    CalendarKind,
    ChecklistLine,
    DraftedDay,
    Topic,
    TopicAudience,
)
from campaigns.services import calendar, occurrences, topics
from campaigns.services.briefs import BriefText
from campaigns.services.occurrences import Occurrence

OPEN_DAYS = 2
CLOSES_AT = datetime.time(21, 0)
TOPIC_KIND = {
    "birth": "anniversary",
    "birthday": "anniversary",
    "death": "anniversary",
    "martyrdom": "anniversary",
    "election": "election",
    "event": "event",
    "policy": "policy",
}


def draft_due(now: datetime.datetime) -> int:
    """Draft every day whose lead time has begun and that is not over; return how many topics are new.

    What is due follows from the days to come, not from when this last ran: after a day of downtime nothing to come is
    missed. Each entry is locked, and the key of a drafted day exists once, so two at the same time draft it once.
    """
    today = timezone.localdate(now)
    kinds = {row.kind: row for row in CalendarKind.objects.filter(is_drafted=True).select_related("segment")}
    horizon = today + datetime.timedelta(days=90)
    entries = CalendarEntry.objects.filter(kind__in=kinds)
    drafted = set(DraftedDay.objects.filter(on__gte=today).values_list("entry_id", "on"))
    due = [
        found
        for found in occurrences.between(entries, today, horizon)
        if _is_due(found, kinds, today) and (found.entry.pk, found.on) not in drafted
    ]
    made = Counter(_draft(found, kinds[found.entry.kind]) for found in due)
    return made[True]


def lead_of(entry: CalendarEntry, kind: CalendarKind | None) -> int:
    """The days of preparation of an entry: its own, else its kind's."""
    if entry.lead_days is not None:
        return entry.lead_days
    return kind.lead_days if kind else 0


def topic_kind(entry: CalendarEntry | None) -> str:
    """The kind of topic that a day of the calendar becomes."""
    return TOPIC_KIND.get(entry.kind, "day") if entry else "event"


def closing_time(last_on: datetime.date) -> datetime.datetime:
    """Until when a topic on a day stays open."""
    day = last_on + datetime.timedelta(days=OPEN_DAYS)
    return timezone.make_aware(datetime.datetime.combine(day, CLOSES_AT))


def _is_due(found: Occurrence, kinds: dict[str, CalendarKind], today: datetime.date) -> bool:
    lead = datetime.timedelta(days=lead_of(found.entry, kinds[found.entry.kind]))
    return found.on - lead <= today <= found.on


@transaction.atomic
def _draft(found: Occurrence, kind: CalendarKind) -> bool:
    """Draft one day, unless it was drafted, moved or cancelled meanwhile; whether there is a new topic."""
    entry = calendar.lock(found.entry)
    if entry.cancelled_at or found.on not in {now.on for now in occurrences.of_entry(entry, found.on, found.on)}:
        return False
    day, is_new = DraftedDay.objects.get_or_create(entry=entry, on=found.on)
    if not is_new:
        return False
    by_hand = Topic.objects.filter(calendar_entry=entry, occurs_on=found.on).exclude(status="withdrawn").first()
    day.topic = by_hand or _topic(found, kind)
    if not day.topic.checklist.exists():
        _add_checklist(day.topic, kind)
    day.is_by_system = by_hand is None
    day.save()
    return by_hand is None


def _topic(found: Occurrence, kind: CalendarKind) -> Topic:
    """A topic that nobody has written yet: its brief is empty, so nobody can clear it (services/topics.py)."""
    entry = found.entry
    topic = topics.draft(
        area=entry.area,
        kind=topic_kind(entry),
        title_hi=entry.title_hi,
        title_en=entry.title_en,
        calendar_entry=entry,
        occurs_on=found.on,
        closes_at=closing_time(found.last_on),
        brief=BriefText("", [], []),
        kind_of_save=BriefVersion.Kind.AUTOSAVED,
        by=None,
    )
    if kind.segment is not None and kind.segment.retired_at is None:
        TopicAudience.objects.create(topic=topic, segment=kind.segment)
    return topic


def _add_checklist(topic: Topic, kind: CalendarKind) -> None:
    ChecklistLine.objects.bulk_create(
        ChecklistLine(topic=topic, position=place, text=text) for place, text in enumerate(kind.checklist)
    )
