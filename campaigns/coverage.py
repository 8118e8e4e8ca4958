"""Coverage: the numbers on dashboards, read from roll-ups only. Each name says which state it counts."""

import datetime
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from campaigns.models import CoverageCount, Topic
from campaigns.models.coverage import COUNTED
from influencers.models import Light, Roster
from network.models import Area, AreaKind, User
from network.rights import Feature

OUT = ("live", "closed")  # the states of topics that went out


@dataclass(frozen=True)
class Counts:
    """How many assignments reached each step (see CoverageCount)."""

    offered: int = 0
    seen: int = 0
    accepted: int = 0
    declined: int = 0
    claimed: int = 0
    verified: int = 0
    rejected: int = 0
    lapsed: int = 0
    queued: int = 0
    sent: int = 0
    failed: int = 0
    stopped: int = 0

    @property
    def verified_share(self) -> int | None:
        """Verified ÷ offered in whole percent; None where nothing was offered."""
        return round(100 * self.verified / self.offered) if self.offered else None


@dataclass(frozen=True)
class DistrictCoverage:
    """One district of the map: its team and what the chosen topics came to there."""

    district: Area
    member_count: int
    kept_count: int
    light: Light
    counts: Counts


def topics_of(user: User, *, days: int = 30) -> list[Topic]:
    """The topics that went out in the last days and that the user sees, newest first."""
    since = timezone.now() - datetime.timedelta(days=days)
    return list(
        Topic.objects.visible_to(user, Feature.COVERAGE_VIEW)
        .filter(status__in=OUT, released_at__gte=since)
        .select_related("area")
        .order_by("-released_at")[:50]
    )


def by_topic(user: User, topics: list[Topic]) -> dict[int, Counts]:
    """The counts of each topic over the districts that the user sees."""
    rows = CoverageCount.objects.visible_to(user, Feature.COVERAGE_VIEW).filter(topic__in=topics)
    return _summed(rows, "topic")


def by_district(user: User, topics: list[Topic]) -> list[DistrictCoverage]:
    """Every district that the user sees, with its team and the sum of its counts over the topics; two queries."""
    rows = CoverageCount.objects.visible_to(user, Feature.COVERAGE_VIEW).filter(topic__in=topics)
    counts = _summed(rows, "district")
    rosters = Roster.objects.visible_to(user, Feature.COVERAGE_VIEW).with_counts().select_related("district")
    return [
        DistrictCoverage(
            district=roster.district,
            member_count=roster.member_count,
            kept_count=roster.kept_count,
            light=roster.light(roster.member_count),
            counts=counts.get(roster.district_id, Counts()),
        )
        for roster in rosters
    ]


def of_area(area: Area, user: User, *, days: int = 30) -> Counts | None:
    """The counts of the districts in an area over the topics that went out in the last days; None where no district is."""
    if area.kind not in (AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT):
        return None
    since = timezone.now() - datetime.timedelta(days=days)
    rows = CoverageCount.objects.visible_to(user, Feature.COVERAGE_VIEW).filter(
        district__path__startswith=area.path, topic__status__in=OUT, topic__released_at__gte=since
    )
    return Counts(**rows.aggregate(**{name: Sum(name, default=0) for name in COUNTED}))


def total(parts: list[DistrictCoverage]) -> Counts:
    """The sum over districts."""
    return Counts(**{name: sum(getattr(part.counts, name) for part in parts) for name in COUNTED})


def _summed(rows, group: str) -> dict[int, Counts]:
    sums = rows.values_list(group).annotate(**{f"all_{name}": Sum(name) for name in COUNTED}).order_by()
    return {row[0]: Counts(**dict(zip(COUNTED, row[1:], strict=True))) for row in sums}
