"""Pages of areas: where a place lies in both hierarchies, what lies in it and how it stands; and its dated changes."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from network.boards import board_of, cell_figures, cell_seats
from network.errors import RuleBroken
from network.forms import HOMES, MergeForm, MoveForm, RenameForm, SplitForm
from network.models import Area, AreaChange, AreaKind, Cell, User
from network.panels import AREA
from network.rights import Feature, may, require
from network.services import area_changes, cells
from network.tiles import in_reading_order, tile
from network.views.guards import needs

LEGEND = [(4, _("80% and more")), (3, "60–79%"), (2, "40–59%"), (1, "1–39%"), (0, "0%"), (None, _("no seats"))]
CHANGES = {
    "rename": (_("Give it another name"), RenameForm, area_changes.rename),
    "move": (_("Let it lie elsewhere"), MoveForm, area_changes.move),
    "merge": (_("Merge it into another one"), MergeForm, area_changes.merge),
    "split": (_("Split a new one off"), SplitForm, area_changes.split),
}
CHANGES_SHOWN = 20


@needs(Feature.AREA_VIEW)
@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Lead to the area of the reader's office; where there are several, list them."""
    paths = request.user.paths_with(Feature.AREA_VIEW)
    top = Q(path__in=paths) | Q(electoral_path__in=paths) | Q(parent=None)
    areas = list(_visible(request).filter(top).select_related("parent").order_by("path"))
    return redirect(areas[0]) if len(areas) == 1 else render(request, "network/area_list.html", {"areas": areas})


@require_safe
def area_detail(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show one area: the ways to it, its parts with their seats, its offices, its cells and how it changed."""
    visible = _visible(request)
    area = get_object_or_404(visible.select_related("figures", "successor", "split_from"), kind=kind, code=code)
    parts = visible.current().filter(Q(parent=area) | Q(electoral_parent=area)).select_related("figures").by_name()
    tiles = _tiles(visible.within(area)) if area.kind in (AreaKind.STATE, AreaKind.DIVISION) else []
    changes = AreaChange.objects.visible_to(request.user, Feature.AREA_VIEW).filter(Q(area=area) | Q(other=area))
    context = {
        "area": area,
        "ancestors": visible.above(area),
        "seats_above": visible.electorally_above(area) if area.electoral_path and area.parent_id else [],
        "parts": parts,
        "tiles": tiles,
        "legend": LEGEND,
        "changes": changes.select_related("area", "other")[:CHANGES_SHOWN],
        "actions": _actions(request.user, area),
        "panels": AREA.shown(area, request.user, area=area),
    }
    return render(request, "network/area_detail.html", context | _people_of(area, request.user))


def _people_of(area: Area, user: User) -> dict[str, object]:
    """The offices and cells of the area, and what the reader may do with its people."""
    today = timezone.localdate()
    units = Cell.objects.visible_to(user, Feature.AREA_VIEW).filter(area=area)
    sees_people, seats = may(user, Feature.PEOPLE_VIEW, area), cell_seats(area)
    return {
        "board": board_of(area, user, today),
        "cells": cell_figures(units, area, user, today, seats=seats),
        "opens_cells": sees_people and cells.may_open(area, user, can_be=seats > 0),
        "sees_people": sees_people,
        "edits_people": may(user, Feature.PEOPLE_EDIT, area) and area.kind in HOMES,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def area_change(request: HttpRequest, kind: str, code: str, change: str) -> HttpResponse:
    """Rename, move, merge or split an area, since a day."""
    if change not in CHANGES:
        raise Http404
    area = get_object_or_404(_visible(request), kind=kind, code=code)
    require(request.user, Feature.AREA_EDIT, area)
    title, form_class, act = CHANGES[change]
    areas = Area.objects.visible_to(request.user, Feature.AREA_EDIT)
    initial = {"on": timezone.localdate()} | (
        {"name_hi": area.name_hi, "name_en": area.name_en} if change == "rename" else {}
    )
    form = form_class(request.POST or None, area=area, areas=areas, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = act(area, **form.cleaned_data, by=request.user)
            messages.success(request, _("The map was changed; what was before is kept below."))
            return redirect(done)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"area": area, "title": title, "form": form, "change": change}
    return render(request, "network/area_change.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest):
    return Area.objects.visible_to(request.user, Feature.AREA_VIEW)


def _tiles(areas) -> list[dict[str, object]]:
    districts = areas.of_kind(AreaKind.DISTRICT).filter(grid_col__isnull=False).select_related("figures")
    return in_reading_order([tile(district, *_step(district)) for district in districts])


def _step(district: Area) -> tuple[int | None, str]:
    """The step and the words of a district's tile: which part of its seats is filled."""
    figures = getattr(district, "figures", None)
    share = figures.filled_share if figures else None
    if share is None:
        return None, "–"
    return next(step for step, least in ((4, 80), (3, 60), (2, 40), (1, 1), (0, 0)) if share >= least), f"{share}%"


def _actions(user: User, area: Area) -> list[tuple[str, str]]:
    """The changes that the reader may make here, as (address part, words)."""
    if not may(user, Feature.AREA_EDIT, area) or area.ended_on:
        return []
    unfit = {"merge", "split", "move"} if area.kind == AreaKind.STATE else set()
    unfit |= {"merge"} if area.kind in area_changes.NEVER_MERGED else set()
    return [(name, title) for name, (title, _form, _act) in CHANGES.items() if name not in unfit]
