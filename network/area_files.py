"""Decides what a file of the government's directories is about: its kind of area, and which column is what.

Shapes: exports of the Local Government Directory (LGD: districts, subdistricts, blocks, local bodies, wards, villages) and
lists of the Election Commission (ECI: Lok Sabha seats, assembly seats, parts = booths).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from network.models import AreaKind
from network.names import fold

ROWS_LOOKED_AT = 20
LEAST_RECOGNISED = 2

HEADINGS = {
    "state_code": ["State Code", "State LGD Code", "राज्य कोड"],
    "state_name": ["State Name", "ST_NAME", "ST_NAME_NEW", "State", "राज्य"],
    "eci_state": ["st_code_eci", "ECI State Code", "S_CODE"],
    "district_code": ["District Code", "District LGD Code", "DIST_CODE", "ज़िला कोड"],
    "district_name": ["District Name", "District", "DIST_NAME", "ज़िला"],
    "subdistrict_code": ["Sub-district Code", "Subdistrict Code", "Tehsil Code", "तहसील कोड"],
    "subdistrict_name": ["Sub-district Name", "Subdistrict Name", "Tehsil Name", "Tehsil", "तहसील"],
    "block_code": ["Block Code", "Development Block Code", "विकासखंड कोड", "ब्लॉक कोड"],
    "block_name": ["Block Name", "Development Block Name", "Block", "विकासखंड", "ब्लॉक"],
    "body_code": ["Localbody Code", "Local Body Code", "Gram Panchayat Code", "GP Code", "पंचायत कोड"],
    "body_name": ["Localbody Name", "Local Body Name", "Gram Panchayat Name", "GP Name", "ग्राम पंचायत", "पंचायत"],
    "body_type": ["Local Body Type", "Local Body Type Name", "Localbody Type"],
    "ward_code": ["Ward Code", "Ward LGD Code", "वार्ड कोड"],
    "ward_name": ["Ward Name", "Ward", "वार्ड"],
    "village_code": ["Village Code", "ग्राम कोड"],
    "village_name": ["Village Name", "Village", "ग्राम", "गाँव"],
    "lok_sabha_code": ["PC_CODE", "PC_NO", "PC No", "Parliamentary Constituency No"],
    "lok_sabha_name": ["PC_NAME", "PC Name", "Parliamentary Constituency", "लोकसभा"],
    "assembly_code": ["AC_CODE", "AC_NO", "AC No", "Assembly Constituency No", "विधानसभा क्रमांक"],
    "assembly_name": ["AC_NAME", "AC Name", "Assembly Constituency", "विधानसभा"],
    "booth_code": ["PART_NO", "Part No", "Part Number", "भाग संख्या"],
    "booth_name": ["PART_NAME", "Part Name", "Polling Station Name", "PS Name", "मतदान केंद्र"],
}  # fmt: skip
HINDI = {
    f"{field}_hi": [
        f"{name} {local}" for name in names for local in ("(In Local)", "(Local)", "Local", "Hindi", "(Hindi)")
    ]
    for field, names in HEADINGS.items()
    if field.endswith("_name")
}
FIELDS = {fold(name): field for field, names in (HEADINGS | HINDI).items() for name in names}
URBAN = re.compile(r"municipal|nagar|urban|corporation|cantonment|town", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """Kind of area that the rows are about, the row of headings (from 0), the columns of each field, and their titles."""

    kind: AreaKind
    row: int
    columns: dict[str, list[int]]  # one heading may occur twice with the same name: the first filled cell counts
    titles: dict[str, str]


def find_shape(rows: Sequence[Sequence[object]]) -> Shape | None:
    """The shape of a sheet; None where no row among the first twenty names an area with its code."""
    best: tuple[int, dict[str, list[int]], dict[str, str]] | None = None
    for place, row in enumerate(rows[:ROWS_LOOKED_AT]):
        columns: dict[str, list[int]] = {}
        titles: dict[str, str] = {}
        for column, cell in enumerate(row):
            field = FIELDS.get(fold(str(cell or "")))
            if field:
                columns.setdefault(field, []).append(column)
                titles.setdefault(field, str(cell).strip())
        if best is None or len(columns) > len(best[1]):
            best = place, columns, titles
    if best is None or len(best[1]) < LEAST_RECOGNISED:
        return None
    kind = _kind(set(best[1]))
    return Shape(kind, *best) if kind else None


def cells_of(row: Sequence[object], shape: Shape) -> dict[str, str]:
    """The cells of a row by field, as text without blanks around; empty ones are left out."""
    found = {}
    for field, columns in shape.columns.items():
        filled = (text for column in columns if column < len(row) and (text := _text(row[column])))
        if text := next(filled, ""):
            found[field] = text
    return found


def is_urban(body_type: str) -> bool:
    """Whether the type of a local body, as the directory writes it, is one of a town."""
    return bool(URBAN.search(body_type))


def _kind(fields: set[str]) -> AreaKind | None:
    """What the rows are about: the finest area that has its code; local bodies of blocks are panchayats, others towns."""
    has_block = bool(fields & {"block_code", "block_name"})
    rules = [
        (AreaKind.BOOTH, {"booth_code", "assembly_code"}),
        (AreaKind.WARD, {"ward_code", "body_code"}),
        (AreaKind.VILLAGE, {"village_code", "body_code"} if has_block else {"never"}),
        (AreaKind.PANCHAYAT, {"body_code"} if has_block else {"never"}),
        (AreaKind.URBAN_BODY, {"body_code"}),
        (AreaKind.BLOCK, {"block_code"}),
        (AreaKind.SUBDISTRICT, {"subdistrict_code"}),
        (AreaKind.ASSEMBLY, {"assembly_code"}),
        (AreaKind.LOK_SABHA, {"lok_sabha_code"}),
        (AreaKind.DISTRICT, {"district_code"}),
        (AreaKind.STATE, {"state_code"}),
    ]
    return next((kind for kind, needed in rules if needed <= fields), None)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())
