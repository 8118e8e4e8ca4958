"""Pages of trainings: the list, planning with a live count, one training with its check-in list, and its steps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from influencers import announcing
from influencers.models import Training
from influencers.services import attendances, courses, materials, trainings
from influencers.training_forms import AudienceForm, MaterialForm, SessionForm, TrainingForm
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature, may, require
from network.services import offices
from network.views.guards import needs

PER_PAGE = 50
LONGEST = 80


@needs(Feature.TRAIN)
@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """List the trainings of the reader's areas and of those above; ?show=past, or mine: planned by the reader."""
    rows, now = Training.objects.visible_to(request.user, Feature.TRAIN), timezone.now()
    shown = {
        "upcoming": (_("Upcoming"), rows.to_come(now)),
        "mine": (_("I hold"), rows.to_come(now).filter(made_by=request.user)),
        "past": (_("Past"), rows.gone_by(now)),
    }
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in shown else "upcoming"
    found = shown[chosen][1].with_counts().select_related("course", "area", "office")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [(code, label) for code, (label, _rows) in shown.items()],
        "chosen": chosen,
    }
    return render(request, "influencers/training_list.html", context)


@needs(Feature.TRAIN)
@require_http_methods(["GET", "HEAD", "POST"])
def training_new(request: HttpRequest) -> HttpResponse:
    """Plan a session; ?area= and ?course= fill the form."""
    given = request.POST if request.method == "POST" else None
    initial = {name: request.GET[name] for name in ("area", "course") if name in request.GET}
    form = TrainingForm(given, initial=initial, courses=courses.listed(), **_choices(request))
    if request.method == "POST" and form.is_valid():
        try:
            training = trainings.plan(**form.cleaned_data, by=request.user)
            messages.success(request, _("It is planned. Nobody is told before you invite."))
            return redirect(training)
        except RuleBroken as error:
            form.add_error(None, str(error))
    return render(request, "influencers/training_form.html", {"form": form}, status=422 if form.errors else 200)


@needs(Feature.TRAIN)
@require_safe
def training_reach(request: HttpRequest) -> HttpResponse:
    """Say whom a session with that area, audience and office would invite, while it is being planned."""
    form = AudienceForm(request.GET, **_choices(request))
    reach = trainings.reach(**form.cleaned_data) if form.is_valid() else None
    return render(request, "influencers/_training_reach.html", {"reach": reach})


@require_safe
def training_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one training; ?q= looks for a name on its list, and htmx is given the list only."""
    training = _training(request, code)
    context = attendance_page(request, training)
    if request.htmx:
        return render(request, "influencers/_attendance_list.html", context)
    holds = may(request.user, Feature.TRAIN, training.area)
    reach = None
    if holds and training.status == Training.Status.PLANNED and training.starts_at > timezone.now():
        reach = trainings.reach(training.area, training.audience, training.office, listed=training)
    context |= {
        "reach": reach,
        "told": announcing.outcome(training) if holds else [],
        "materials": materials.of_training(training),
        "material_form": MaterialForm() if holds else None,
    }
    return render(request, "influencers/training_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def training_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change time, place, link or trainer."""
    training = _training(request, code)
    require(request.user, Feature.TRAIN, training.area)
    initial = {name: getattr(training, name) for name in trainings.EDITABLE}
    form = SessionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            trainings.change(training, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. Who was told of the training is told of the change."))
            return redirect(training)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "training": training}
    return render(request, "influencers/training_form.html", context, status=422 if form.errors else 200)


@require_POST
def training_invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite everybody for whom it is."""
    training = _training(request, code)
    try:
        count = trainings.invite(training, by=request.user)
        messages.success(request, _("%(count)s people are invited now.") % {"count": count})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(training)


@require_POST
def training_call_off(request: HttpRequest, code: str) -> HttpResponse:
    """Call it off, with the reason that everybody reads."""
    return _step(
        request, code, lambda row: trainings.call_off(row, reason=request.POST.get("reason", ""), by=request.user)
    )


@require_POST
def training_close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the list: it was held."""
    return _step(request, code, lambda row: trainings.close(row, by=request.user))


def attendance_page(request: HttpRequest, training: Training) -> dict[str, object]:
    """The check-in list of a training, narrowed by a name, with people who could be added; the same for page and htmx."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    everybody = attendances.of_training(training, request.user)
    is_day = timezone.localdate() >= timezone.localdate(training.starts_at)
    holds = may(request.user, Feature.TRAIN, training.area)
    checks = holds and is_day and training.status == Training.Status.PLANNED
    rows = attendances.called(everybody, text) if text else everybody
    return {
        "training": training,
        "text": text,
        "query": f"{urlencode({'q': text})}&" if text else "",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "holds": holds,
        "checks": checks,
        "strangers": attendances.not_listed(training, text, by=request.user) if text and checks else [],
    } | attendances.counts(training, request.user)


def _choices(request: HttpRequest) -> dict[str, object]:
    return {"areas": Area.objects.visible_to(request.user, Feature.TRAIN), "offices": offices.listed()}


def _training(request: HttpRequest, code: str) -> Training:
    rows = Training.objects.visible_to(request.user, Feature.TRAIN).select_related(
        "course", "area", "office", "made_by"
    )
    return get_object_or_404(rows, code=code)


def _step(request: HttpRequest, code: str, act) -> HttpResponse:
    training = _training(request, code)
    try:
        act(training)
        messages.success(request, _("Saved."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(training)
