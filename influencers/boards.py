"""Decides what the board and the funnel of the pipeline show: the newest of each stage, how many, for how long."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from influencers.models import Influencer
from network.models import Area

Stage = Influencer.Stage
NEWEST = 30
DAYS_SQL = """
SELECT stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM (
    SELECT stage, extract(epoch FROM coalesce(
        lead(at) OVER (PARTITION BY influencer_id ORDER BY at, id), %s) - at) / 86400.0 AS days
    FROM influencers_stagechange WHERE influencer_id IN ({rows})
) stays GROUP BY stage
"""


@dataclass(frozen=True)
class Column:
    """One stage on the board: the newest in it, and how many there are."""

    stage: Stage
    count: int
    cards: list[Influencer]

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.cards)


@dataclass(frozen=True)
class Bar:
    """One stage of the funnel: how many stand in it, the median days of all stays there, and how wide its bar is."""

    stage: Stage
    count: int
    median_days: int | None
    width: int
    place: int

    @property
    def end(self) -> int:
        """Where its number stands."""
        return BAR_START + self.width + 10


@dataclass
class Funnel:
    """The pipeline in numbers: stage by stage, and district by district."""

    bars: list[Bar] = field(default_factory=list)
    districts: list[tuple[Area, list[int], int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(bar.count for bar in self.bars)

    @property
    def height(self) -> int:
        """How high the chart is."""
        return len(self.bars) * BAR_STEP


BAR_STEP, BAR_START, BAR_LENGTH = 44, 165, 560


def columns(rows: QuerySet[Influencer]) -> list[Column]:
    """The board of the rows: the newest of every stage. Three queries: counts, cards, their accounts."""
    counts = dict(rows.order_by().values_list("stage").annotate(Count("pk")))
    newest = rows.annotate(
        place=Window(RowNumber(), partition_by=F("stage"), order_by=[F("stage_at").desc(), F("pk").desc()])
    ).filter(place__lte=NEWEST)
    cards: defaultdict[str, list[Influencer]] = defaultdict(list)
    for row in newest.select_related("person", "district", "owner__person").prefetch_related("handles"):
        cards[row.stage].append(row)
    by_place = {stage: sorted(found, key=lambda row: row.place) for stage, found in cards.items()}
    return [Column(stage, counts.get(stage, 0), by_place.get(stage, [])) for stage in Stage]


def funnel(rows: QuerySet[Influencer], now: datetime.datetime | None = None) -> Funnel:
    """How many stand in each stage, for how long people stay there, and both by district. Three queries."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for district, stage, count in rows.order_by().values_list("district", "stage").annotate(Count("pk")):
        counted[district][stage] = count
    totals = {stage: sum(stages.get(stage, 0) for stages in counted.values()) for stage in Stage}
    days, most = median_days(rows, now or timezone.now()), max(totals.values(), default=0)
    bars = [
        Bar(stage, count, days.get(stage), round(count / most * BAR_LENGTH) if most else 0, number * BAR_STEP)
        for number, (stage, count) in enumerate(totals.items())
    ]
    areas = sorted(Area.objects.filter(pk__in=counted), key=lambda area: area.name)
    lines = [[counted[area.pk].get(stage, 0) for stage in Stage] for area in areas]
    return Funnel(bars, [(area, line, sum(line)) for area, line in zip(areas, lines, strict=True)])


def median_days(rows: QuerySet[Influencer], now: datetime.datetime) -> dict[str, int]:
    """By stage: the median days of all stays of the rows in it, over or not, as their steps tell them. One query."""
    inner, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(DAYS_SQL.format(rows=inner), [now, *params])
        return {stage: round(days) for stage, days in cursor.fetchall()}
