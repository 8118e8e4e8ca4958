"""The board: who is planned for which topic of a day in a district; moving, holding and letting go by hand."""

import datetime
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import plan_board
from campaigns.models import Angle, Plan, PlannedAsk, Topic
from campaigns.services import allocate, plan_moves
from influencers.models import Influencer
from network.errors import RuleBroken
from network.models import Area, AreaKind
from network.rights import Feature
from network.views.guards import needs


@needs(Feature.ROSTER_EDIT)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan of a day (?day=) in a district (?district=), by default tomorrow in the first one."""
    districts = list(_districts(request).by_name())
    asked = request.GET.get("district", "")
    district = next((place for place in districts if place.code == asked), districts[0] if districts else None)
    if district is None or (asked and district.code != asked):
        raise Http404
    day = _day(request.GET.get("day", ""))
    return render(request, "campaigns/plan.html", _context(request, district, day) | {"districts": districts})


@require_POST
def plan_make(request: HttpRequest, code: str) -> HttpResponse:
    """Plan the day anew in one district; what is held by hand stays."""
    district = get_object_or_404(_districts(request), code=code)
    day = _day(request.POST.get("day", ""))
    return _act(request, district, day, lambda: allocate.plan_day(day, by=request.user, within=district), _("Planned."))


@require_POST
def plan_place(request: HttpRequest, code: str) -> HttpResponse:
    """Put somebody on a topic by hand."""
    district = get_object_or_404(_districts(request), code=code)
    day = _day(request.POST.get("day", ""))

    def place() -> None:
        people = Influencer.objects.visible_to(request.user, Feature.ROSTER_EDIT)
        influencer = people.filter(code=request.POST.get("influencer", "")).first()
        if influencer is None:
            raise RuleBroken(_("Choose a person."), code="person_missing")
        topic, angle = _target(request, district, day)
        plan_moves.place(influencer, topic, district=district, angle=angle, by=request.user)

    return _act(request, district, day, place, _("On the topic, and held fast."))


@require_POST
def ask_move(request: HttpRequest, code: str) -> HttpResponse:
    """Move somebody to another topic or angle."""
    ask = _ask(request, code)

    def move() -> None:
        topic, angle = _target(request, ask.district, ask.plan.day)
        plan_moves.move(ask, topic, angle=angle, by=request.user)

    return _act(request, ask.district, ask.plan.day, move, _("Moved, and held fast."))


@require_POST
def ask_hold(request: HttpRequest, code: str) -> HttpResponse:
    """Hold a choice fast."""
    ask = _ask(request, code)
    return _act(request, ask.district, ask.plan.day, lambda: plan_moves.hold(ask, by=request.user), _("Held fast."))


@require_POST
def ask_let_go(request: HttpRequest, code: str) -> HttpResponse:
    """Leave a choice to the next plan."""
    ask = _ask(request, code)
    done = _("The next plan decides.")
    return _act(request, ask.district, ask.plan.day, lambda: plan_moves.let_go(ask, by=request.user), done)


@require_POST
def ask_off(request: HttpRequest, code: str) -> HttpResponse:
    """Keep somebody off a topic."""
    ask = _ask(request, code)
    return _act(request, ask.district, ask.plan.day, lambda: plan_moves.take_off(ask, by=request.user), _("Taken off."))


def _act(request: HttpRequest, district: Area, day: datetime.date, act: Callable, done: str) -> HttpResponse:
    """Do it; htmx is given the board anew, a form leads back to it."""
    problem = ""
    try:
        act()
    except RuleBroken as error:
        problem = str(error)
    if request.htmx:
        said = {"problem": problem, "said": "" if problem else done}
        return render(request, "campaigns/_plan.html", _context(request, district, day) | said)
    messages.add_message(request, messages.ERROR if problem else messages.SUCCESS, problem or done)
    query = urlencode({"district": district.code, "day": day.isoformat()})
    return redirect(f"{reverse('campaigns:plan')}?{query}")


def _context(request: HttpRequest, district: Area, day: datetime.date) -> dict[str, object]:
    return {
        "board": plan_board.board(request.user, district, day),
        "days": plan_board.days(timezone.localdate()),
        "may_write": request.user.may(Feature.TOPIC_WRITE),
    }


def _target(request: HttpRequest, district: Area, day: datetime.date) -> tuple[Topic, Angle | None]:
    """The topic, and the angle if one is named, that a form chose as "code:angle" among those of the plan."""
    code, _colon, number = request.POST.get("target", "").partition(":")
    plans = Plan.objects.visible_to(request.user, Feature.ROSTER_EDIT).filter(district=district, day=day)
    topics = [topic for found in plans for topic in found.topics.select_related("area", "brief").filter(code=code)]
    if not topics:
        raise RuleBroken(_("Choose a topic."), code="topic_missing")
    angles = [angle for angle in topics[0].brief.angles.all() if str(angle.pk) == number]
    if number and not angles:
        raise RuleBroken(_("Choose a topic."), code="topic_missing")
    return topics[0], angles[0] if angles else None


def _districts(request: HttpRequest):
    return Area.objects.visible_to(request.user, Feature.ROSTER_EDIT).of_kind(AreaKind.DISTRICT).current()


def _ask(request: HttpRequest, code: str) -> PlannedAsk:
    rows = PlannedAsk.objects.visible_to(request.user, Feature.ROSTER_EDIT)
    return get_object_or_404(rows.select_related("district", "plan", "topic", "influencer__person"), code=code)


def _day(text: str) -> datetime.date:
    """The day that was asked for, as far as the board goes; tomorrow otherwise."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    known = plan_board.days(timezone.localdate())
    return day if day in known else known[1]
