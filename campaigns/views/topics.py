"""Pages of topics: the list, one topic with its brief, and the steps it takes."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import coverage, sending, timeline
from campaigns.forms import ScheduleForm
from campaigns.models import Correction, Topic
from campaigns.services import briefs, calendar_kinds, gate, media, rapid, release, topics
from campaigns.views import clearances
from network.errors import RuleBroken
from network.rights import Feature, may
from network.views.guards import needs


@needs(Feature.TOPIC_VIEW)
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """List the topics the reader sees, newest first; ?status= narrows it."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("area", "written_by__person")
    status = request.GET.get("status", "")
    if status in Topic.Status.values:
        visible = visible.filter(status=status)
    page = Paginator(visible, 50).get_page(request.GET.get("page"))
    may_write = request.user.may(Feature.TOPIC_WRITE)
    context = {"page": page, "status": status, "statuses": Topic.Status.choices, "may_write": may_write}
    return render(request, "campaigns/topic_list.html", context)


@require_safe
def topic_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one topic: its brief, where it stands, whom it reaches and what may be done next."""
    topic = find_topic(request, code)
    form = ScheduleForm(initial={"release_at": topic.release_at or ScheduleForm.in_two_minutes()})
    return _page(request, topic, form)


@require_safe
def topic_progress(request: HttpRequest, code: str) -> HttpResponse:
    """The counts of a topic that is out, asked for again every few seconds."""
    topic = find_topic(request, code)
    return render(request, "campaigns/_topic_progress.html", _progress(request, topic))


@require_POST
def topic_clear(request: HttpRequest, code: str) -> HttpResponse:
    """Clear the version that the second person read."""
    topic = find_topic(request, code)
    return _step(
        request,
        lambda: topics.clear(topic, version=_version(request), by=request.user),
        done=_("Cleared. It can be scheduled now."),
        topic=topic,
    )


@require_POST
def topic_push(request: HttpRequest, code: str) -> HttpResponse:
    """Clear a rapid response that the second person read, and send it out at once."""
    topic = find_topic(request, code)
    return _step(
        request,
        lambda: rapid.clear_and_push(topic, version=_version(request), by=request.user),
        done=_("Cleared, and on its way. The clock runs."),
        topic=topic,
    )


@require_POST
def topic_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Set the moment at which the topic goes out."""
    topic = find_topic(request, code)
    form = ScheduleForm(request.POST)
    if form.is_valid():
        try:
            topics.schedule(topic, release_at=form.cleaned_data["release_at"], by=request.user)
            return redirect(topic)
        except RuleBroken as error:
            form.add_error("release_at", str(error))
    return _page(request, topic, form, status=422)


@require_POST
def topic_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the topic back."""
    topic = find_topic(request, code)
    return _step(
        request,
        lambda: topics.withdraw(topic, by=request.user),
        done=_("Withdrawn. What was not sent stays unsent, and those who got it are told."),
        topic=topic,
    )


@require_POST
def topic_close(request: HttpRequest, code: str) -> HttpResponse:
    """End the topic before its window is over."""
    topic = find_topic(request, code)
    return _step(
        request,
        lambda: topics.close(topic, by=request.user),
        done=_("Closed. What was handed in goes on being checked."),
        topic=topic,
    )


def find_topic(request: HttpRequest, code: str) -> Topic:
    """The topic of that code as far as the reader sees it, with what its page shows; else 404."""
    steps = [f"{step}_by__person" for step in ("written", "cleared", "scheduled", "released", "closed", "withdrawn")]
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related(
        "brief", "area", "audience__segment", "calendar_entry", *steps
    )
    return get_object_or_404(visible.prefetch_related("brief__facts", "brief__angles"), code=code)


def _version(request: HttpRequest) -> int:
    """The version that the reader had before their eyes."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() else 0


def _step(request: HttpRequest, act, *, done: str, topic: Topic) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(topic)


def _page(request: HttpRequest, topic: Topic, form: ScheduleForm, *, status: int = 200) -> HttpResponse:
    at = topic.release_at or timezone.now()
    context = {
        "topic": topic,
        "form": form,
        "audience": _audience(topic, at) if topic.status in ("draft", "cleared", "scheduled") else None,
        "quiet_until": gate.quiet_until(at),
        "may": _what_may_be_done(request, topic),
        **clearances.shown(request, topic),
        "steps": timeline.steps(topic),
        "lacks_english": briefs.lacks_english(briefs.text_of(topic.brief)),
        **_corrections(request, topic),
        "files": media.of_topic(topic),
        "follow_up": sending.to_follow_up(topic, request.user),
        "checklist": calendar_kinds.checklist_of(topic),
        "may_tick": may(request.user, Feature.TOPIC_WRITE, topic.area),
        **_progress(request, topic),
    }
    return render(request, "campaigns/topic_detail.html", context, status=status)


def _corrections(request: HttpRequest, topic: Topic) -> dict[str, object]:
    """What was corrected, newest first, and the correction that waits for its second person."""
    rows = Correction.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(topic=topic)
    found = list(rows.exclude(status="dropped").select_related("written_by__person", "published_by__person"))
    waiting = next((row for row in found if row.status == Correction.Status.WAITING), None)
    return {
        "corrections": [row for row in found if row.status == Correction.Status.PUBLISHED],
        "waiting": waiting,
        "waiting_is_own": waiting is not None and waiting.written_by_id == request.user.pk,
    }


def _progress(request: HttpRequest, topic: Topic) -> dict[str, object]:
    parts = coverage.by_district(request.user, [topic]) if topic.released_at else []
    parts = [part for part in parts if part.counts.offered]
    return {
        "topic": topic,
        "parts": parts,
        "total": coverage.total(parts),
        "kept_back": gate.reasons(topic.kept_back),
        "clock": rapid.clock(topic, request.user),
    }


def _audience(topic: Topic, at: datetime.datetime) -> dict[str, object]:
    found = release.audience(topic, at)
    return {
        "reached": found.reached,
        "planned": found.planned,
        "kept_back": gate.reasons(found.kept_back),
        "districts": len(found.by_district),
    }


def _what_may_be_done(request: HttpRequest, topic: Topic) -> dict[str, bool]:
    """Which buttons the page shows; the services ask again."""
    user, area = request.user, topic.area
    is_draft, is_live = topic.status == Topic.Status.DRAFT, topic.status == Topic.Status.LIVE
    may_write, may_clear, may_schedule = (
        may(user, feature, area) for feature in (Feature.TOPIC_WRITE, Feature.TOPIC_CLEAR, Feature.TOPIC_SCHEDULE)
    )
    may_clear_this = is_draft and topic.written_by_id != user.pk and may_clear
    return {
        "write": may_write,
        "edit": topic.status in ("draft", "cleared") and may_write,
        "clear": may_clear_this,
        "push": may_clear_this and may_schedule and topic.kind == Topic.Kind.RAPID_RESPONSE,
        "wait_for_second": is_draft and topic.written_by_id == user.pk,
        "schedule": topic.status in ("cleared", "scheduled") and may_schedule,
        "withdraw": topic.status in ("scheduled", "live") and may_schedule,
        "close": is_live and may_schedule,
        "correct": is_live and may_write,
        "publish": is_live and may_clear,
    }
