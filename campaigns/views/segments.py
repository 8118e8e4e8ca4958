"""Pages of segments with their live counts, and the page that says for whom a topic is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.audience_forms import AudienceForm, ChoiceForm, SegmentForm
from campaigns.models import Segment, Topic
from campaigns.services import gate, segments
from campaigns.services.topics import StaleVersion
from influencers.models import Subject
from influencers.platforms import Platform
from network.errors import RuleBroken
from network.forms import LANGUAGES
from network.models import Area
from network.rights import Feature, may
from network.services import offices
from network.views.guards import needs


@needs(Feature.TOPIC_WRITE)
@require_safe
def segment_list(request: HttpRequest) -> HttpResponse:
    """List the segments that can be chosen."""
    rows = Segment.objects.visible_to(request.user, Feature.TOPIC_WRITE).offered().select_related("area", "office")
    return render(request, "campaigns/segment_list.html", {"segments": rows[:200]})


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def segment_new(request: HttpRequest) -> HttpResponse:
    """Save a new segment."""
    areas = Area.objects.visible_to(request.user, Feature.TOPIC_WRITE).order_by("path")
    return _form(request, None, {"area": areas.first(), "source": Segment.Source.TEAM})


@require_http_methods(["GET", "HEAD", "POST"])
def segment_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a segment; topics that are out keep whom they reached."""
    segment = _own(request, code)
    names = ("name", "area", "source", "office", "stages", "platforms", "languages", "subjects")
    return _form(
        request, segment, {name: getattr(segment, name) for name in names} | {"subtrees": segment.subtrees.all()}
    )


@require_safe
def segment_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a segment asks for, and whom it reaches at this moment, district by district."""
    segment = get_object_or_404(_seen(request), code=code)
    choice = segments.choice_of(segment)
    context = _reached(request, choice, segment.area) | {
        "segment": segment,
        "asks": _asks(choice),
        "may_change": segment.retired_at is None and may(request.user, Feature.TOPIC_WRITE, segment.area),
    }
    return render(request, "campaigns/segment_detail.html", context)


@needs(Feature.TOPIC_WRITE)
@require_safe
def segment_reach(request: HttpRequest) -> HttpResponse:
    """Count whom a choice reaches while somebody still chooses."""
    form = ChoiceForm(request.GET, user=request.user, offices=offices.listed())
    context = _reached(request, form.choice(), form.cleaned_data["area"]) if form.is_valid() else {}
    return render(request, "campaigns/_segment_reach.html", context)


@require_POST
def segment_retire(request: HttpRequest, code: str) -> HttpResponse:
    """Offer it for no further topic."""
    segments.retire(_own(request, code), by=request.user)
    messages.success(request, _("It is offered no longer. Topics that have it keep it."))
    return redirect("campaigns:segment_list")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_audience(request: HttpRequest, code: str) -> HttpResponse:
    """Say for whom a topic is, and how patiently it asks."""
    rows = Topic.objects.visible_to(request.user, Feature.TOPIC_WRITE).select_related("area", "audience__segment")
    topic = get_object_or_404(rows, code=code)
    offered = Segment.objects.visible_to(request.user, Feature.TOPIC_WRITE).offered()
    form = AudienceForm(request.POST or None, segments=offered, initial=_present(topic))
    if request.method == "POST" and form.is_valid():
        try:
            entered = form.cleaned_data
            segments.aim(topic, **entered, by=request.user)
            messages.success(request, _("Saved. Somebody else has to clear the topic, audience included."))
            return redirect(topic)
        except (RuleBroken, StaleVersion) as error:
            form.add_error(None, str(error))
    context = {"form": form, "topic": topic}
    return render(request, "campaigns/topic_audience.html", context, status=422 if form.errors else 200)


def _present(topic: Topic) -> dict[str, object]:
    audience = getattr(topic, "audience", None)
    names = ("segment", "subjects", "wanted", "answer_hours")
    return {"version": topic.version} | ({name: getattr(audience, name) for name in names} if audience else {})


def _form(request: HttpRequest, segment: Segment | None, initial: dict[str, object]) -> HttpResponse:
    form = SegmentForm(request.POST or None, user=request.user, offices=offices.listed(), initial=initial)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        try:
            saved = segments.save(
                segment, name=entered["name"], area=entered["area"], choice=form.choice(), by=request.user
            )
            return redirect(saved)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "segment": segment}
    return render(request, "campaigns/segment_form.html", context, status=422 if form.errors else 200)


def _reached(request: HttpRequest, choice: segments.Choice, area: Area) -> dict[str, object]:
    parts = segments.reach(choice, area, timezone.now(), by=request.user)
    rows = [(part.district, part.reached, gate.reasons(part.kept_back)) for part in parts]
    return {"rows": rows, "reached": sum(part.reached for part in parts), "is_counted": True}


def _asks(choice: segments.Choice) -> list[tuple[str, str]]:
    """What the segment asks for, field by field, in words."""
    stages = dict(Segment._meta.get_field("stages").base_field.choices)
    lists = [
        (_("Only in"), [str(place) for place in choice.subtrees]),
        (_("Stages"), [str(stages[code]) for code in choice.stages]),
        (_("Have an account on"), [str(Platform(code).label) for code in choice.platforms]),
        (_("Write in"), [str(dict(LANGUAGES)[code]) for code in choice.languages]),
        (_("Write about"), [str(Subject(code).label) for code in choice.subjects]),
    ]
    return [(name, ", ".join(words)) for name, words in lists if words]


def _seen(request: HttpRequest):
    return Segment.objects.visible_to(request.user, Feature.TOPIC_WRITE).select_related(
        "area", "office", "made_by__person"
    )


def _own(request: HttpRequest, code: str) -> Segment:
    rows = Segment.objects.visible_to(request.user, Feature.TOPIC_WRITE, with_handed_down=False)
    return get_object_or_404(rows.select_related("area", "office"), code=code)
