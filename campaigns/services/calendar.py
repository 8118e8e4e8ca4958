"""Calendar: entering days, changing, moving and cancelling them."""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.calendar_rules import FIELDS_OF, refuse_unsound
from campaigns.models import CalendarEntry, DraftedDay, EntryDate, Topic
from campaigns.services import occurrences
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit

EDITABLE = (
    "kind",
    "title_hi",
    "title_en",
    "person_name",
    "certainty",
    "lead_days",
    "recurrence",
    "month",
    "day",
    "origin_year",
    "starts_on",
    "starts_time",
    "ends_on",
    "ends_time",
    "rrule",
)
Dates = Sequence[tuple[datetime.date, str]]
STARTED = (Topic.Status.CLEARED, Topic.Status.SCHEDULED, Topic.Status.LIVE)


class StaleEntry(RuleBroken):
    """Somebody else changed the entry after this form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this entry since you opened it. Compare, then save again."), code="stale"
        )


@transaction.atomic
def enter(area: Area, *, by: User | None, dates: Dates = (), **fields: object) -> CalendarEntry:
    """Enter a day for the area. `dates` are (day, certainty), for an entry by a table only.

    Raises RuleBroken for days that do not exist or are over, for a rule that is not let through, and for what stands there.
    """
    require(by, Feature.TOPIC_WRITE, area)
    entry = CalendarEntry(area=area, **fields)
    _settle(entry)
    refuse_unsound(entry, dates, was=None)
    _save(entry)
    _write_dates(entry, dates)
    audit.record("calendar_entry.entered", entry, by=by, area=area)
    return entry


@transaction.atomic
def change(
    entry: CalendarEntry, *, by: User | None, version: int | None = None, dates: Dates | None = None, **fields: object
) -> CalendarEntry:
    """Change an entry; `dates` replace the dates of its table, None leaves them. Raises as `enter`, and StaleEntry."""
    entry = lock(entry)
    require(by, Feature.TOPIC_WRITE, entry.area)
    _refuse_cancelled(entry)
    if version is not None and entry.version != version:
        raise StaleEntry
    if not set(fields) <= set(EDITABLE):
        raise RuleBroken(_("The area of an entry stays: cancel it and enter it anew."), code="not_changeable")
    was = CalendarEntry.objects.prefetch_related("dates").get(pk=entry.pk)
    for name, value in fields.items():
        setattr(entry, name, value)
    _settle(entry)
    dates = [(date.on, date.certainty) for date in was.dates.all()] if dates is None else dates
    refuse_unsound(entry, dates, was=was)
    entry.version += 1
    _save(entry)
    _write_dates(entry, dates)
    _retire_drafts(entry, by=by)
    audit.record("calendar_entry.changed", entry, by=by, area=entry.area, fields=sorted(fields))
    return entry


@transaction.atomic
def move(entry: CalendarEntry, *, on: datetime.date, to: datetime.date, by: User | None) -> CalendarEntry:
    """Put the day of an entry on another day; drafts of its topics go with it.

    Raises RuleBroken for entries of every year or by a rule, for a day that is over, and once a topic of it was cleared.
    """
    entry = lock(entry)
    require(by, Feature.TOPIC_WRITE, entry.area)
    _refuse_cancelled(entry)
    if not entry.can_be_moved:
        raise RuleBroken(
            _("A day of every year or of a rule is not moved by itself: change the entry."), code="not_movable"
        )
    if to < timezone.localdate():
        raise RuleBroken(_("This day is over."), code="day_over")
    if to != on:
        _shift(entry, on, to)
        _carry_topics(entry, on, to)
        entry.version += 1
        entry.save()
        audit.record("calendar_entry.moved", entry, by=by, area=entry.area, on=on.isoformat(), to=to.isoformat())
    return entry


@transaction.atomic
def cancel(entry: CalendarEntry, *, by: User | None) -> CalendarEntry:
    """Cancel an entry: it leaves the calendar and the feeds, and drafts that nobody touched are withdrawn."""
    entry = lock(entry)
    require(by, Feature.TOPIC_WRITE, entry.area)
    if entry.cancelled_at is None:
        entry.cancelled_at, entry.cancelled_by = timezone.now(), by
        entry.version += 1
        entry.save()
        _retire_drafts(entry, by=by)
        audit.record("calendar_entry.cancelled", entry, by=by, area=entry.area)
    return entry


def lock(entry: CalendarEntry) -> CalendarEntry:
    """The entry as it stands now, locked until the transaction ends."""
    return CalendarEntry.objects.select_for_update(of=("self",)).select_related("area").get(pk=entry.pk)


def _settle(entry: CalendarEntry) -> None:
    """Drop what does not belong to the way the entry comes back, and fill the English title."""
    for name, empty in {"month": None, "day": None, "origin_year": None, "starts_on": None, "starts_time": None,
                        "ends_on": None, "ends_time": None, "rrule": ""}.items():  # fmt: skip
        if name not in FIELDS_OF[entry.recurrence]:
            setattr(entry, name, empty)
    if entry.recurrence != CalendarEntry.Recurrence.RULE:
        entry.except_on = []
    entry.title_hi, entry.title_en = entry.title_hi.strip(), (entry.title_en.strip() or entry.title_hi.strip())


def _save(entry: CalendarEntry) -> None:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise RuleBroken(_("This entry stands in the calendar already."), code="stands_already") from error


def _write_dates(entry: CalendarEntry, dates: Dates) -> None:
    """Make the table of dates the given one; a date that stays keeps its row, and with it its name in the feeds."""
    wanted = dict(dates) if entry.recurrence == CalendarEntry.Recurrence.TABLE else {}
    for date in entry.dates.all():
        if date.on not in wanted:
            date.delete()
        elif date.certainty != wanted[date.on]:
            date.certainty = wanted[date.on]
            date.save(update_fields=["certainty"])
    known = set(entry.dates.values_list("on", flat=True))
    EntryDate.objects.bulk_create(
        EntryDate(entry=entry, on=on, certainty=certainty) for on, certainty in wanted.items() if on not in known
    )


def _refuse_cancelled(entry: CalendarEntry) -> None:
    if entry.cancelled_at:
        raise RuleBroken(_("This entry was cancelled."), code="cancelled")


def _shift(entry: CalendarEntry, on: datetime.date, to: datetime.date) -> None:
    missing = RuleBroken(_("The entry does not fall on this day; read the calendar again."), code="not_that_day")
    if entry.recurrence == CalendarEntry.Recurrence.ONCE:
        if entry.starts_on != on:
            raise missing
        stay = entry.ends_on - entry.starts_on if entry.ends_on else None
        entry.starts_on, entry.ends_on = to, to + stay if stay is not None else None
        return
    date = entry.dates.filter(on=on).first()
    if date is None:
        raise missing
    if entry.dates.filter(on=to).exists():
        raise RuleBroken(_("The entry falls on that day already."), code="stands_already")
    date.on = to
    date.save(update_fields=["on"])


def _carry_topics(entry: CalendarEntry, on: datetime.date, to: datetime.date) -> None:
    topics = Topic.objects.select_for_update(of=("self",)).filter(calendar_entry=entry, occurs_on=on)
    for topic in topics:
        if topic.status in STARTED:
            raise RuleBroken(
                _("A topic of this day is “%(status)s”: take it back before you move the day.")
                % {"status": topic.get_status_display()},
                code="topic_started",
            )
        if topic.status == Topic.Status.DRAFT:
            topic.occurs_on, topic.closes_at, topic.version = to, topic.closes_at + (to - on), topic.version + 1
            topic.save(update_fields=["occurs_on", "closes_at", "version"])
    if not DraftedDay.objects.filter(entry=entry, on=to).exists():
        DraftedDay.objects.filter(entry=entry, on=on).update(on=to)


def _retire_drafts(entry: CalendarEntry, *, by: User | None) -> None:
    """Withdraw drafts of days on which the entry no longer falls, as far as nobody has written in them yet."""
    today = timezone.localdate()
    drafts = DraftedDay.objects.filter(entry=entry, on__gte=today, is_by_system=True, topic__status="draft")
    drafts = drafts.filter(topic__written_by__isnull=True).select_related("topic__area")
    last = max((draft.on for draft in drafts), default=today)
    fresh = CalendarEntry.objects.prefetch_related("dates").get(pk=entry.pk)
    valid = set() if entry.cancelled_at else {found.on for found in occurrences.of_entry(fresh, today, last)}
    for draft in drafts:
        if draft.on in valid:
            continue
        topic = draft.topic
        topic.status, topic.withdrawn_at = Topic.Status.WITHDRAWN, timezone.now()
        topic.save(update_fields=["status", "withdrawn_at"])
        audit.record("topic.withdrawn", topic, by=by, area=topic.area)
        draft.delete()
