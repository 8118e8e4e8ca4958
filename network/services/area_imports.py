"""Area imports: judge directory files row by row, then enter what is new. The same files twice enter nothing twice."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from network import sheets
from network.area_files import Shape, cells_of, find_shape
from network.area_rows import ORDER, Atlas, Key, Row
from network.area_rows import judge as judge_rows
from network.errors import RightMissing, RuleBroken
from network.models import Area, AreaKind, ImportBatch, ImportRow, User
from network.names import fold
from network.rights import Feature, require
from network.services import imports
from network.services.areas import ECI_STATE, STATE
from network.services.imports import File, Progress, silent
from network.sheets import SheetRefused

BATCH = 2_000
ECI_STATES = {fold(STATE["name_en"]): str(ECI_STATE), fold(STATE["name_hi"]): str(ECI_STATE)}


def judge(batch: ImportBatch, files: Sequence[File], *, by: User, progress: Progress = silent) -> None:
    """Read directory files in any order and judge every row; nothing is written but the judgement.

    Raises RuleBroken for a file that is not read (see network/sheets.py) and for one without known headings.
    """
    rows: list[Row] = []
    shapes: dict[str, Shape] = {}
    raw: dict[int, dict[str, str]] = {}
    for place, (name, content) in enumerate(files):
        _read_file(name, content, rows=rows, shapes=shapes, raw=raw)
        progress(5 + 50 * (place + 1) // len(files))
    judge_rows(rows, _atlas(by))
    progress(75)
    rows.sort(key=lambda row: row.number)
    imports.keep_rows(batch, [_import_row(row, raw[row.number]) for row in rows])
    columns = {f"{name}: {column}": title for name, shape in shapes.items() for column, title in shape.titles.items()}
    batch.columns = {"file": str(_("File"))} | columns


def write(batch: ImportBatch, *, ticked: list[int] | None, by: User, progress: Progress = silent) -> ImportBatch:
    """Enter the new areas of the good rows and of the doubtful rows given (None = all); every row is judged anew first."""
    top = Area.objects.filter(parent=None).order_by("pk")
    list(top.select_for_update(no_key=True))  # one change of the map at a time
    stored = {row.number: row for row in batch.rows.defer("raw")}
    rows = [Row(row.number, AreaKind(row.cleaned["kind"]), row.cleaned["cells"]) for row in stored.values()]
    judge_rows(rows, _atlas(by))
    progress(40)
    written = _enter([row for row in rows if imports.is_wanted(row, ticked)], progress)
    return imports.note_result(batch, stored, rows, written)


def take_back(batch: ImportBatch) -> int:
    """Take away what the import entered. Raises RuleBroken when something was built on it since."""
    keys: dict[str, list[str]] = {}
    for row in batch.rows.filter(is_written=True):
        keys.setdefault(row.cleaned["kind"], []).append(row.cleaned["code"])
    try:
        with transaction.atomic():
            for kind in reversed(ORDER):
                Area.objects.filter(kind=kind, code__in=keys.get(kind, [])).delete()
    except ProtectedError as error:
        raise RuleBroken(_("People, offices or other areas lie in these areas by now."), code="in_use") from error
    return 0


def top_area(by: User) -> Area:
    """The topmost area in which the actor may import and change the map."""
    found = Area.objects.visible_to(by, Feature.AREA_EDIT).order_by("path").first()
    if found is None:
        raise RightMissing
    require(by, Feature.IMPORT_RUN, found)
    return found


def _read_file(
    name: str, content: bytes, *, rows: list[Row], shapes: dict[str, Shape], raw: dict[int, dict[str, str]]
) -> None:
    try:
        found = [(sheet, shape) for sheet in sheets.read(content) if (shape := find_shape(sheet.rows))]
    except SheetRefused as error:
        raise RuleBroken(f"{name}: {error}", code=error.code) from error
    if not found:
        raise RuleBroken(
            _("%(name)s: no headings of a directory file were found.") % {"name": name}, code="no_headings"
        )
    for sheet, shape in found:
        shapes[name] = shape
        for line in sheet.rows[shape.row + 1 :]:
            cells = cells_of(line, shape)
            if cells:
                row = Row(len(rows) + 1, shape.kind, cells)
                rows.append(row)
                raw[row.number] = {str(_("File")): name} | {shape.titles[field]: text for field, text in cells.items()}


def _atlas(by: User) -> Atlas:
    return Atlas(Area.objects.visible_to(by, Feature.AREA_EDIT), ECI_STATES)


def _import_row(row: Row, raw: dict[str, str]) -> ImportRow:
    kept = {"kind": row.kind, "cells": row.cells, "code": row.code}
    return ImportRow(number=row.number, raw=raw, cleaned=kept, verdict=row.verdict, reasons=row.reasons)


def _enter(rows: list[Row], progress: Progress) -> set[int]:
    """Create the areas kind after kind, so that each finds the one it lies in; return the numbers of the rows written."""
    needed = {key for row in rows for key in (row.parent, row.seat) if key}
    found: dict[Key, Area] = {}
    for kind in {kind for kind, _code in needed}:
        codes = [code for other, code in needed if other == kind]
        found |= {(area.kind, area.code): area for area in Area.objects.filter(kind=kind, code__in=codes)}
    written: set[int] = set()
    for place, kind in enumerate(ORDER):
        progress(40 + 50 * place // len(ORDER))
        fresh = [row for row in rows if row.kind == kind and (row.parent in found or kind == AreaKind.STATE)]
        made = Area.objects.bulk_create(_areas(fresh, found), batch_size=BATCH)
        found |= {(area.kind, area.code): area for area in made}
        written |= {row.number for row in fresh}
    return written


def _areas(rows: Iterable[Row], found: dict[Key, Area]) -> list[Area]:
    made = []
    for row in rows:
        parent, seat = found.get(row.parent), found.get(row.seat)
        area = Area(kind=row.kind, code=row.code, name_hi=row.name_hi, name_en=row.name_en, parent=parent)
        area.electoral_parent = seat
        area.path, area.electoral_path = area.path_under(parent), area.electoral_path_under(seat)
        made.append(area)
    return made


imports.register(
    ImportBatch.Kind.AREAS,
    judge=judge,
    write=write,
    area_for=top_area,
    feature=Feature.AREA_EDIT,
    take_back=take_back,
)
