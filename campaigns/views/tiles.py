"""Tiles: how a number of a district becomes one of five steps on the tile map."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaigns.coverage import DistrictCoverage
from influencers.models import Light
from network.tiles import in_reading_order, tile


@dataclass(frozen=True)
class Measure:
    """What the map shows: its name, the legend (step, words), and how a district gets step and words."""

    label: str
    legend: list[tuple[int | None, str]]
    read: Callable[[DistrictCoverage], tuple[int | None, str]]


LIGHT_STEPS = {Light.VACANT: 0, Light.THIN: 1, Light.FULL: 4, Light.OVER: 3}


def _by_share(part: DistrictCoverage) -> tuple[int | None, str]:
    share = part.counts.verified_share
    if share is None:
        return None, "–"
    step = next(step for step, least in ((4, 60), (3, 40), (2, 20), (1, 1), (0, 0)) if share >= least)
    return step, f"{share}%"


def _by_team(part: DistrictCoverage) -> tuple[int | None, str]:
    return LIGHT_STEPS[part.light], f"{part.member_count} · {part.light.label}"


MEASURES = {
    "verified": Measure(
        _("Verified share"),
        [(4, _("60% and more")), (3, "40–59%"), (2, "20–39%"), (1, "1–19%"), (0, "0%"), (None, _("nothing offered"))],
        _by_share,
    ),
    "team": Measure(_("Teams"), [(LIGHT_STEPS[light], light.label) for light in Light], _by_team),
}


def tiles(parts: list[DistrictCoverage], measure: str) -> list[dict[str, object]]:
    """The tiles of the map: place, name, address, step 0–4 (None = no number) and the words for it."""
    read = MEASURES[measure].read
    return in_reading_order([tile(part.district, *read(part)) for part in parts if part.district.grid_col is not None])
