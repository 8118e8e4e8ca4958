"""Area changes: the map is renamed, moved, merged and split with a date; what was stays with the old area."""

import datetime

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Greatest, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken
from network.models import Appointment, Area, AreaChange, AreaKind, Cell, Person, User
from network.rights import Feature, require
from network.services import audit, logins
from network.services.areas import place, refuse_parents

# Districts and what is above them carry teams and offices of their own: they are split and moved, never merged away.
NEVER_MERGED = {AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT}


@transaction.atomic
def rename(area: Area, *, name_hi: str, name_en: str, on: datetime.date | None = None, by: User | None) -> Area:
    """Give the area new names; it is found by the old ones, too, from now on."""
    require(by, Feature.AREA_EDIT, area)
    (area,) = _lock(area)
    on = _day(on)
    before = {"name_hi": area.name_hi, "name_en": area.name_en}
    if before == {"name_hi": name_hi, "name_en": name_en}:
        return area
    dropped = [name for name in before.values() if name not in (name_hi, name_en)]
    area.former_names = [*dict.fromkeys([*area.former_names, *dropped])]
    area.name_hi, area.name_en = name_hi, name_en
    area.save(update_fields=["name_hi", "name_en", "former_names", "search_words"])
    _note(AreaChange.Kind.RENAMED, area, on=on, by=by, before=before)
    return area


@transaction.atomic
def move(area: Area, *, to: Area, on: datetime.date | None = None, by: User | None) -> Area:
    """Let the area, with all that lies below it, lie in another one.

    A seat or its parts move in the electoral hierarchy when `to` is a seat, every other area in the administrative one.
    Raises RuleBroken where no area of its kind may lie and where it would come to lie in itself.
    """
    require(by, Feature.AREA_EDIT, area)
    require(by, Feature.AREA_EDIT, to)
    area, to = _lock(area, to)
    on = _day(on)
    if to.ended_on:
        raise RuleBroken(_("This area was merged away; nothing can lie in it."), code="ended")
    if any(to.lies_in(path) for path in area.own_paths()):
        raise RuleBroken(_("An area can't lie in itself."), code="cyclic")
    if to.is_seat:
        before = area.electoral_parent
        _join_seat(area, to)
    else:
        before = area.parent
        refuse_parents(area.kind, to)
        _rewrite(Area.objects.within_path(area.path), "path", area.path, area.path_under(to))
        Area.objects.filter(pk=area.pk).update(parent=to)
    area.refresh_from_db()
    _note(AreaChange.Kind.MOVED, area, on=on, by=by, other=to, before=_names(before))
    return area


@transaction.atomic
def merge(area: Area, *, into: Area, on: datetime.date | None = None, by: User | None) -> Area:
    """End the area on the day: what lies in it and who lives there goes to `into`, its offices end and its cells close, its
    history stays.

    Raises RuleBroken for areas of different kinds and for districts and what is above them. Returns `into`.
    """
    require(by, Feature.AREA_EDIT, area)
    require(by, Feature.AREA_EDIT, into)
    area, into = _lock(area, into)
    on = _day(on)
    if area.pk == into.pk or area.kind != into.kind:
        raise RuleBroken(_("Only two areas of the same kind can be merged."), code="other_kind")
    if area.kind in NEVER_MERGED:
        raise RuleBroken(_("A district is not merged: move its parts instead."), code="never_merged")
    if area.ended_on or into.ended_on:
        raise RuleBroken(_("This area was merged already."), code="ended")
    below = Area.objects.exclude(pk=area.pk)
    _rewrite(below.within_path(area.path), "path", area.path, into.path)
    Area.objects.filter(parent=area).update(parent=into)
    if area.electoral_path and into.electoral_path:
        _rewrite(below.within_path(area.electoral_path), "electoral_path", area.electoral_path, into.electoral_path)
        Area.objects.filter(electoral_parent=area).update(electoral_parent=into)
    moved = Person.objects.filter(home_area=area).update(home_area=into)
    ended = _end_offices(area, on, by)
    Cell.objects.filter(area=area, is_closed=False).update(is_closed=True)
    into.former_names = [*dict.fromkeys([*into.former_names, area.name_hi, area.name_en])]
    into.save(update_fields=["former_names", "search_words"])
    Area.objects.filter(pk=area.pk).update(ended_on=on, successor=into)
    _note(AreaChange.Kind.MERGED, area, on=on, by=by, other=into, before={"people": moved, "appointments": ended})
    return into


