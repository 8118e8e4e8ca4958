"""Pages of the growth of teams against their plan, and of the spread of subjects."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from influencers.growth import Week, growth, targets_of
from influencers.models import RosterTarget, Subject
from influencers.roster_forms import DropForm, TargetForm
from influencers.services import roster_plans
from influencers.services.roster_plans import PLANNED
from influencers.subject_spread import spread, writers
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature, may, require
from network.views.guards import needs


@needs(Feature.PEOPLE_VIEW)
@require_safe
def roster_growth(request: HttpRequest) -> HttpResponse:
    """Show members week by week against the plan of an area: ?area=district-390, else the widest that the reader sees."""
    areas = list(_areas(request).order_by("path"))
    area = _chosen(request, areas)
    today = timezone.localdate()
    targets = targets_of(area, request.user) if area else []
    context = {
        "areas": areas,
        "area": area,
        "weeks": _newest_first(growth(area, targets, today=today), today) if area else [],
        "targets": targets,
        "edits": area is not None and may(request.user, Feature.ROSTER_EDIT, area),
        "form": TargetForm(),
    }
    return render(request, "influencers/roster_growth.html", context)


@require_POST
def roster_target(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Set the target of an area for a day; with `drop` the target of that day is taken away."""
    area = get_object_or_404(_areas(request), kind=kind, code=code)
    require(request.user, Feature.ROSTER_EDIT, area)
    try:
        if "drop" in request.POST:
            _drop(request, area)
        else:
            _set(request, area)
        messages.success(request, _("Saved."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('influencers:roster_growth')}?area={area.kind}-{area.code}")


@needs(Feature.PEOPLE_VIEW)
@require_safe
def roster_subjects(request: HttpRequest) -> HttpResponse:
    """Show who can write on what, district by district; ?district= and ?subject= list the people of a cell."""
    code, subject = request.GET.get("district", ""), request.GET.get("subject", "")
    districts = Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(roster__isnull=False)
    context: dict[str, object] = {"subjects": list(Subject), "rows": spread(request.user)}
    if code and subject in Subject.values:
        district = get_object_or_404(districts, code=code)
        people = writers(request.user, district, subject)
        context |= {"district": district, "subject": Subject(subject), "people": people}
    return render(request, "influencers/roster_subjects.html", context)


def _set(request: HttpRequest, area: Area) -> None:
    form = TargetForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("Enter a day and a number of members."), code="form_bad")
    roster_plans.set_target(area, **form.cleaned_data, by=request.user)


def _drop(request: HttpRequest, area: Area) -> None:
    form = DropForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("There is no target for this day."), code="no_target")
    rows = RosterTarget.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(area=area)
    roster_plans.drop_target(get_object_or_404(rows, due_on=form.cleaned_data["drop"]), by=request.user)


def _newest_first(weeks: list[Week], today: datetime.date) -> list[Week]:
    """This week and back, then what is planned."""
    past = [week for week in weeks if week.on <= today]
    return [*reversed(past), *weeks[len(past) :]]


def _areas(request: HttpRequest):
    return Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW).filter(kind__in=PLANNED, ended_on__isnull=True)


def _chosen(request: HttpRequest, areas: list[Area]) -> Area | None:
    """The area of ?area=, or the widest; a foreign and a missing one are 404."""
    wanted = request.GET.get("area", "")
    if not wanted:
        return areas[0] if areas else None
    kind, _dash, code = wanted.partition("-")
    return get_object_or_404(_areas(request), kind=kind, code=code)
