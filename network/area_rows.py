"""Decides what a row of a directory file does to the map: new, already there, doubtful or refused, and why."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from network.area_files import is_urban
from network.models import Area, AreaKind
from network.names import fold, former_names, sound

Key = tuple[str, str]  # kind and code
# Which level of a file names an area of the kind; local bodies are towns or panchayats.
LEVEL = {
    AreaKind.STATE: "state", AreaKind.DISTRICT: "district", AreaKind.SUBDISTRICT: "subdistrict", AreaKind.BLOCK: "block",
    AreaKind.PANCHAYAT: "body", AreaKind.URBAN_BODY: "body", AreaKind.WARD: "ward", AreaKind.VILLAGE: "village",
    AreaKind.LOK_SABHA: "lok_sabha", AreaKind.ASSEMBLY: "assembly", AreaKind.BOOTH: "booth",
}  # fmt: skip
# Where an area of the kind lies, the nearest first: the first level that the row names counts.
WITHIN = {
    AreaKind.DISTRICT: [AreaKind.STATE],
    AreaKind.SUBDISTRICT: [AreaKind.DISTRICT],
    AreaKind.BLOCK: [AreaKind.DISTRICT],
    AreaKind.PANCHAYAT: [AreaKind.BLOCK],
    AreaKind.URBAN_BODY: [AreaKind.DISTRICT],
    AreaKind.WARD: [AreaKind.URBAN_BODY],
    AreaKind.VILLAGE: [AreaKind.PANCHAYAT],
    AreaKind.LOK_SABHA: [AreaKind.STATE],
    AreaKind.ASSEMBLY: [AreaKind.DISTRICT, AreaKind.STATE],
    AreaKind.BOOTH: [AreaKind.WARD, AreaKind.PANCHAYAT, AreaKind.BLOCK, AreaKind.DISTRICT],
}
SEAT_OF = {AreaKind.ASSEMBLY: AreaKind.LOK_SABHA, AreaKind.BOOTH: AreaKind.ASSEMBLY}
# The order in which areas are entered: what others lie in comes first.
ORDER = [
    AreaKind.STATE, AreaKind.DISTRICT, AreaKind.LOK_SABHA, AreaKind.SUBDISTRICT, AreaKind.BLOCK, AreaKind.URBAN_BODY,
    AreaKind.ASSEMBLY, AreaKind.PANCHAYAT, AreaKind.WARD, AreaKind.VILLAGE, AreaKind.BOOTH,
]  # fmt: skip
LONGEST_CODE, LONGEST_NAME = 20, 120


@dataclass
class Row:
    """One row: where it stood, its cells by field; then what was understood, and the verdict."""

    number: int
    kind: AreaKind
    cells: dict[str, str]
    code: str = ""
    name_en: str = ""
    name_hi: str = ""
    parent: Key | None = None
    seat: Key | None = None
    verdict: str = ""
    reasons: list[dict[str, str]] = field(default_factory=list)

    def say(self, code: str, *, verdict: str = "", **values: object) -> None:
        """Note a reason; a verdict is never softened by a later one."""
        self.reasons.append({"code": code, **{name: str(value) for name, value in values.items()}})
        if verdict and self.verdict != "refused":
            self.verdict = verdict


@dataclass
class Known:
    """An area as the judge needs it: one of the map, or one of a row judged before."""

    key: Key
    names: set[str]
    parent: Key | None
    name: str
    offshoots: list["Known"] = field(default_factory=list)

    def is_called(self, name: str) -> bool:
        """Whether this is one of its names, present or former, or sounds like one."""
        wanted = fold(name)
        if wanted in self.names or former_names().get(wanted) in self.names:
            return True
        return sound(name) in {sound(known) for known in self.names}


class Atlas:
    """The areas that the rows are judged against."""

    def __init__(self, areas: QuerySet[Area], eci_states: dict[str, str]) -> None:
        self.areas: dict[Key, Known] = {}
        self.by_name: dict[tuple[str, str], list[Known]] = {}
        self.beside: dict[tuple[str, str, Key | None], Known] = {}  # by kind, name and what it lies in
        self.eci_states = eci_states  # folded name of a state: its number at the Election Commission
        shown = "name_en" if get_language() == "en" else "name_hi"
        columns = ["kind", "code", "name_hi", "name_en", "former_names", "parent__kind", "parent__code", shown]
        splits_of = areas.filter(split_from__isnull=False).values_list(
            "split_from__kind", "split_from__code", "kind", "code"
        )
        for kind, code, name_hi, name_en, former, parent_kind, parent_code, name in areas.values_list(*columns):
            names = {fold(text) for text in (name_hi, name_en, *former)}
            parent = (parent_kind, parent_code) if parent_kind else None
            self.add(Known((kind, code), names, parent, name))
        splits = [((old_kind, old), (kind, code)) for old_kind, old, kind, code in splits_of]
        for old, new in splits:
            if old in self.areas and new in self.areas:
                self.areas[old].offshoots.append(self.areas[new])

    def add(self, known: Known) -> None:
        """Let later rows find the area."""
        self.areas[known.key] = known
        for name in known.names:
            self.by_name.setdefault((known.key[0], name), []).append(known)
            self.beside.setdefault((known.key[0], name, known.parent), known)

    def called(self, kind: str, name: str) -> list[Known]:
        """The areas of the kind with that name, or with the name that it has today."""
        wanted = fold(name)
        return self.by_name.get((kind, wanted)) or self.by_name.get((kind, former_names().get(wanted, "")), [])


def judge(rows: list[Row], atlas: Atlas) -> None:
    """Judge all rows, those that others lie in first, whatever file and place they stood in."""
    first: dict[Key, Row] = {}
    for row in sorted(rows, key=lambda row: (ORDER.index(row.kind), row.number)):
        _read(row, atlas)
        if row.verdict:
            continue
        key = (row.kind, row.code)
        if key in first:
            _compare(row, first[key])
            continue
        first[key] = row
        known = atlas.areas.get(key)
        _place(row, atlas)
        if known:
            _meet(row, known)
        elif row.verdict != "refused":
            _enter(row, atlas)


def _read(row: Row, atlas: Atlas) -> None:
    """Take kind, code and names from the cells."""
    if row.kind == AreaKind.PANCHAYAT and is_urban(row.cells.get("body_type", "")):
        row.kind = AreaKind.URBAN_BODY
    level = LEVEL[row.kind]
    row.code = _code(row.kind, row.cells, atlas)
    row.name_en = _titled(row.cells.get(f"{level}_name", ""))
    row.name_hi = row.cells.get(f"{level}_name_hi", "")
    if not row.code:
        row.say("area_code_missing", verdict="refused")
    elif not row.code.replace("-", "").isalnum() or len(row.code) > LONGEST_CODE:
        row.say("area_code_bad", verdict="refused", value=row.code[:LONGEST_CODE])
    if row.kind == AreaKind.BOOTH and not row.name_en:
        row.name_en = f"Booth {row.cells.get('booth_code', '')}"
    if not row.name_en and not row.name_hi:
        row.say("name_missing", verdict="refused")
    row.name_en = (row.name_en or row.name_hi)[:LONGEST_NAME]
    row.name_hi = (row.name_hi or row.name_en)[:LONGEST_NAME]


def _code(kind: AreaKind, cells: dict[str, str], atlas: Atlas) -> str:
    """The code of that kind in the row: as it stands, or for seats and booths with the state's number at the ECI."""
    code = cells.get(f"{LEVEL[kind]}_code", "")
    if kind not in (AreaKind.LOK_SABHA, AreaKind.ASSEMBLY, AreaKind.BOOTH) or not code:
        return code
    state = cells.get("eci_state", "").lstrip("Ss") or atlas.eci_states.get(fold(cells.get("state_name", "")), "")
    if not state.isdecimal():
        return ""
    seat = f"{cells.get('assembly_code', '')}-{code}" if kind == AreaKind.BOOTH else code
    return f"S{int(state):02}-{seat}"