@transaction.atomic
def split(
    area: Area,
    *,
    code: str,
    name_hi: str,
    name_en: str,
    children: QuerySet[Area] | None = None,
    on: datetime.date | None = None,
    by: User | None,
) -> Area:
    """Split a new area of the same kind off, beside the old one, and let the given children of the old one lie in it.

    Who lives in the old area itself stays there: where they belong is told person by person.
    """
    require(by, Feature.AREA_EDIT, area)
    (area,) = _lock(area)
    on = _day(on)
    if area.ended_on:
        raise RuleBroken(_("This area was merged already."), code="ended")
    if Area.objects.filter(kind=area.kind, code=code).exists():
        raise RuleBroken(_("Another area of this kind has this code."), code="code_known")
    moving = list(children if children is not None else Area.objects.none())
    if any(area.pk not in (child.parent_id, child.electoral_parent_id) for child in moving):
        raise RuleBroken(_("Only what lies directly in the area can go to the new one."), code="not_a_child")
    new = place(
        AreaKind(area.kind),
        code,
        parent=area.parent,
        electoral_parent=area.electoral_parent,
        name_hi=name_hi,
        name_en=name_en,
    )
    new.since, new.split_from = on, area
    new.save(update_fields=["since", "split_from"])
    for child in moving:
        move(child, to=new, on=on, by=by)
    _note(AreaChange.Kind.SPLIT, new, on=on, by=by, other=area, before=_names(area))
    return new


def _lock(*areas: Area) -> list[Area]:
    """Read the areas anew while nobody else changes the map: changes are rare, so they go one after the other.

    The lock is on the topmost areas; it stops neither reading nor entering people and areas.
    """
    list(Area.objects.filter(parent=None).order_by("pk").select_for_update(no_key=True))
    found = Area.objects.in_bulk([area.pk for area in areas])
    return [found[area.pk] for area in areas]


def _day(on: datetime.date | None) -> datetime.date:
    today = timezone.localdate()
    if on and on > today:
        raise RuleBroken(_("The day lies in the future: enter the change when it takes effect."), code="in_the_future")
    return on or today


def _join_seat(area: Area, seat: Area) -> None:
    """Let the area belong to the seat, and with it what belongs to the area."""
    refuse_parents(area.kind, area.parent, seat)
    if seat.electoral_path is None:
        raise RuleBroken(_("This seat belongs to no Lok Sabha seat yet."), code="seat_without_place")
    new = area.electoral_path_under(seat)
    if area.electoral_path:
        _rewrite(Area.objects.within_path(area.electoral_path), "electoral_path", area.electoral_path, new)
        Area.objects.filter(pk=area.pk).update(electoral_parent=seat)
        return
    Area.objects.filter(pk=area.pk).update(electoral_parent=seat, electoral_path=new)
    area.electoral_path = new
    for part in Area.objects.filter(electoral_parent=area, electoral_path=None):
        _join_seat(part, area)


def _rewrite(rows: QuerySet[Area], column: str, old: str, new: str) -> None:
    """Let the paths of all rows begin with `new` where they begin with `old`: one statement for a whole subtree."""
    if new != old:
        rows.update(**{column: Concat(Value(new), Substr(column, len(old) + 1))})


def _end_offices(area: Area, on: datetime.date, by: User | None) -> int:
    """End what is held in the area on the day; what begins later never counts."""
    held = Appointment.objects.filter(area=area).exclude(ends_on__lte=on)
    users = list(User.objects.filter(person__appointments__in=held).distinct())
    ended = held.update(ends_on=Greatest("starts_on", Value(on)))
    logins.end_sessions(users, by=by)
    return ended


def _names(area: Area | None) -> dict[str, str]:
    return {"name_hi": area.name_hi, "name_en": area.name_en} if area else {}


def _note(
    kind: str, area: Area, *, on: datetime.date, by: User | None, other: Area | None = None, before: dict
) -> None:
    AreaChange.objects.create(area=area, kind=kind, on=on, other=other, before=before, by=by)
    audit.record(f"area.{kind}", area, by=by, area=area, on=on.isoformat(), other=other.path if other else "")
