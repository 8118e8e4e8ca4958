"""Decides for what people are thanked. What they did is told by the apps above, which this app can't know.

Nothing here compares people: a milestone is the person's own, and so are the figures.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

# The posts after which a lead is reminded to say thank you: the first, the tenth, the fiftieth.
COUNTS = (1, 10, 50)
FRESH_DAYS = 30  # a milestone that is older is no news any more


@dataclass(frozen=True)
class Milestone:
    """The moment at which an influencer's posts that count became so many."""

    influencer_id: int
    count: int
    reached_at: datetime.datetime


@dataclass(frozen=True)
class Month:
    """How many of a person's posts were verified in the month that begins on the day."""

    begins_on: datetime.date
    post_count: int


@dataclass(frozen=True)
class Source:
    """How an app tells: `milestones(influencers, since)` in one query for all; `months(influencer_id)`, the oldest first."""

    milestones: Callable[[QuerySet, datetime.datetime], list[Milestone]]
    months: Callable[[int], list[Month]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app tell what influencers did."""
    _sources.append(source)


def newest_milestones(influencers: QuerySet, *, since: datetime.datetime) -> dict[int, Milestone]:
    """By influencer: the newest milestone reached since then."""
    found: dict[int, Milestone] = {}
    for source in _sources:
        for milestone in source.milestones(influencers, since):
            known = found.get(milestone.influencer_id)
            if known is None or known.reached_at < milestone.reached_at:
                found[milestone.influencer_id] = milestone
    return found


def months_of(influencer_id: int) -> list[Month]:
    """The person's own months in which posts were verified, the oldest first."""
    counts: dict[datetime.date, int] = {}
    for source in _sources:
        for month in source.months(influencer_id):
            counts[month.begins_on] = counts.get(month.begins_on, 0) + month.post_count
    return [Month(day, counts[day]) for day in sorted(counts)]