def _place(row: Row, atlas: Atlas) -> None:
    """Find where the area lies: by code, then by name within what is above it, with a doubt."""
    if row.kind == AreaKind.STATE:
        return
    parent = next((found for kind in WITHIN[row.kind] if (found := _find(kind, row, atlas))), None)
    if parent is None:
        row.say("parent_unknown", verdict="refused", value=_named(row))
        return
    if row.kind in SEAT_OF and (seat := _find(SEAT_OF[row.kind], row, atlas)):
        row.seat = seat.key
    if row.kind in SEAT_OF and parent.key[0] != WITHIN[row.kind][0] and row.kind == AreaKind.ASSEMBLY:
        row.say("district_not_told", verdict="doubtful")
    row.parent = _after_splits(row, parent)


def _find(kind: AreaKind, row: Row, atlas: Atlas) -> Known | None:
    level = LEVEL[kind]
    code, name = _code(kind, row.cells, atlas), row.cells.get(f"{level}_name", "")
    if kind == AreaKind.PANCHAYAT and (kind, code) not in atlas.areas:
        code = ""
    found = atlas.areas.get((kind, code)) if code else None
    if found is None and name:
        candidates = _above(atlas.called(kind, name), row.cells)
        if len(candidates) == 1:
            found = candidates[0]
            row.say("parent_by_name", verdict="doubtful", value=name, read=found.name)
    elif found is not None and name and not found.is_called(name):
        row.say("parent_name_differs", verdict="doubtful", value=name, read=found.name)
    return found


