"""Decides which row of a sheet holds the headings and which column is what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from network.names import fold

ROWS_LOOKED_AT = 20
LEAST_RECOGNISED = 2


@dataclass(frozen=True)
class Headings:
    """Where the headings stand (row counted from 0), which column is which field, and how it is headed there."""

    row: int
    columns: dict[str, int]
    titles: dict[str, str]


def find_headings(rows: Sequence[Sequence[object]], fields: Mapping[str, Sequence[str]]) -> Headings | None:
    """The row among the first twenty that names most fields; None when no row names at least two.

    `fields` maps a field to the headings it goes by, in any spelling of case, spaces and nukta. The first column wins.
    """
    found = [_recognise(place, row, fields) for place, row in enumerate(rows[:ROWS_LOOKED_AT])]
    best = max(found, key=lambda headings: len(headings.columns), default=None)
    return best if best and len(best.columns) >= LEAST_RECOGNISED else None


def _recognise(place: int, row: Sequence[object], fields: Mapping[str, Sequence[str]]) -> Headings:
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    for column, cell in enumerate(row):
        field = _field(str(cell or ""), fields)
        if field and field not in columns:
            columns[field], titles[field] = column, str(cell).strip()
    return Headings(place, columns, titles)


def _field(title: str, fields: Mapping[str, Sequence[str]]) -> str | None:
    """The field that a heading names: exactly, or with one sign wrong in a heading of more than five."""
    wanted = fold(title)
    if not wanted or len(wanted) > 40:
        return None
    for field, names in fields.items():
        if wanted in map(fold, names):
            return field
    for field, names in fields.items():
        if len(wanted) > 5 and any(OSA.distance(wanted, fold(name)) == 1 for name in names):
            return field
    return None
