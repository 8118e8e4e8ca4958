"""Pages of cells: opening one in an area, its board with every seat, appointing, naming and closing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.boards import former_of
from network.errors import RuleBroken
from network.forms import CellForm, CellNameForm
from network.models import Area, Cell
from network.rights import Feature, require
from network.services import cells
from network.views import boards


@require_http_methods(["GET", "HEAD", "POST"])
def cell_new(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Open a cell of an area."""
    area = get_object_or_404(Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW), kind=kind, code=code)
    require(request.user, Feature.APPOINT, area)
    form = CellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cell = cells.open(area, **form.cleaned_data, by=request.user)
            messages.success(request, _("The cell is open: fill its seats."))
            return redirect(cell)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"area": area, "form": form}
    return render(request, "network/cell_form.html", context, status=422 if form.errors else 200)


@require_safe
def cell_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show every seat of a cell; ?q= looks for people to appoint, and htmx is given those only."""
    cell = _cell(request, code)
    context = boards.shown(request, cell.area, cell)
    context["may_change"] = not cell.is_closed and cells.may_change(cell.area, request.user)
    context["former"] = former_of(cell, request.user) if cell.is_closed else []
    template = "network/_board_candidates.html" if request.htmx else "network/cell_detail.html"
    return render(request, template, context)


@require_POST
def cell_appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Give a person a free seat of one of the cell's offices."""
    cell = _cell(request, code)
    boards.give_seat(request, cell.area, cell)
    return redirect(cell)


@require_http_methods(["GET", "HEAD", "POST"])
def cell_rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a cell other names."""
    cell = _cell(request, code)
    require(request.user, Feature.APPOINT, cell.area)
    form = CellNameForm(request.POST or None, initial={"name_hi": cell.name_hi, "name_en": cell.name_en})
    if request.method == "POST" and form.is_valid():
        try:
            cells.rename(cell, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(cell)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"area": cell.area, "cell": cell, "form": form}
    return render(request, "network/cell_form.html", context, status=422 if form.errors else 200)


@require_POST
def cell_close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a cell; what is held in it ends today."""
    cell = _cell(request, code)
    try:
        cells.close(cell, by=request.user, reason=request.POST.get("reason", "")[:200])
        messages.success(request, _("The cell is closed; who sat in it stays in its history."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(cell)


def _cell(request: HttpRequest, code: str) -> Cell:
    rows = Cell.objects.visible_to(request.user, Feature.PEOPLE_VIEW).select_related("area")
    return get_object_or_404(rows, code=code)
