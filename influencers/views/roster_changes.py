"""Changes of a team from its page: joining, leaving, replacing, moving, the range. Each leads back to the page."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from influencers.models import Influencer, Roster, RosterSeat
from influencers.roster_forms import ChangeForm, MoveForm, RangeForm, ReplaceForm
from influencers.services import roster_plans, rosters
from influencers.views.rosters import districts_of_teams, find_roster
from network.errors import RuleBroken
from network.rights import Feature, require


@require_POST
def roster_join(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a place for somebody of the bench; who said yes already is a member at once."""
    roster = _roster(request, code)
    form = ChangeForm(request.POST, people=_people(request))
    return _act(request, roster, form, lambda influencer, reason: rosters.join(
        roster, influencer, by=request.user, reason=reason
    ))  # fmt: skip


@require_POST
def roster_leave(request: HttpRequest, code: str) -> HttpResponse:
    """End somebody's place today."""
    roster = _roster(request, code)
    form = ChangeForm(request.POST, people=_people(request))
    return _act(request, roster, form, lambda influencer, reason: rosters.leave(
        _seat(request, roster, influencer), by=request.user, reason=reason
    ))  # fmt: skip


@require_POST
def roster_replace(request: HttpRequest, code: str) -> HttpResponse:
    """Let one go and another come, in one step."""
    roster = _roster(request, code)
    form = ReplaceForm(request.POST, people=_people(request))
    return _act(request, roster, form, lambda influencer, reason, by: rosters.replace(
        _seat(request, roster, influencer), by, by=request.user, reason=reason
    ))  # fmt: skip


@require_POST
def roster_move(request: HttpRequest, code: str) -> HttpResponse:
    """Move somebody to the team of another district."""
    roster = _roster(request, code)
    form = MoveForm(request.POST, people=_people(request), districts=districts_of_teams(request))
    return _act(request, roster, form, lambda influencer, reason, district: rosters.move(
        _seat(request, roster, influencer), district.roster, by=request.user, reason=reason
    ))  # fmt: skip


@require_POST
def roster_range(request: HttpRequest, code: str) -> HttpResponse:
    """Set how many members the team has at least and at most."""
    roster = _roster(request, code)
    form = RangeForm(request.POST)
    return _act(request, roster, form, lambda least, most: roster_plans.set_range(
        roster, least=least, most=most, by=request.user
    ))  # fmt: skip


def _act(request: HttpRequest, roster: Roster, form: Form, change: Callable[..., object]) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, _("Choose somebody of the list."))
        return redirect(roster)
    try:
        change(**form.cleaned_data)
        messages.success(request, _("Saved."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(roster)


def _roster(request: HttpRequest, code: str) -> Roster:
    roster = find_roster(request, code)
    require(request.user, Feature.ROSTER_EDIT, roster.district)
    return roster


def _people(request: HttpRequest):
    return Influencer.objects.visible_to(request.user, Feature.PEOPLE_VIEW)


def _seat(request: HttpRequest, roster: Roster, influencer: Influencer) -> RosterSeat:
    seats = RosterSeat.objects.visible_to(request.user, Feature.PEOPLE_VIEW).live().filter(roster=roster)
    return get_object_or_404(seats.select_related("roster__district__parent", "influencer"), influencer=influencer)
