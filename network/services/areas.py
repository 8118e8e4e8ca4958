"""Areas: how places enter the tree."""

import csv
from pathlib import Path

from django.db import transaction

from network.models import Area, AreaKind

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "mp_districts.csv"
STATE = {"code": "23", "name_hi": "मध्य प्रदेश", "name_en": "Madhya Pradesh"}  # 23: the state's LGD code


def place(
    kind: AreaKind,
    code: str,
    *,
    parent: Area | None,
    name_hi: str,
    name_en: str,
    grid: tuple[int, int] | None = None,
) -> Area:
    """Put an area into the tree, or refresh the names and place of the one with that kind and code."""
    area = Area(kind=kind, code=code)
    grid_col, grid_row = grid or (None, None)
    area, _ = Area.objects.update_or_create(
        kind=kind,
        code=code,
        defaults={
            "name_hi": name_hi,
            "name_en": name_en,
            "parent": parent,
            "path": area.path_under(parent),
            "grid_col": grid_col,
            "grid_row": grid_row,
        },
    )
    return area


@transaction.atomic
def load_seed() -> int:
    """Load Madhya Pradesh: the state, its 10 divisions and 55 districts (LGD codes). Return how many districts.

    Divisions have no LGD code; theirs is the lowest district code they contain, with a "V" before it.
    """
    state = place(AreaKind.STATE, STATE["code"], parent=None, name_hi=STATE["name_hi"], name_en=STATE["name_en"])
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: int(row["lgd_code"]))
    divisions: dict[str, Area] = {}
    for row in rows:
        name = row["division_en"]
        if name not in divisions:
            divisions[name] = place(
                AreaKind.DIVISION, f"V{row['lgd_code']}", parent=state, name_hi=row["division_hi"], name_en=name
            )
        place(
            AreaKind.DISTRICT,
            row["lgd_code"],
            parent=divisions[name],
            name_hi=row["name_hi"],
            name_en=row["name_en"],
            grid=(int(row["grid_col"]), int(row["grid_row"])),
        )
    return len(rows)
