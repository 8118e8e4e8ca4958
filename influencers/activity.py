"""Decides nothing itself: asks the apps above what influencers did lately, which this app can't know.

The app that knows registers itself when it starts; without one, everybody is without a post.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """What one influencer did: the newest post that counts (not rejected), tasks open now, tasks of the last 30 days."""

    last_post_at: datetime.datetime | None = None
    open_count: int = 0
    recent_count: int = 0
    verified_count: int = 0


Source = Callable[[Iterable[int]], Mapping[int, Activity]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app tell the activity of influencers: `source(ids)` gives it by id, in a fixed number of queries."""
    _sources.append(source)


def activity_of(influencer_ids: Iterable[int]) -> dict[int, Activity]:
    """The activity of each; an empty one where nothing is known."""
    ids = list(influencer_ids)
    found: dict[int, Activity] = dict.fromkeys(ids, Activity())
    for source in _sources:
        found |= source(ids)
    return found
