"""Rooms: how many more topics each person may be asked for on a day, and how many they were asked for lately."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from campaigns.models import Assignment, PlannedAsk, Restraint
from campaigns.services.gate import WEEK

MONTH = datetime.timedelta(days=30)
IN_HAND = ("offered", "seen", "accepted")


@dataclass(frozen=True)
class Room:
    """`week`: what is left of the week's asks; `open`: topics that are still in the person's hands; `load`: asks in 30 days."""

    week: int
    open: int
    load: int

    @property
    def most(self) -> int:
        """How many more topics of the day; those still in hand count."""
        return max(0, min(self.week, settings.TOPICS_A_DAY - self.open))


def of(people: Collection[int], *, day: datetime.date, at: datetime.datetime) -> dict[int, Room]:
    """The room of each of the people (influencers) on the day, whose first topic goes out at `at`; three queries.

    What is planned for the days around counts as asked, so that two plans of one week don't fill it twice.
    """
    asks = _asks(people, at)
    planned = _planned(people, day)
    restrained = Restraint.objects.filter(influencer__in=people, most_a_week__isnull=False)
    own = dict(restrained.values_list("influencer", "most_a_week"))
    rooms = {}
    for person in people:
        load, week, in_hand = asks.get(person, (0, 0, 0))
        cap = min(own.get(person, settings.ASKS_A_WEEK), settings.ASKS_A_WEEK)
        rooms[person] = Room(week=cap - week - planned[person], open=in_hand, load=load)
    return rooms


def _asks(people: Collection[int], at: datetime.datetime) -> dict[int, tuple[int, int, int]]:
    rows = Assignment.objects.filter(influencer__in=people, offered_at__gt=at - MONTH).order_by()
    counted = rows.values("influencer").annotate(
        load=Count("pk"),
        week=Count("pk", filter=Q(offered_at__gt=at - WEEK)),
        in_hand=Count("pk", filter=Q(status__in=IN_HAND, topic__status="live", topic__closes_at__gt=at)),
    )
    return {row["influencer"]: (row["load"], row["week"], row["in_hand"]) for row in counted}


def _planned(people: Collection[int], day: datetime.date) -> Counter[int]:
    near = datetime.timedelta(days=6)
    rows = PlannedAsk.objects.asked().filter(
        influencer__in=people, plan__day__range=(day - near, day + near), topic__status="scheduled"
    )
    counted = rows.exclude(plan__day=day).order_by().values("influencer").annotate(asks=Count("pk"))
    return Counter({row["influencer"]: row["asks"] for row in counted})
