"""Pages of one's own consents: what was allowed, when and to which words; each purpose is given and taken back with one tap."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from influencers.models import Consent
from influencers.services import own_consents as service
from influencers.services.consents import newest_notice
from network.errors import RuleBroken
from network.services import own_record


@never_cache
@require_safe
def own_consents(request: HttpRequest) -> HttpResponse:
    """Show the notice of today, what is new in it, and how each purpose stands."""
    person = own_record.require(request.user)
    notice = newest_notice()
    standings = service.standings(person, notice)
    older = [standing.live.notice for standing in standings if standing.is_asked_anew]
    context = {
        "person": person,
        "notice": notice,
        "standings": standings,
        "news": service.what_is_new(min(older, key=lambda each: each.version), notice) if older else [],
        "is_asked_anew": bool(older),
        "history": [
            {"consent": row, "text": service.text_shown(row)} for standing in standings for row in standing.given
        ],
    }
    return render(request, "influencers/own_consents.html", context)


@require_POST
def own_consent_allow(request: HttpRequest) -> HttpResponse:
    """Allow one purpose."""
    purpose, version = _purpose(request), request.POST.get("version", "")
    try:
        service.allow(
            own_record.require(request.user),
            purpose,
            version=int(version) if version.isdecimal() else 0,
            is_adult=request.POST.get("is_adult") == "on",
            by=request.user,
        )
        messages.success(request, _("Thank you. You can take it back here at any time."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("influencers:own_consents")


@require_POST
def own_consent_take_back(request: HttpRequest) -> HttpResponse:
    """Take one purpose back."""
    service.take_back(own_record.require(request.user), _purpose(request), by=request.user)
    messages.success(request, _("It is taken back, and stops now."))
    return redirect("influencers:own_consents")


def _purpose(request: HttpRequest) -> str:
    purpose = request.POST.get("purpose", "")
    if purpose not in Consent.Purpose.values:
        raise Http404
    return purpose