def _above(candidates: list[Known], cells: dict[str, str]) -> list[Known]:
    """Those that lie in an area whose code the row names, where several are called the same."""
    codes = {(kind, cells[f"{level}_code"]) for kind, level in LEVEL.items() if f"{level}_code" in cells}
    return [known for known in candidates if known.parent in codes] or candidates


def _after_splits(row: Row, parent: Known) -> Key:
    """Files are older than the map: what is called like a district that was split off lies there, the rest is asked."""
    if not parent.offshoots:
        return parent.key
    new = next((known for known in parent.offshoots if known.is_called(row.name_en)), None)
    if new is not None:
        row.say("parent_split_same_name", verdict="doubtful", value=parent.name, read=new.name)
        return new.key
    names = ", ".join(known.name for known in parent.offshoots)
    row.say("parent_was_split", verdict="doubtful", value=parent.name, read=names)
    return parent.key


def _meet(row: Row, known: Known) -> None:
    """The code is known: nothing is written; what differs is said."""
    if row.verdict != "refused":
        row.verdict, row.reasons = "unchanged", []
    if not known.is_called(row.name_en) and not known.is_called(row.name_hi):
        row.say("area_name_differs", value=row.name_en, read=known.name)
    for new in known.offshoots:
        row.say("area_was_split", value=known.name, read=new.name)
    if row.parent and known.parent and known.parent[0] == row.parent[0] and known.parent != row.parent:
        row.say("area_lies_elsewhere")


def _enter(row: Row, atlas: Atlas) -> None:
    """The area is new: its name must not be that of another one beside it; then later rows may lie in it."""
    twin = atlas.beside.get((row.kind, fold(row.name_en), row.parent))
    if twin is not None:
        row.say("area_twin", verdict="doubtful", value=row.name_en, read=twin.key[1])
    row.verdict = row.verdict or "good"
    names = {fold(row.name_en), fold(row.name_hi)}
    atlas.add(Known((row.kind, row.code), names, row.parent, row.name_hi))


def _compare(row: Row, first: Row) -> None:
    """A directory names a town once for each village in it: the first row counts."""
    row.verdict = "unchanged"
    row.say("area_row_again", row=first.number)
    if fold(row.name_en) != fold(first.name_en):
        row.say("area_name_differs", value=row.name_en, read=first.name_en)


def _named(row: Row) -> str:
    cells = [row.cells.get(f"{LEVEL[kind]}_name") or row.cells.get(f"{LEVEL[kind]}_code") for kind in WITHIN[row.kind]]
    return next(filter(None, cells), "")


def _titled(name: str) -> str:
    """Directories write in capitals: "AGAR MALWA" becomes "Agar Malwa"."""
    return name.title() if name.isupper() else name
