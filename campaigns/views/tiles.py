"""Tiles: how a number of a district becomes one of five steps on the tile map."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaigns.coverage import DistrictCoverage
from influencers.models import Light


@dataclass(frozen=True)
class Measure:
    """What the map shows: its name, the legend (step, words), and how a district gets step and words."""

    label: str
    legend: list[tuple[int | None, str]]
    read: Callable[[DistrictCoverage], tuple[int | None, str]]


TILE_WIDTH, TILE_HEIGHT = 100, 72
LONG_NAME = 8  # Latin letters that fit in a tile at full size
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
    found = []
    for part in parts:
        if part.district.grid_col is None:
            continue
        level, label = read(part)
        found.append(
            {
                "code": part.district.code,
                "url": part.district.get_absolute_url(),
                "name": part.district.name,
                "is_long": len(part.district.name) > LONG_NAME and part.district.name.isascii(),
                "col": part.district.grid_col,
                "row": part.district.grid_row,
                # as text: numbers of a drawing are not grouped like those of a reader
                "x": str(part.district.grid_col * TILE_WIDTH),
                "y": str(part.district.grid_row * TILE_HEIGHT),
                "level": level,
                "label": label,
            }
        )
    return sorted(found, key=lambda tile: (tile["row"], tile["col"]))
