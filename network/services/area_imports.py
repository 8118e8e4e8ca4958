"""Area imports: judge directory files row by row, then enter what is new. The same files twice enter nothing twice."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from network import sheets
from network.area_files import Shape, cells_of, find_shape
from network.area_rows import ORDER, Atlas, Key, Row, judge
from network.errors import RightMissing, RuleBroken
from network.models import Area, AreaKind, ImportBatch, ImportRow, User
from network.names import fold
from network.rights import Feature, require
from network.services import audit, imports
from network.services.areas import ECI_STATE, STATE
from network.sheets import SheetRefused

BATCH = 2_000
ECI_STATES = {fold(STATE["name_en"]): str(ECI_STATE), fold(STATE["name_hi"]): str(ECI_STATE)}


@transaction.atomic
def preview(files: Sequence[tuple[str, bytes]], *, by: User) -> ImportBatch:
    """Read directory files, (name, content) each, in any order, and judge every row; nothing is written but the judgement.

    Raises RuleBroken for a file that is not read (see network/sheets.py) and for one without known headings.
    """
    area = _top(by)
    rows: list[Row] = []
    shapes: dict[str, Shape] = {}
    raw: dict[int, dict[str, str]] = {}
    for name, content in files:
        _read_file(name, content, rows=rows, shapes=shapes, raw=raw)
    judge(rows, _atlas(by))
    rows.sort(key=lambda row: row.number)
    columns = {f"{name}: {column}": title for name, shape in shapes.items() for column, title in shape.titles.items()}
    return imports.open_batch(
        kind=ImportBatch.Kind.AREAS,
        area=area,
        file_name=", ".join(name for name, _content in files),
        content=b"".join(content for _name, content in files),
        rows=[_import_row(row, raw[row.number]) for row in rows],
        by=by,
        columns={"file": str(_("File"))} | columns,
    )


@transaction.atomic
def confirm(batch: ImportBatch, *, doubtful: set[int] | None, by: User) -> ImportBatch:
    """Enter the new areas of the good rows and of the doubtful rows given (None = all); every row is judged anew first."""
    require(by, Feature.AREA_EDIT, batch.area)
    batch = imports.lock(batch, by=by, to=ImportBatch.Status.CONFIRMED, kind=ImportBatch.Kind.AREAS)
    list(
        Area.objects.filter(parent=None).order_by("pk").select_for_update(no_key=True)
    )  # one change of the map at a time
    stored = {row.number: row for row in batch.rows.defer("raw")}
    rows = [Row(row.number, AreaKind(row.cleaned["kind"]), row.cleaned["cells"]) for row in stored.values()]
    judge(rows, _atlas(by))
    wanted = [row for row in rows if row.verdict == "good" or (row.verdict == "doubtful" and _ticked(row, doubtful))]
    written = _enter(wanted)
    batch = imports.note_result(batch, stored, rows, written)
    audit.record("import.confirmed", batch, by=by, area=batch.area, rows=len(written))
    return batch


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Take away what the import entered. Raises RuleBroken when something was built on it since."""
    require(by, Feature.AREA_EDIT, batch.area)
    batch = imports.lock(batch, by=by, to=ImportBatch.Status.UNDONE, kind=ImportBatch.Kind.AREAS)
    keys: dict[str, list[str]] = {}
    for row in batch.rows.filter(is_written=True):
        keys.setdefault(row.cleaned["kind"], []).append(row.cleaned["code"])
    try:
        with transaction.atomic():
            for kind in reversed(ORDER):
                Area.objects.filter(kind=kind, code__in=keys.get(kind, [])).delete()
    except ProtectedError as error:
        raise RuleBroken(_("People, offices or other areas lie in these areas by now."), code="in_use") from error
    batch.status = ImportBatch.Status.UNDONE
    batch.save(update_fields=["status"])
    batch.rows.update(is_written=False)
    audit.record("import.undone", batch, by=by, area=batch.area, rows=sum(map(len, keys.values())))
    return batch


def _top(by: User) -> Area:
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


def _ticked(row: Row, doubtful: set[int] | None) -> bool:
    return doubtful is None or row.number in doubtful


def _enter(rows: list[Row]) -> set[int]:
    """Create the areas kind after kind, so that each finds the one it lies in; return the numbers of the rows written."""
    needed = {key for row in rows for key in (row.parent, row.seat) if key}
    found: dict[Key, Area] = {}
    for kind in {kind for kind, _code in needed}:
        codes = [code for other, code in needed if other == kind]
        found |= {(area.kind, area.code): area for area in Area.objects.filter(kind=kind, code__in=codes)}
    written: set[int] = set()
    for kind in ORDER:
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
