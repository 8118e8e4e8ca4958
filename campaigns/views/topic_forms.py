"""Pages on which a topic and its brief are written; a stale form says so and keeps what was typed."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.forms import AngleFormSet, FactFormSet, TopicForm, brief_text
from campaigns.models import CalendarEntry, Topic
from campaigns.services import topics
from campaigns.services.topics import StaleVersion
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature
from network.views.guards import needs

TOPIC_KIND_OF_ENTRY = {
    "birth": "anniversary",
    "birthday": "anniversary",
    "death": "anniversary",
    "martyrdom": "anniversary",
}
OPEN_DAYS = 2


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: HttpRequest) -> HttpResponse:
    """Write a new topic, empty or begun from a day of the calendar (?entry=)."""
    entry = _entry(request)
    if request.method == "POST":
        return _save(request, None, entry)
    form = TopicForm(user=request.user, initial=_beginning(request, entry))
    return _page(request, form, FactFormSet(prefix="facts"), AngleFormSet(prefix="angles"), entry=entry)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a topic that is not out yet."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_WRITE).select_related("brief", "area")
    topic = get_object_or_404(visible, code=code)
    if request.method == "POST":
        return _save(request, topic, topic.calendar_entry)
    form = TopicForm(user=request.user, initial=_present(topic))
    facts = list(topic.brief.facts.values("text", "source_title", "source_url"))
    angles = list(topic.brief.angles.values("title", "question"))
    formsets = FactFormSet(prefix="facts", initial=facts), AngleFormSet(prefix="angles", initial=angles)
    return _page(request, form, *formsets, topic=topic)


def _save(request: HttpRequest, topic: Topic | None, entry: CalendarEntry | None) -> HttpResponse:
    form = TopicForm(request.POST, user=request.user)
    facts, angles = FactFormSet(request.POST, prefix="facts"), AngleFormSet(request.POST, prefix="angles")
    if all([form.is_valid(), facts.is_valid(), angles.is_valid()]):
        entered = form.topic_fields() | {"brief": brief_text(form, facts, angles), "by": request.user}
        try:
            if topic is None:
                return redirect(topics.draft(calendar_entry=entry, **entered))
            return redirect(topics.edit(topic, version=form.cleaned_data["version"] or 0, **entered))
        except StaleVersion as error:
            _offer_again(form, topic)
            form.add_error(None, str(error))
        except RuleBroken as error:
            form.add_error(None, str(error))
    return _page(request, form, facts, angles, topic=topic, entry=entry, status=422)


def _offer_again(form: TopicForm, topic: Topic) -> None:
    """Let the next save of this form count as made after the other person's change."""
    topic.refresh_from_db(fields=["version"])
    form.data = form.data.copy()
    form.data["version"] = topic.version


def _page(request, form, facts, angles, *, topic=None, entry=None, status: int = 200) -> HttpResponse:
    context = {"form": form, "fact_forms": facts, "angle_forms": angles, "topic": topic, "entry": entry}
    return render(request, "campaigns/topic_form.html", context, status=status)


def _entry(request: HttpRequest) -> CalendarEntry | None:
    code = request.GET.get("entry") or request.POST.get("entry")
    if not code:
        return None
    return get_object_or_404(CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW), code=code)


def _beginning(request: HttpRequest, entry: CalendarEntry | None) -> dict[str, object]:
    today = timezone.localdate()
    occurs_on = entry.next_on(today) if entry else today
    areas = Area.objects.visible_to(request.user, Feature.TOPIC_WRITE)
    asked = areas.filter(path=request.GET.get("area", "")).first()
    beginning = {
        "area": asked or areas.order_by("path").first(),
        "occurs_on": occurs_on,
        "closes_at": _end_of(max(occurs_on, today) + datetime.timedelta(days=OPEN_DAYS)),
        "kind": TOPIC_KIND_OF_ENTRY.get(entry.kind, "day") if entry else "event",
        "language": "hi",
    }
    return beginning | ({"title_hi": entry.title_hi, "title_en": entry.title_en} if entry else {})


def _present(topic: Topic) -> dict[str, object]:
    brief = topic.brief
    names = ("version", "kind", "title_hi", "title_en", "area", "occurs_on", "closes_at")
    return {name: getattr(topic, name) for name in names} | {
        name: getattr(brief, name) for name in ("language", "why_today", "do_not_say", "disclosure")
    }


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(21, 0)))
