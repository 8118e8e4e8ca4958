"""Decides what the page of an influencer tells of their audience: figures with source and age, and how followers grew."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from influencers import figures
from influencers.figures import Figure, Signal
from influencers.models import AudienceSample, Grade, Handle, Influencer
from influencers.panels import PROFILE
from influencers.services import audiences
from network.models import User
from network.panels import Panel
from network.rights import Feature, may

WIDTH, HEIGHT, EDGE = 320, 80, 4  # of the drawing, in units of its own
LEAST_DOTS = 2
MOST_IN_TABLE = 12


@dataclass(frozen=True)
class Told:
    """A figure as it is shown: its name, the value as text ("" = not known) and where it comes from."""

    code: str
    name: Promise
    formula: Promise
    figure: Figure
    text: str
    age: int | None

    @property
    def grade(self) -> str:
        """How far it can be relied on, in words."""
        return Grade(self.figure.grade).label


@dataclass(frozen=True)
class Account:
    """One account with its figures, the hints about its audience and the line of its followers."""

    handle: Handle
    told: list[Told]
    signals: list[Signal]
    samples: list[AudienceSample]
    line: str


@dataclass(frozen=True)
class Audience:
    """The accounts of an influencer; `enters` says whether the reader may enter numbers."""

    influencer: Influencer
    accounts: list[Account]
    enters: bool


# (code, name, formula, how it is counted, digits after the point, unit)
FIGURES = [
    ("followers", _("Followers"), _("as last seen"), figures.followers, 0, ""),
    (
        "engagement_rate",
        _("Engagement rate by followers"),
        _("mean interactions of a post ÷ followers × 100"),
        figures.engagement_rate,
        2,
        " %",
    ),
    (
        "median_engagement",
        _("Median engagement per post"),
        _("half of the posts have more interactions, half have fewer"),
        figures.median_engagement,
        0,
        "",
    ),
    ("posting_rate", _("Posts per week"), _("posts ÷ days × 7"), figures.posting_rate, 1, ""),
    ("growth", _("Growth in 30 days"), _("(new − old) ÷ old ÷ days × 30 × 100"), figures.growth, 1, " %"),
]


def audience(influencer: Influencer, user: User) -> Audience | None:
    """The figures of every account that was not given up; None without accounts. One query besides the accounts."""
    handles = influencer.current_handles
    if not handles:
        return None
    enters = may(user, Feature.ROSTER_EDIT, influencer.district)
    return Audience(influencer, accounts_of(handles), enters)


def accounts_of(handles: Sequence[Handle]) -> list[Account]:
    """The accounts with all that is told of them, the largest first. One query."""
    seen = audiences.newest_of([handle.pk for handle in handles])
    ordered = sorted(handles, key=lambda handle: -(handle.followers or 0))
    return [_account(handle, seen[handle.pk]) for handle in ordered]


def polyline(samples: Sequence[AudienceSample]) -> str:
    """The points of a line of followers over time, "x,y x,y"; "" for less than two. `samples` newest first."""
    dots = [
        (sample.taken_at.timestamp(), sample.followers) for sample in reversed(samples) if sample.followers is not None
    ]
    if len(dots) < LEAST_DOTS:
        return ""
    times, sizes = zip(*dots, strict=True)
    span, rise = max(times) - min(times) or 1, max(sizes) - min(sizes) or 1
    return " ".join(
        f"{EDGE + (time - min(times)) / span * (WIDTH - 2 * EDGE):.1f},"
        f"{HEIGHT - EDGE - (size - min(sizes)) / rise * (HEIGHT - 2 * EDGE):.1f}"
        for time, size in dots
    )


def told(samples: Sequence[AudienceSample], now: datetime.datetime) -> list[Told]:
    """Every figure of an account, also those that nothing is known for."""
    found = []
    for code, name, formula, count, digits, unit in FIGURES:
        figure = count(samples)
        text = "" if figure.value is None else f"{number_format(figure.value, digits)}{unit}"
        found.append(Told(code, name, formula, figure, text, figure.age_days(now)))
    return found


def _account(handle: Handle, samples: list[AudienceSample]) -> Account:
    size = figures.followers(samples).value
    median = audiences.band_median(handle.platform, size)
    hints = figures.signals(samples, band_median=median) if samples else []
    shown = told(samples, timezone.now())
    return Account(handle, shown, hints, samples[:MOST_IN_TABLE], polyline(samples))


PROFILE.register(Panel("influencers/_audience.html", Feature.PEOPLE_VIEW, audience, place=20))
