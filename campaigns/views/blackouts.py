"""Pages of silences, model codes and pauses: what holds now, what comes, what each stopped; and of the polls behind them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.blackout_forms import PauseForm, PollForm
from campaigns.models import Blackout, Poll
from campaigns.services import blackouts, polls
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature, may
from network.views.guards import needs

MOST_OVER = 30


@needs(Feature.TOPIC_VIEW)
@require_safe
def blackout_list(request: HttpRequest) -> HttpResponse:
    """What holds now, what comes, and the newest of what is over; and the polls to come."""
    now = timezone.now()
    rows = Blackout.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("area", "poll")
    context = {
        "now": rows.covering(now).order_by("ends_at", "pk"),
        "to_come": rows.to_come(now).order_by("starts_at", "pk"),
        "over": rows.over(now).order_by("-ends_at", "pk")[:MOST_OVER],
        "polls": Poll.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(closes_at__gt=now),
        "may_declare": request.user.may(Feature.TOPIC_SCHEDULE),
    }
    return render(request, "campaigns/blackout_list.html", context)


@needs(Feature.TOPIC_SCHEDULE)
@require_http_methods(["GET", "HEAD", "POST"])
def blackout_new(request: HttpRequest) -> HttpResponse:
    """Declare a pause of the party."""
    form = PauseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = blackouts.declare(**form.cleaned_data, reason=Blackout.Reason.OWN_PAUSE, by=request.user)
            messages.success(request, _("Declared. From then on nothing goes out there."))
            return redirect(made)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form}
    return render(request, "campaigns/blackout_form.html", context, status=422 if form.errors else 200)


@require_safe
def blackout_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One window: where, why, until when, and how many messages it stopped."""
    blackout = _blackout(request, pk)
    now = timezone.now()
    context = {
        "blackout": blackout,
        "stopped_count": blackouts.stopped_count(blackout),
        "is_over": blackout.is_over(now),
        "is_running": blackout.starts_at <= now < blackout.ends_at,
        "may_lift": blackout.reason == Blackout.Reason.OWN_PAUSE
        and not blackout.is_over(now)
        and may(request.user, Feature.TOPIC_SCHEDULE, blackout.area),
    }
    return render(request, "campaigns/blackout_detail.html", context)


@require_POST
def blackout_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """End a pause of the party."""
    try:
        blackouts.lift(_blackout(request, pk), by=request.user)
        messages.success(request, _("The pause is over. What it stopped stays stopped."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("campaigns:blackout_list")


@needs(Feature.TOPIC_SCHEDULE)
@require_http_methods(["GET", "HEAD", "POST"])
def poll_new(request: HttpRequest) -> HttpResponse:
    """Enter a phase of an election; its silence follows by itself."""
    areas = Area.objects.visible_to(request.user, Feature.TOPIC_SCHEDULE).current().order_by("path")
    form = PollForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            poll = polls.announce(areas[0], form.day(), by=request.user)
            messages.success(request, _("Entered. The silence stands in the list of its areas."))
            return redirect(poll)
        except RuleBroken as error:
            form.add_error(None, str(error))
    return render(request, "campaigns/poll_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def poll_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One poll with the windows that are made of it."""
    poll = _poll(request, code)
    context = {
        "poll": poll,
        "places": poll.places.order_by("kind", "name_hi"),
        "windows": poll.blackouts.select_related("area").order_by("starts_at", "area__path"),
        "has_begun": poll.silence_from <= timezone.now(),
        "is_over": poll.closes_at <= timezone.now(),
        "may_change": may(request.user, Feature.TOPIC_SCHEDULE, poll.area),
    }
    return render(request, "campaigns/poll_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def poll_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a poll: once the silence runs, only later and in more places."""
    poll = _poll(request, code, Feature.TOPIC_SCHEDULE)
    form = PollForm(request.POST or None, user=request.user, initial=PollForm.present(poll))
    if request.method == "POST" and form.is_valid():
        try:
            polls.change(poll, form.day(), by=request.user)
            messages.success(request, _("Saved. The windows follow."))
            return redirect(poll)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "poll": poll}
    return render(request, "campaigns/poll_form.html", context, status=422 if form.errors else 200)


@require_POST
def poll_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Take a poll out before its silence begins."""
    poll = _poll(request, code)
    try:
        polls.cancel(poll, by=request.user)
        messages.success(request, _("The poll is taken out, with its windows."))
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(poll)
    return redirect("campaigns:blackout_list")


def _blackout(request: HttpRequest, pk: int) -> Blackout:
    rows = Blackout.objects.visible_to(request.user, Feature.TOPIC_VIEW)
    return get_object_or_404(rows.select_related("area", "poll", "declared_by__person"), pk=pk)


def _poll(request: HttpRequest, code: str, feature: Feature = Feature.TOPIC_VIEW) -> Poll:
    return get_object_or_404(Poll.objects.visible_to(request.user, feature).select_related("area"), code=code)
