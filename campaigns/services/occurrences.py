"""Occurrences: on which days the entries of the calendar fall, whatever way they come back."""

import calendar
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext

from campaigns import recurrence
from campaigns.models import CalendarEntry, EntryDate

YEAR = datetime.timedelta(days=366)
WARN_BEFORE = datetime.timedelta(days=60)
# Anniversaries that are counted from the year after the first, with the ending that Hindi gives their number.
COUNTED = {"birth": "वीं", "death": "वीं", "birthday": "वाँ", "martyrdom": "वाँ"}


@dataclass(frozen=True)
class Occurrence:
    """One day, or some days in a row, on which an entry falls; `last_on` is included, `years` since it began."""

    entry: CalendarEntry
    on: datetime.date
    last_on: datetime.date
    certainty: str
    years: int | None = None
    date: EntryDate | None = None

    @property
    def title(self) -> str:
        """The title in the reader's language, with the number of years where it is known: "… (150th)"."""
        return f"{self.entry.title} ({self.age})" if self.years else self.entry.title

    @property
    def age(self) -> str:
        """Which anniversary it is, "150th"; of days that people count otherwise (Republic Day) only how long ago they began."""
        if not self.years:
            return ""
        if self.entry.kind not in COUNTED:
            return ngettext("%(years)s year", "%(years)s years", self.years) % {"years": self.years}
        return english_ordinal(self.years) if get_language() == "en" else f"{self.years}{COUNTED[self.entry.kind]}"

    @property
    def certainty_name(self) -> Promise:
        """How sure the day is, in the reader's language."""
        return CalendarEntry.Certainty(self.certainty).label

    @property
    def starts_at(self) -> datetime.datetime | None:
        """The moment at which it begins, in Indian time; None for whole days."""
        return _moment(self.on, self.entry.starts_time)

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The moment at which it ends; one hour after its beginning where no end was entered."""
        if self.entry.starts_time is None:
            return None
        if self.entry.ends_time is None:
            return self.starts_at + datetime.timedelta(hours=1)
        return _moment(self.last_on, self.entry.ends_time)


@dataclass(frozen=True)
class Gap:
    """An entry by a table that has no date in a year that is here or begins soon."""

    entry: CalendarEntry
    year: int


def between(entries: QuerySet[CalendarEntry], first: datetime.date, last: datetime.date) -> list[Occurrence]:
    """Where the entries fall from `first` to `last`, in the order of days; two queries."""
    rows = entries.standing().touching(first, last).select_related("area").prefetch_related("dates")
    return in_order(found for entry in rows for found in of_entry(entry, first, last))


def of_entry(entry: CalendarEntry, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    """Where one entry falls; for one by a table its dates should be fetched before."""
    yield from FINDERS[entry.recurrence](entry, first, last)


def next_of(entry: CalendarEntry, today: datetime.date) -> Occurrence | None:
    """Its next occurrence, one that lasts still included; None when there is none within a good year."""
    return min(of_entry(entry, today, today + YEAR), key=lambda found: found.on, default=None)


def next_on(entry: CalendarEntry, today: datetime.date) -> datetime.date | None:
    """The first day of its next occurrence."""
    found = next_of(entry, today)
    return found.on if found else None


def in_order(found: Iterable[Occurrence]) -> list[Occurrence]:
    """By day, then by time (whole days first), then by title."""
    earliest = datetime.time.min
    return sorted(found, key=lambda row: (row.on, row.entry.starts_time or earliest, row.entry.title_hi, row.entry.pk))


def gaps(entries: QuerySet[CalendarEntry], today: datetime.date) -> list[Gap]:
    """The entries by a table without a date in this year, or in the next one once that begins within 60 days."""
    rows = entries.standing().filter(recurrence=CalendarEntry.Recurrence.TABLE).prefetch_related("dates")
    return [gap for entry in rows for gap in gaps_of(entry, today)]


def gaps_of(entry: CalendarEntry, today: datetime.date) -> list[Gap]:
    """The same for one entry, whose dates should be fetched before."""
    if entry.recurrence != CalendarEntry.Recurrence.TABLE or entry.cancelled_at:
        return []
    known = {date.on.year for date in entry.dates.all()}
    return [Gap(entry, year) for year in sorted({today.year, (today + WARN_BEFORE).year}) if year not in known]


def english_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 150th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def yearly_day(entry: CalendarEntry, year: int) -> datetime.date:
    """The day of an entry of every year; 29 February is kept on the 28th in other years."""
    last = calendar.monthrange(year, entry.month)[1]
    return datetime.date(year, entry.month, min(entry.day, last))


def _yearly(entry: CalendarEntry, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    for year in range(first.year, last.year + 1):
        on = yearly_day(entry, year)
        if first <= on <= last and not (entry.origin_year and year < entry.origin_year):
            years = year - entry.origin_year if entry.origin_year else None
            yield Occurrence(entry, on, on, entry.certainty, years=years or None)


def _by_table(entry: CalendarEntry, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    for date in entry.dates.all():
        if first <= date.on <= last:
            yield Occurrence(entry, date.on, date.on, date.certainty, date=date)


def _once(entry: CalendarEntry, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    last_on = entry.ends_on or entry.starts_on
    if entry.starts_on <= last and last_on >= first:
        yield Occurrence(entry, entry.starts_on, last_on, entry.certainty)


def _by_rule(entry: CalendarEntry, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    stay = (entry.ends_on - entry.starts_on) if entry.ends_on else datetime.timedelta()
    for on in recurrence.days(entry.rrule, entry.starts_on, first - stay, last):
        if on not in entry.except_on:
            yield Occurrence(entry, on, on + stay, entry.certainty)


FINDERS = {"yearly": _yearly, "table": _by_table, "once": _once, "rule": _by_rule}


def _moment(day: datetime.date, time: datetime.time | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, time)) if time else None
