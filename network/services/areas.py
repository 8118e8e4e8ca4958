"""Areas: how places enter the two hierarchies, and what ships with Samvad."""

import csv
import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken
from network.models import Area, AreaKind, User
from network.models.areas import ADMINISTRATIVE_PARENTS, ELECTORAL_PARENTS
from network.rights import Feature, require
from network.services import audit

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
STATE = {"code": "23", "name_hi": "मध्य प्रदेश", "name_en": "Madhya Pradesh"}  # 23: the state's LGD code
ECI_STATE = 12  # Madhya Pradesh in the codes of the Election Commission: S12


def seat_code(eci_state: int | str, number: int | str) -> str:
    """The code of a seat or booth, unique in India: the Election Commission's state and number, "S12-156"."""
    return f"S{int(eci_state):02}-{number}"


@transaction.atomic
def place(
    kind: AreaKind,
    code: str,
    *,
    parent: Area | None,
    name_hi: str,
    name_en: str,
    electoral_parent: Area | None = None,
    grid: tuple[int, int] | None = None,
    by: User | None = None,
) -> Area:
    """Put an area into the tree, or refresh the names and tile of the one with that kind and code.

    Raises RuleBroken for a parent in which no area of this kind lies. Where a known area lies is changed by
    `area_changes.move`, which takes along what lies below.
    """
    if parent is not None:
        require(by, Feature.AREA_EDIT, parent)
    refuse_parents(kind, parent, electoral_parent)
    area = Area.objects.filter(kind=kind, code=code).first()
    is_new = area is None
    if area is None:
        area = Area(kind=kind, code=code, parent=parent, electoral_parent=electoral_parent)
        area.path, area.electoral_path = area.path_under(parent), area.electoral_path_under(electoral_parent)
    area.name_hi, area.name_en = name_hi, name_en
    area.grid_col, area.grid_row = grid or (area.grid_col, area.grid_row)
    area.save()
    if by is not None:
        audit.record("area.created" if is_new else "area.changed", area, by=by, area=area)
    return area


def refuse_parents(kind: str, parent: Area | None, electoral_parent: Area | None = None) -> None:
    """Raise RuleBroken where an area of that kind can't lie in the parent, or doesn't belong to such a seat."""
    allowed = ADMINISTRATIVE_PARENTS[AreaKind(kind)]
    if (parent is None and allowed) or (parent is not None and parent.kind not in allowed):
        raise RuleBroken(_("An area of this kind can't lie there."), code="wrong_parent")
    if electoral_parent is not None and electoral_parent.kind not in ELECTORAL_PARENTS.get(AreaKind(kind), set()):
        raise RuleBroken(_("An area of this kind does not belong to such a seat."), code="wrong_seat")


@transaction.atomic
def load_seed() -> int:
    """Load Madhya Pradesh: the state, its 10 divisions and 55 districts (LGD codes). Return how many districts.

    Divisions have no LGD code; theirs is the lowest district code they contain, with a "V" before it.
    """
    state = place(AreaKind.STATE, STATE["code"], parent=None, name_hi=STATE["name_hi"], name_en=STATE["name_en"])
    rows = sorted(_rows("mp_districts.csv"), key=lambda row: int(row["lgd_code"]))
    divisions: dict[str, Area] = {}
    districts: dict[str, Area] = {}
    for row in rows:
        name = row["division_en"]
        if name not in divisions:
            divisions[name] = place(
                AreaKind.DIVISION, f"V{row['lgd_code']}", parent=state, name_hi=row["division_hi"], name_en=name
            )
        districts[row["lgd_code"]] = place(
            AreaKind.DISTRICT,
            row["lgd_code"],
            parent=divisions[name],
            name_hi=row["name_hi"],
            name_en=row["name_en"],
            grid=(int(row["grid_col"]), int(row["grid_row"])),
        )
    for row in _rows("mp_splits.csv"):
        since, split_from = datetime.date.fromisoformat(row["since"]), districts[row["from_lgd_code"]]
        Area.objects.filter(pk=districts[row["lgd_code"]].pk).update(since=since, split_from=split_from)
    return len(rows)


@transaction.atomic
def load_seats() -> int:
    """Load the 29 Lok Sabha and 230 assembly seats of Madhya Pradesh (ECI numbers). Return how many assembly seats."""
    state = Area.objects.get(kind=AreaKind.STATE, code=STATE["code"])
    districts = {area.code: area for area in Area.objects.of_kind(AreaKind.DISTRICT).within(state)}
    lok_sabha: dict[str, Area] = {}
    rows = list(_rows("mp_assembly_seats.csv"))
    for row in rows:
        number = row["pc_no"]
        if number not in lok_sabha:
            names = {"name_hi": row["pc_name_hi"], "name_en": row["pc_name_en"]}
            code = seat_code(ECI_STATE, number)
            lok_sabha[number] = place(AreaKind.LOK_SABHA, code, parent=state, electoral_parent=state, **names)
        place(
            AreaKind.ASSEMBLY,
            seat_code(ECI_STATE, row["ac_no"]),
            parent=districts[row["district_lgd"]],
            electoral_parent=lok_sabha[number],
            name_hi=row["name_hi"],
            name_en=row["name_en"],
        )
    return len(rows)


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
