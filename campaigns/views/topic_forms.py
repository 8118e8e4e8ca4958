"""Pages on which a topic and its brief are written; a stale form says so and keeps what was typed."""

import datetime
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms import AngleFormSet, FactFormSet, LineFormSet, TopicForm, brief_text
from campaigns.models import CalendarEntry, Topic
from campaigns.services import autosave, briefs, drafting, occurrences, topics
from campaigns.services.topics import StaleVersion
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature
from network.views.guards import needs

OPEN_DAYS = 2
LISTS = {"facts": FactFormSet, "angles": AngleFormSet, "lines": LineFormSet}


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: HttpRequest) -> HttpResponse:
    """Write a new topic, empty or begun from a day of the calendar (?entry=)."""
    entry = _entry(request)
    if request.method == "POST":
        return _save(request, None, entry)
    form = TopicForm(user=request.user, initial=_beginning(request, entry))
    return _page(request, form, {name: rows(prefix=name) for name, rows in LISTS.items()}, entry=entry)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a topic that is not out yet."""
    topic = _to_write(request, code)
    if request.method == "POST":
        return _save(request, topic, topic.calendar_entry)
    form = TopicForm(user=request.user, initial=_present(topic))
    rows = {
        "facts": list(topic.brief.facts.values(*briefs.FACT_FIELDS)),
        "angles": list(topic.brief.angles.values(*briefs.ANGLE_FIELDS)),
        "lines": topic.brief.do_not_say,
    }
    return _page(request, form, {name: LISTS[name](prefix=name, initial=rows[name]) for name in LISTS}, topic=topic)


@needs(Feature.TOPIC_WRITE)
@require_POST
def topic_autosave(request: HttpRequest) -> HttpResponse:
    """Save the draft as far as it is written and say when; the page puts the answer beside the button."""
    topic = _to_write(request, request.POST["code"]) if request.POST.get("code") else None
    form, lists = _entered(request, is_lenient=True)
    if not _are_valid(form, lists):
        return render(request, "campaigns/_autosaved.html")
    try:
        topic = _autosave(request, topic, form, lists)
    except RuleBroken as error:
        return render(request, "campaigns/_autosaved.html", {"error": str(error)})
    answer = render(request, "campaigns/_autosaved.html", {"topic": topic, "at": timezone.now()})
    answer["HX-Replace-Url"] = reverse("campaigns:topic_edit", args=[topic.code])
    return answer


def _autosave(request: HttpRequest, topic: Topic | None, form: TopicForm, lists: dict) -> Topic:
    return autosave.save(
        topic,
        version=form.cleaned_data["version"] or 0,
        sheet=form.cleaned_data["sheet"],
        brief=brief_text(form, **lists),
        by=request.user,
        calendar_entry=_entry(request),
        **form.topic_fields(),
    )


def _to_write(request: HttpRequest, code: str) -> Topic:
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_WRITE, with_handed_down=False).select_related(
        "brief", "area"
    )
    return get_object_or_404(visible, code=code)


def _entered(request: HttpRequest, *, is_lenient: bool = False) -> tuple[TopicForm, dict]:
    form = TopicForm(request.POST, user=request.user, is_lenient=is_lenient)
    return form, {
        name: rows(request.POST, prefix=name, form_kwargs={"is_lenient": is_lenient}) for name, rows in LISTS.items()
    }


def _are_valid(form: TopicForm, lists: dict) -> bool:
    return all([form.is_valid(), *(rows.is_valid() for rows in lists.values())])


def _save(request: HttpRequest, topic: Topic | None, entry: CalendarEntry | None) -> HttpResponse:
    form, lists = _entered(request)
    if _are_valid(form, lists):
        sheet, version = form.cleaned_data["sheet"], form.cleaned_data["version"] or 0
        entered = form.topic_fields() | {"brief": brief_text(form, **lists), "by": request.user, "sheet": sheet}
        try:
            if topic is None:
                return redirect(autosave.draft_once(calendar_entry=entry, **entered))
            return redirect(topics.edit(topic, version=version, **entered))
        except StaleVersion as error:
            _offer_again(form, topic)
            form.add_error(None, str(error))
        except RuleBroken as error:
            form.add_error(None, str(error))
    return _page(request, form, lists, topic=topic, entry=entry, status=422)


def _offer_again(form: TopicForm, topic: Topic) -> None:
    """Let the next save of this form count as made after the other person's change."""
    topic.refresh_from_db(fields=["version"])
    form.data = form.data.copy()
    form.data["version"] = topic.version


def _page(request, form, lists, *, topic=None, entry=None, status: int = 200) -> HttpResponse:
    errors = form.errors or any(rows.total_error_count() for rows in lists.values()) if form.is_bound else None
    context = {"form": form, "topic": topic, "entry": entry, "has_errors": errors}
    context |= {f"{name}_forms": rows for name, rows in lists.items()}
    context["saves_itself"] = topic is None or topic.status == Topic.Status.DRAFT
    return render(request, "campaigns/topic_form.html", context, status=status)


def _entry(request: HttpRequest) -> CalendarEntry | None:
    code = request.GET.get("entry") or request.POST.get("entry")
    if not code:
        return None
    return get_object_or_404(CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW), code=code)


def _beginning(request: HttpRequest, entry: CalendarEntry | None) -> dict[str, object]:
    today = timezone.localdate()
    occurs_on = (occurrences.next_on(entry, today) if entry else None) or today
    areas = Area.objects.visible_to(request.user, Feature.TOPIC_WRITE)
    asked = areas.filter(path=request.GET.get("area", "")).first()
    beginning = {
        "sheet": secrets.token_urlsafe(16),
        "area": asked or areas.order_by("path").first(),
        "occurs_on": occurs_on,
        "closes_at": _end_of(max(occurs_on, today) + datetime.timedelta(days=OPEN_DAYS)),
        "kind": drafting.topic_kind(entry),
    }
    return beginning | ({"title_hi": entry.title_hi, "title_en": entry.title_en} if entry else {})


def _present(topic: Topic) -> dict[str, object]:
    names = ("version", "kind", "title_hi", "title_en", "area", "occurs_on", "opens_at", "closes_at")
    brief = {name: getattr(topic.brief, name) for name in briefs.PLAIN_FIELDS}
    return {name: getattr(topic, name) for name in names} | brief | {"sheet": secrets.token_urlsafe(16)}


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(21, 0)))
