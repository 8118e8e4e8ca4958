"""Pages of corrections: written on one, published or dropped from the topic's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms import ChangedFactFormSet, CorrectionForm
from campaigns.models import Correction, Topic
from campaigns.services import briefs, corrections
from network.errors import RuleBroken
from network.rights import Feature


@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest, code: str) -> HttpResponse:
    """Write what was wrong in a brief that is out, what is right, and how its facts will stand."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_WRITE, with_handed_down=False).select_related(
        "brief"
    )
    topic = get_object_or_404(visible, code=code)
    if request.method == "POST":
        return _save(request, topic)
    try:
        corrections.refuse_uncorrectable(topic)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(topic)
    facts = list(topic.brief.facts.values(*briefs.FACT_FIELDS))
    form = CorrectionForm(initial={"version": topic.version})
    return _page(request, topic, form, ChangedFactFormSet(prefix="facts", initial=facts))


@require_POST
def correction_publish(request: HttpRequest, code: str) -> HttpResponse:
    """The second person vouches for it."""
    done = _("Published. Everybody who got the earlier version is told.")
    return _step(request, code, corrections.publish, done)


@require_POST
def correction_drop(request: HttpRequest, code: str) -> HttpResponse:
    """Put it aside."""
    return _step(request, code, corrections.drop, _("Dropped. Nobody was told anything."))


def _save(request: HttpRequest, topic: Topic) -> HttpResponse:
    form, facts = CorrectionForm(request.POST), ChangedFactFormSet(request.POST, prefix="facts")
    if all([form.is_valid(), facts.is_valid()]):
        entered = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
        try:
            changed = {number: row.as_text() for number, row in enumerate(facts.forms, 1)}
            corrections.write(topic, facts=changed, by=request.user, **entered)
            messages.success(request, _("Written down. A second person publishes it."))
            return redirect(topic)
        except RuleBroken as error:
            form.add_error(None, str(error))
    return _page(request, topic, form, facts, status=422)


def _page(request, topic: Topic, form: CorrectionForm, facts, *, status: int = 200) -> HttpResponse:
    context = {"topic": topic, "form": form, "facts_forms": facts}
    return render(request, "campaigns/correction_new.html", context, status=status)


def _step(request: HttpRequest, code: str, act: Callable, done: str) -> HttpResponse:
    visible = Correction.objects.visible_to(request.user, Feature.TOPIC_WRITE, with_handed_down=False).select_related(
        "topic"
    )
    correction = get_object_or_404(visible, code=code)
    try:
        act(correction, by=request.user)
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(correction.topic)
