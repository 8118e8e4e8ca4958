"""Decides how figures of an audience are counted, by the names and formulas of the trade. Pure: asks no database.

Each figure carries where it comes from. What was not seen has no figure; it is never zero.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY = datetime.timedelta(days=1)
GROWTH_DAYS = 30
LEAST_GROWTH_DAYS = 7  # a rate of a month is not read from less than a week
JUMP_PERCENT, JUMP_DAYS = 30, 7
OFF_BAND = 5
# Below these a rate says nothing about the people behind it.
LEAST_FOLLOWERS, LEAST_POSTS = 2_000, 10
GRADES = ["measured", "owner", "self", "none"]  # the most reliable first


class Sample(Protocol):
    """One look at an account, as `AudienceSample` keeps it; None and [] are what was not seen."""

    taken_at: datetime.datetime
    followers: int | None
    interactions: Sequence[int]
    period_days: int | None
    grade: str
    source: str


@dataclass(frozen=True)
class Figure:
    """A figure or None, with the day it was read, its source and grade, and from how many posts or looks it comes."""

    value: float | None
    taken_at: datetime.datetime | None = None
    source: str = ""
    grade: str = "none"
    sample_size: int = 0

    def age_days(self, now: datetime.datetime) -> int | None:
        """How many days ago it was read."""
        return None if self.taken_at is None else (now - self.taken_at).days


@dataclass(frozen=True)
class Signal:
    """Something about an audience that a person should look at: a hint in words, never a verdict."""

    code: str
    sentence: str | Promise


def followers(samples: Sequence[Sample]) -> Figure:
    """Followers as last seen; accounts. `samples` newest first."""
    sample = next((each for each in samples if each.followers is not None), None)
    return _figure(sample, sample.followers if sample else None, size=1)


def engagement_rate(samples: Sequence[Sample]) -> Figure:
    """Engagement rate by followers: mean interactions of a post ÷ followers × 100; percent.

    Interactions are likes + comments + shares. Newest look that shows both posts and followers.
    """
    sample = next((each for each in samples if each.interactions and each.followers), None)
    return _figure(sample, fmean(sample.interactions) / sample.followers * 100 if sample else None)


def median_engagement(samples: Sequence[Sample]) -> Figure:
    """Median of the interactions of the posts looked at; interactions per post. One viral post does not move it."""
    sample = next((each for each in samples if each.interactions), None)
    return _figure(sample, float(median(sample.interactions)) if sample else None)


def posting_rate(samples: Sequence[Sample]) -> Figure:
    """Posts ÷ days in which they were published × 7; posts per week."""
    sample = next((each for each in samples if each.interactions and each.period_days), None)
    return _figure(sample, len(sample.interactions) / sample.period_days * 7 if sample else None)


def growth(samples: Sequence[Sample]) -> Figure:
    """Growth of followers: (new − old) ÷ old ÷ days × 30 × 100; percent per 30 days.

    New is the newest look, old the youngest one that is at least 30 days older, or else the oldest of at least 7 days.
    """
    seen = [each for each in samples if each.followers is not None]
    earlier = [
        each for each in seen[1:] if each.followers and seen[0].taken_at - each.taken_at >= LEAST_GROWTH_DAYS * DAY
    ]
    if not earlier:
        return Figure(None)
    new = seen[0]
    old = next((each for each in earlier if new.taken_at - each.taken_at >= GROWTH_DAYS * DAY), earlier[-1])
    days = (new.taken_at - old.taken_at) / DAY
    weaker = max(old.grade, new.grade, key=GRADES.index)
    value = (new.followers - old.followers) / old.followers / days * GROWTH_DAYS * 100
    return Figure(value, new.taken_at, new.source, weaker, 2)


def jump(samples: Sequence[Sample]) -> tuple[Sample, Sample, float] | None:
    """The largest rise of followers by more than 30 % within 7 days: (from, to, percent), or None."""
    seen = [each for each in reversed(samples) if each.followers]
    found = [
        (old, new, (new.followers - old.followers) / old.followers * 100)
        for place, old in enumerate(seen)
        for new in seen[place + 1 :]
        if new.taken_at - old.taken_at <= JUMP_DAYS * DAY
    ]
    largest = max(found, key=lambda each: each[2], default=None)
    return largest if largest and largest[2] > JUMP_PERCENT else None


def signals(samples: Sequence[Sample], *, band_median: float | None) -> list[Signal]:
    """What a person should look at. `band_median` is the median engagement rate of accounts of the same size and platform."""
    size = followers(samples).value
    if size is None or size < LEAST_FOLLOWERS:
        return [Signal("too_little", _("Not enough data: hints need at least 2,000 followers."))]
    found = []
    if rise := jump(samples):
        old, new, percent = rise
        before, after = (date_format(timezone.localtime(sample.taken_at), "j F Y") for sample in (old, new))
        words = {"percent": round(percent), "before": before, "after": after}
        found.append(Signal("jump", _("Followers rose by %(percent)s %% between %(before)s and %(after)s.") % words))
    return found + _off_band(engagement_rate(samples), band_median)


def _off_band(rate: Figure, band_median: float | None) -> list[Signal]:
    if not band_median or rate.value is None or rate.sample_size < LEAST_POSTS:
        return [Signal("not_compared", _("Not enough data to compare the engagement with accounts of the same size."))]
    words = {"rate": f"{rate.value:.1f}", "median": f"{band_median:.1f}"}
    if rate.value < band_median / OFF_BAND:
        text = _(
            "The engagement rate of %(rate)s %% is below a fifth of what accounts of this size have (%(median)s %%)."
        )
        return [Signal("low", text % words)]
    if rate.value > band_median * OFF_BAND:
        text = _(
            "The engagement rate of %(rate)s %% is over five times what accounts of this size have (%(median)s %%)."
        )
        return [Signal("high", text % words)]
    return []


def _figure(sample: Sample | None, value: float | None, *, size: int | None = None) -> Figure:
    if sample is None or value is None:
        return Figure(None)
    count = len(sample.interactions) if size is None else size
    return Figure(value, sample.taken_at, sample.source, sample.grade, count)
