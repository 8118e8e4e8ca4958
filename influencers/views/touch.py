"""Pages of staying in touch: a lead's daily list, recording touchpoints or taking them back, doing next steps, snoozing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from influencers.models import Influencer, Touchpoint
from influencers.services import touchpoints
from influencers.services.due import Daily, Why
from influencers.touch_forms import SnoozeForm, TouchForm
from influencers.touch_panels import just_recorded
from network.errors import RuleBroken
from network.rights import Feature, require
from network.views.guards import needs

PER_PAGE = 30


@needs(Feature.ROSTER_EDIT)
@require_safe
def touch_list(request: HttpRequest) -> HttpResponse:
    """Whom the reader is to speak with today, and why; ?why= one reason only, ?mine=1 those they look after themselves."""
    is_mine = request.GET.get("mine") == "1"
    daily = Daily(request.user, timezone.localdate(), is_mine_only=is_mine)
    chosen = request.GET.get("why", "")
    rows = daily.because(Why(chosen)) if chosen in Why.values else daily.rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    mine = "mine=1&" if is_mine else ""
    context = {
        "page": page,
        "entries": daily.entries(page.object_list),
        "tabs": [{"why": why.value, "label": why.label, "count": daily.counts[why.value]} for why in Why],
        "all_count": daily.counts["all"],
        "chosen": chosen,
        "mine": mine,
        "query": f"{mine}why={chosen}&" if chosen in Why.values else mine,
        "recorded": just_recorded(request.user),
        "snoozed": daily.snoozed(),
        "here": request.get_full_path(),
    }
    return render(request, "influencers/touch_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def touch_record(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the reader spoke with the influencer; htmx gets the form, or what was recorded, in its place."""
    influencer = _influencer(request, code)
    form = TouchForm(request.POST or None, auto_id=f"{code}_%s")
    if request.method == "POST" and form.is_valid():
        try:
            touchpoint = touchpoints.record(influencer, by=request.user, **form.cleaned_data)
            said = _("The conversation with %(name)s is recorded.")
            return _over(request, influencer, said, touchpoint=touchpoint)
        except RuleBroken as error:
            form.add_error({"in_the_future": "at", "step_missing": "next_step"}.get(error.code), str(error))
    return _form(
        request, influencer, form, reverse("influencers:touch_record", args=[code]), _("Record a conversation")
    )


@require_POST
def touch_take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take a touchpoint back that the reader recorded by mistake."""
    rows = Touchpoint.objects.visible_to(request.user, Feature.ROSTER_EDIT).select_related("influencer__district")
    touchpoint = get_object_or_404(rows.select_related("influencer__person"), code=code)
    try:
        influencer = touchpoints.take_back(touchpoint, by=request.user)
        said = _("The conversation with %(name)s is taken back.")
        messages.success(request, said % {"name": influencer.person.name})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(_way_back(request, touchpoint.influencer))


@require_POST
def touch_done(request: HttpRequest, code: str) -> HttpResponse:
    """Mark the next step of a touchpoint as done."""
    rows = Touchpoint.objects.visible_to(request.user, Feature.ROSTER_EDIT).select_related("influencer__district")
    touchpoint = get_object_or_404(rows, code=code)
    try:
        touchpoints.done(touchpoint, by=request.user)
        messages.success(request, _("The next step is done."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(_way_back(request, touchpoint.influencer))


@require_http_methods(["GET", "HEAD", "POST"])
def touch_snooze(request: HttpRequest, code: str) -> HttpResponse:
    """Show the influencer as due again only on a later day, with a reason."""
    influencer = _influencer(request, code)
    form = SnoozeForm(request.POST or None, auto_id=f"{code}_%s")
    if request.method == "POST" and form.is_valid():
        try:
            snooze = touchpoints.snooze(influencer, by=request.user, **form.cleaned_data)
            return _over(request, influencer, _("%(name)s is put off."), snooze=snooze)
        except RuleBroken as error:
            form.add_error("reason" if error.code == "reason_missing" else "until", str(error))
    return _form(request, influencer, form, reverse("influencers:touch_snooze", args=[code]), _("Put off"))


def _influencer(request: HttpRequest, code: str) -> Influencer:
    """The influencer, if the reader sees them and may act for the district; nobody for themselves."""
    rows = Influencer.objects.visible_to(request.user, Feature.PEOPLE_VIEW).exclude(person__user=request.user)
    influencer = get_object_or_404(rows.select_related("person", "district"), code=code)
    require(request.user, Feature.ROSTER_EDIT, influencer.district)
    return influencer


def _form(request: HttpRequest, influencer: Influencer, form: object, action: str, heading: str) -> HttpResponse:
    context = {"influencer": influencer, "form": form, "action": action, "heading": heading}
    context["back"] = _way_back(request, influencer)
    if request.htmx:
        return render(request, "influencers/_touch_form.html", context)  # 200: htmx shows nothing else
    return render(request, "influencers/touch_form.html", context, status=422 if form.errors else 200)


def _over(request: HttpRequest, influencer: Influencer, said: str, **made: object) -> HttpResponse:
    """What stands in the place of the entry for htmx, whichever form it came from; others go back where they were."""
    if request.htmx:
        context = {"influencer": influencer, "here": _way_back(request, influencer), **made}
        answer = render(request, "influencers/_touch_recorded.html", context)
        return reswap(retarget(answer, f"#touch-{influencer.code}"), "outerHTML")
    messages.success(request, said % {"name": influencer.person.name})
    return redirect(_way_back(request, influencer))


def _way_back(request: HttpRequest, influencer: Influencer) -> str:
    """Where the reader came from, within Samvad: the list as it was filtered, else the page of the influencer."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else influencer.get_absolute_url()
