"""Decides which days a page of the calendar shows, and what stands before and after them."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.services.occurrences import Occurrence

VIEWS: dict[str, Promise] = {
    "agenda": _("Agenda"),
    "month": _("Month"),
    "week": _("Week"),
    "print": _("Print"),
}
ONE_DAY = datetime.timedelta(days=1)
MOST_DAYS = datetime.timedelta(days=100)
FURTHEST = datetime.timedelta(days=20 * 366)


@dataclass(frozen=True)
class Shown:
    """What a page shows: `first` and `last` are included; `before` and `after` are where its neighbours begin."""

    view: str
    first: datetime.date
    last: datetime.date
    before: datetime.date
    after: datetime.date

    @property
    def views(self) -> list[tuple[str, Promise]]:
        """The views there are."""
        return list(VIEWS.items())


def asked(request: HttpRequest, today: datetime.date) -> Shown:
    """The view and the days that the address asks for; what it does not say, or says wrongly, is today's."""
    view = request.GET.get("view", "")
    day = _day(request.GET.get("from", ""), today)
    return SHOWN.get(view, SHOWN["agenda"])(view if view in VIEWS else "agenda", day)


def asked_days(request: HttpRequest, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """From ?start= to before ?end=, both days or moments in ISO 8601; at most 100 days."""
    first = _day(request.GET.get("start", "")[:10], today.replace(day=1))
    end = _day(request.GET.get("end", "")[:10], first + datetime.timedelta(days=42))
    return first, max(first, min(end - ONE_DAY, first + MOST_DAYS))


def by_month(found: Iterable[Occurrence], first: datetime.date) -> list[dict[str, object]]:
    """The occurrences by months; what began before the first day stands with it."""
    parts = groupby(found, key=lambda row: max(row.on, first).replace(day=1))
    return [{"month": month, "found": list(rows)} for month, rows in parts]


def edges(found: Occurrence) -> tuple[str, str]:
    """Beginning and end as calendars in the browser take them: the end is not included; moments are of Indian time."""
    if found.starts_at is None:
        return found.on.isoformat(), (found.last_on + ONE_DAY).isoformat()
    return tuple(
        timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S") for moment in (found.starts_at, found.ends_at)
    )


def _day(text: str, default: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return default
    today = timezone.localdate()
    return min(max(day, today - FURTHEST), today + FURTHEST)


def _agenda(view: str, day: datetime.date) -> Shown:
    year = datetime.timedelta(days=365)
    return Shown(view, day, day + year - ONE_DAY, day - year, day + year)


def _month(view: str, day: datetime.date) -> Shown:
    first = day.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Shown(view, first, last, (first - ONE_DAY).replace(day=1), last + ONE_DAY)


def _week(view: str, day: datetime.date) -> Shown:
    """From Sunday, as calendars in India have it."""
    first = day - datetime.timedelta(days=(day.weekday() + 1) % 7)
    week = datetime.timedelta(days=7)
    return Shown(view, first, first + week - ONE_DAY, first - week, first + week)


def _print(view: str, day: datetime.date) -> Shown:
    """The month of the day and the two after it: what fits on two sheets."""
    first = day.replace(day=1)
    after = (first + datetime.timedelta(days=95)).replace(day=1)
    before = (first - datetime.timedelta(days=64)).replace(day=1)
    return Shown(view, first, after - ONE_DAY, before, after)


SHOWN = {"agenda": _agenda, "month": _month, "week": _week, "print": _print}
