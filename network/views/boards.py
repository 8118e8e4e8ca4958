"""Pages of the offices of areas and cells: the board with every seat, appointing, confirming, ending, standing in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import training_proof
from network.boards import bench, board_of
from network.errors import RuleBroken
from network.forms import AppointForm, DeputyForm
from network.models import Appointment, Area, Cell, Person
from network.rights import Feature, may, require
from network.services import appointments, figures, offices
from network.views.guards import needs

LONGEST = 80


@require_safe
def office_board(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show every seat of an area's offices; ?q= looks for people to appoint, and htmx is given those only."""
    area = _area(request, kind, code)
    template = "network/_board_candidates.html" if request.htmx else "network/office_board.html"
    return render(request, template, shown(request, area))


def shown(request: HttpRequest, area: Area, cell: Cell | None = None) -> dict[str, object]:
    """What the page of a board needs: an area's, or that of one of its cells."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    board = board_of(area, request.user, timezone.localdate(), cell)
    may_appoint = may(request.user, Feature.APPOINT, area) and not area.ended_on and not (cell and cell.is_closed)
    place = [area.kind, area.code]
    return {
        "area": area,
        "cell": cell,
        "board": board,
        "board_url": cell.get_absolute_url() if cell else reverse("network:office_board", args=place),
        "appoint_url": reverse("network:cell_appoint", args=[cell.code])
        if cell
        else reverse("network:appoint", args=place),
        "text": text,
        "may_appoint": may_appoint,
        "candidates": bench(area, request.user, text, cell) if may_appoint else [],
        "trainings": training_proof.titles_of(entry.office.required_training for entry in board.offices),
        "free": [entry.office for entry in board.offices if len(entry.held) < len(entry.seats)],
    }


@needs(Feature.PEOPLE_VIEW)
@require_safe
def office_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what an office grants, who fills it, and who holds it in the reader's areas."""
    office = get_object_or_404(offices.listed(), code=code)
    rows = Appointment.objects.visible_to(request.user, Feature.PEOPLE_VIEW).live(timezone.localdate())
    rows = rows.filter(office=office).select_related("person", "area", "cell").order_by("area__path", "cell", "seat")
    context = {
        "office": office,
        "features": [Feature(feature).label for feature in office.features],
        "training": training_proof.title_of(office.required_training) if office.required_training else "",
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
    }
    return render(request, "network/office_detail.html", context)


@require_POST
def appoint(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Give a person a free seat of one of the area's offices."""
    area = _area(request, kind, code)
    give_seat(request, area)
    return redirect("network:office_board", kind, code)


def give_seat(request: HttpRequest, area: Area, cell: Cell | None = None) -> None:
    """Appoint whom the form names, in an area or in one of its cells, and say how that went."""
    require(request.user, Feature.APPOINT, area)
    people = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW)
    form = AppointForm(request.POST, people=people, offices=offices.of_kind(area.kind, in_cells=cell is not None))
    if not form.is_valid():
        messages.error(request, _("Choose a person and an office of this board."))
        return
    try:
        made = appointments.appoint(area=area, cell=cell, **form.cleaned_data, by=request.user)
        _count(made)
        messages.success(request, _("%(person)s: %(office)s") % {"person": made.person, "office": made.office})
    except RuleBroken as error:
        messages.error(request, str(error))


@require_POST
def appointment_end(request: HttpRequest, code: str) -> HttpResponse:
    """End an appointment today."""
    return _act(
        request, code, lambda row: appointments.end(row, by=request.user, reason=request.POST.get("reason", ""))
    )


@require_POST
def appointment_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm an appointment as the second person."""
    return _act(request, code, lambda row: appointments.confirm(row, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_deputy(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody stand in for the holder for a while."""
    row = _appointment(request, code)
    if row.person.user_id != request.user.pk:
        require(request.user, Feature.APPOINT, row.area)
    people = Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(home_path__startswith=row.area.path)
    people = people.filter(status=Person.Status.ACTIVE).order_by("name_hi")
    form = DeputyForm(request.POST or None, appointment=row, people=people, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            appointments.deputise(row, **form.cleaned_data, by=request.user)
            messages.success(request, _("The deputy has these rights until the day that you chose."))
            return redirect(row)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"appointment": row, "form": form}
    return render(request, "network/appointment_deputy.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, code: str, act) -> HttpResponse:
    row = _appointment(request, code)
    try:
        act(row)
        _count(row)
        messages.success(request, _("Saved."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(row)


def _count(row: Appointment) -> None:
    """Count the seats of its area anew; those of cells are not among them."""
    if row.cell_id is None:
        figures.refresh(within=row.area)


def _area(request: HttpRequest, kind: str, code: str) -> Area:
    return get_object_or_404(Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW), kind=kind, code=code)


def _appointment(request: HttpRequest, code: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user, Feature.PEOPLE_VIEW)
    return get_object_or_404(rows.select_related("person", "office", "area", "cell"), code=code)
