"""Cells: units beside the area tree are opened, named and closed; who sits in them is told by appointments."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Area, Cell, User
from network.rights import Feature, require
from network.services import appointments, audit, offices


@transaction.atomic
def open(  # noqa: A001 - read as cells.open
    area: Area, *, kind: str, name_hi: str = "", name_en: str = "", by: User | None
) -> Cell:
    """Open a cell of the area. Without names it is called as its kind.

    Raises RuleBroken for an area that was merged or whose kind has no offices for cells, for a name in one language only, for
    a cell of another kind without a name, and for a name that another open cell of the area has.
    """
    _require(by, area)
    if area.ended_on:
        raise RuleBroken(_("This area was merged already."), code="ended")
    if not has_cells(area):
        raise RuleBroken(_("An area of this kind has no cells."), code="wrong_area_kind")
    cell = Cell(area=area, kind=Cell.Kind(kind))
    cell.name_hi, cell.name_en = _names(cell, name_hi, name_en)
    _save(cell)
    audit.record("cell.opened", cell, by=by, area=area, name=cell.name_hi)
    return cell


@transaction.atomic
def rename(cell: Cell, *, name_hi: str = "", name_en: str = "", by: User | None) -> Cell:
    """Give an open cell other names, or those of its kind. Raises RuleBroken as `open` does."""
    _require(by, cell.area)
    cell = _lock(cell)
    before = (cell.name_hi, cell.name_en)
    cell.name_hi, cell.name_en = _names(cell, name_hi, name_en)
    if before != (cell.name_hi, cell.name_en):
        _save(cell)
        audit.record("cell.renamed", cell, by=by, area=cell.area, before=before[0], name=cell.name_hi)
    return cell


@transaction.atomic
def close(cell: Cell, *, by: User | None, reason: str = "") -> Cell:
    """Close a cell for good: every appointment in it ends today, with its deputies, and nobody is appointed to it any more.

    A cell is closed because it is given up, so who still sits in it is no reason to refuse. Its name is free for a new one.
    """
    _require(by, cell.area)
    cell = _lock(cell)
    held = Appointment.objects.seated().open_at(timezone.localdate()).filter(cell=cell)
    for appointment in held.select_related("area").order_by("pk"):
        appointments.end(appointment, by=by, reason=reason)
    cell.is_closed = True
    cell.save(update_fields=["is_closed"])
    audit.record("cell.closed", cell, by=by, area=cell.area, name=cell.name_hi, reason=reason)
    return cell


def has_cells(area: Area) -> bool:
    """Whether there are offices for the cells of such an area."""
    return offices.of_kind(area.kind, in_cells=True).exists()


def may_open(area: Area, by: User | None, *, can_be: bool | None = None) -> bool:
    """Whether `by` may open a cell of the area, and there can be one (`can_be`, where that is known already)."""
    return area.ended_on is None and may_change(area, by) and (has_cells(area) if can_be is None else can_be)


def may_change(area: Area, by: User | None) -> bool:
    """Whether `by` may name and close cells of the area."""
    try:
        _require(by, area)
    except (RightMissing, RuleBroken):
        return False
    return True


def _require(by: User | None, area: Area) -> None:
    require(by, Feature.APPOINT, area)
    appointments.refuse_beside_or_above(area, by, in_cell=True)


def _lock(cell: Cell) -> Cell:
    """Read the cell anew while nobody is appointed to it and nobody else changes it."""
    cell = Cell.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=cell.pk)
    if cell.is_closed:
        raise RuleBroken(_("This cell is closed."), code="closed")
    return cell


def _names(cell: Cell, name_hi: str, name_en: str) -> tuple[str, str]:
    names = (" ".join(name_hi.split()), " ".join(name_en.split()))
    if all(names):
        return names
    if any(names) or cell.kind == Cell.Kind.OTHER:
        raise RuleBroken(_("Give the name in Hindi and in English."), code="name_missing")
    return tuple(_named(cell, language) for language in ("hi", "en"))


def _named(cell: Cell, language: str) -> str:
    with override(language):
        return capfirst(str(Cell.Kind(cell.kind).label))


def _save(cell: Cell) -> None:
    try:
        with transaction.atomic():
            cell.save()
    except IntegrityError as error:
        raise RuleBroken(_("A cell of this area has this name already."), code="name_known") from error
