"""Growth of teams: how many members there were week by week, against the plan that leads in straight lines to each target."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.db import connection
from django.utils import timezone

from influencers.models import RosterTarget
from network.models import Area, User
from network.rights import Feature

MEMBERS_SQL = (Path(__file__).parent / "growth.sql").read_text(encoding="utf-8")
WEEK = datetime.timedelta(days=7)
PAST, FUTURE = 25, 52  # weeks shown at most, before and after today
Point = tuple[datetime.date, int]


@dataclass(frozen=True)
class Week:
    """A day of the chart: members on it (None in the future), and how many the plan wants (None before it begins)."""

    on: datetime.date
    actual: int | None
    planned: int | None

    @property
    def gap(self) -> int | None:
        """Members above (+) or below (-) the plan."""
        return None if self.actual is None or self.planned is None else self.actual - self.planned


def growth(area: Area, targets: Sequence[RosterTarget], *, today: datetime.date) -> list[Week]:
    """The weeks of the teams in an area, up to today and on to the last target; one query."""
    actual = members_by_week(area, today)
    points = _points(actual, targets)
    last = min(points[-1][0], today + FUTURE * WEEK) if points else today
    days = [day for day, _count in actual]
    while days[-1] < last:
        days.append(min(days[-1] + WEEK, last))
    counted = dict(actual)
    return [Week(day, counted.get(day), plan_on(points, day)) for day in days]


def members_by_week(area: Area, today: datetime.date) -> list[Point]:
    """How many members the teams in the area had on each seventh day until today."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS_SQL, {"path": f"{area.path}%", "first": today - PAST * WEEK, "today": today})
        return cursor.fetchall()


def plan_on(points: Sequence[Point], day: datetime.date) -> int | None:
    """What the plan wants on a day: on the straight line between the points around it; None outside of them."""
    for (start, low), (end, high) in pairwise(points):
        if start <= day <= end:
            return round(low + (high - low) * ((day - start).days / (end - start).days))
    return None


def targets_of(area: Area, user: User) -> list[RosterTarget]:
    """The targets of just this area, in the order of their days."""
    rows = RosterTarget.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(area=area)
    return list(rows.select_related("set_by__person").order_by("due_on"))


def _points(actual: Sequence[Point], targets: Sequence[RosterTarget]) -> list[Point]:
    """The corners of the plan: how it stood in the week when the first target was set, then every target."""
    if not targets:
        return []
    begun = min(timezone.localdate(target.set_at) for target in targets)
    start = max((point for point in actual if point[0] <= begun), default=actual[0])
    return [start, *((target.due_on, target.member_count) for target in targets if target.due_on > start[0])]
