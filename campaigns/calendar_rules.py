"""Decides which entries of the calendar are sound: days that exist and are to come, times in order, rules that end."""

import calendar
import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns import recurrence
from campaigns.models import CalendarEntry
from network.errors import RuleBroken

Way = CalendarEntry.Recurrence
FIELDS_OF = {
    Way.YEARLY: {"month", "day", "origin_year"},
    Way.TABLE: set(),
    Way.ONCE: {"starts_on", "starts_time", "ends_on", "ends_time"},
    Way.RULE: {"starts_on", "starts_time", "ends_on", "ends_time", "rrule"},
}
A_LEAP_YEAR = 2024
LONGEST_STAY = datetime.timedelta(days=92)  # the phases of an election take weeks, nothing takes longer than a quarter
MOST_LEAD, MOST_DATES = 90, 60
LOOK_AHEAD = datetime.timedelta(days=10 * 366)
FURTHEST = datetime.timedelta(days=20 * 366)
Dates = Sequence[tuple[datetime.date, str]]


def refuse_unsound(entry: CalendarEntry, dates: Dates, *, was: CalendarEntry | None) -> None:
    """Raise RuleBroken with the sentence that says what is wrong. `was` is the entry before: what is over may stay as it is."""
    if not entry.title_hi:
        raise RuleBroken(_("An entry needs a title."), code="title_missing")
    if entry.lead_days is not None and entry.lead_days > MOST_LEAD:
        raise RuleBroken(_("At most 90 days of preparation."), code="lead_too_long")
    CHECKS[entry.recurrence](entry, dates, was)


def _refuse_yearly(entry: CalendarEntry, dates: Dates, was: CalendarEntry | None) -> None:
    if entry.month is None or entry.day is None:
        raise RuleBroken(_("Enter the day and the month."), code="day_missing")
    if not 1 <= entry.month <= 12:
        raise RuleBroken(_("There is no such month."), code="no_such_month")
    if not 1 <= entry.day <= calendar.monthrange(A_LEAP_YEAR, entry.month)[1]:
        raise RuleBroken(_("This month has no such day."), code="no_such_day")
    if entry.origin_year is None:
        return
    if not 1 <= entry.origin_year <= timezone.localdate().year:
        raise RuleBroken(_("The year in which it began is not over yet, or is none."), code="no_such_year")
    if (entry.month, entry.day) == (2, 29) and not calendar.isleap(entry.origin_year):
        raise RuleBroken(_("That year had no 29 February."), code="no_such_day")


def _refuse_table(entry: CalendarEntry, dates: Dates, was: CalendarEntry | None) -> None:
    days = [on for on, _certainty in dates]
    if not days:
        raise RuleBroken(_("Enter at least one date."), code="day_missing")
    if len(set(days)) < len(days):
        raise RuleBroken(_("A date stands twice in the table."), code="date_twice")
    if len(days) > MOST_DATES:
        raise RuleBroken(_("At most 60 dates; take old ones out."), code="too_many_dates")
    known = {date.on for date in was.dates.all()} if was else set()
    for on in set(days) - known:
        _refuse_far(on)


def _refuse_once(entry: CalendarEntry, dates: Dates, was: CalendarEntry | None) -> None:
    if entry.starts_on is None:
        raise RuleBroken(_("Enter the day."), code="day_missing")
    _refuse_disorder(entry)
    last_on = entry.ends_on or entry.starts_on
    if was is None or (was.starts_on, was.ends_on) != (entry.starts_on, entry.ends_on):
        _refuse_far(last_on)


def _refuse_rule(entry: CalendarEntry, dates: Dates, was: CalendarEntry | None) -> None:
    if entry.starts_on is None:
        raise RuleBroken(_("Enter the first day."), code="day_missing")
    _refuse_disorder(entry)
    entry.rrule = recurrence.normalise(entry.rrule, entry.starts_on)
    today = timezone.localdate()
    if not any(recurrence.days(entry.rrule, entry.starts_on, today, today + LOOK_AHEAD)):
        raise RuleBroken(_("By this rule it falls on no day from today on."), code="day_over")


def _refuse_disorder(entry: CalendarEntry) -> None:
    """Raise unless the end comes after the beginning, by days and by times."""
    last_on = entry.ends_on or entry.starts_on
    if last_on < entry.starts_on:
        raise RuleBroken(_("It ends before it begins."), code="wrong_order")
    if last_on - entry.starts_on > LONGEST_STAY:
        raise RuleBroken(_("It lasts at most 92 days."), code="too_long")
    if entry.starts_time is None and entry.ends_time is not None:
        raise RuleBroken(_("Enter when it begins, too."), code="time_missing")
    if entry.ends_time and last_on == entry.starts_on and entry.ends_time <= entry.starts_time:
        raise RuleBroken(_("It ends before it begins."), code="wrong_order")


def _refuse_far(on: datetime.date) -> None:
    if on < timezone.localdate():
        raise RuleBroken(_("This day is over."), code="day_over")
    if on > timezone.localdate() + FURTHEST:
        raise RuleBroken(_("This day is more than twenty years away."), code="day_too_far")


CHECKS = {Way.YEARLY: _refuse_yearly, Way.TABLE: _refuse_table, Way.ONCE: _refuse_once, Way.RULE: _refuse_rule}
