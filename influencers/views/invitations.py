"""Pages of invitations: a lead makes a link, the person says yes or no. Opening the link spends nothing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from influencers.forms import ConsentForm
from influencers.models import Influencer, Invitation
from influencers.services import consents, invitations
from influencers.views.rosters import roster_page
from network.errors import RuleBroken
from network.rights import Feature


@never_cache
@require_POST
def invitation_create(request: HttpRequest, code: str) -> HttpResponse:
    """Make an invitation link for one person and show it this one time on the team's page."""
    people = Influencer.objects.visible_to(request.user, Feature.PEOPLE_VIEW).select_related("person", "district")
    influencer = get_object_or_404(people, code=code)
    shown: dict[str, object] = {"invited": influencer}
    try:
        token = invitations.make(influencer, by=request.user)
        shown["invitation_link"] = settings.BASE_URL.rstrip("/") + reverse("influencers:invitation", args=[token])
    except RuleBroken as error:
        shown["invitation_error"] = str(error)
    return render(request, "influencers/roster_detail.html", roster_page(request, influencer.district.code) | shown)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the notice and take the person's own answer."""
    found = invitations.find(token)
    if found is None:
        raise Http404
    form = ConsentForm(request.POST or None)
    answer = ""
    if request.method == "POST" and form.is_valid():
        try:
            answer = _answer(found, form, is_refusal=request.POST.get("answer") == "no")
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"invitation": found, "person": found.person, "notice": consents.newest_notice(), "form": form}
    return render(request, "influencers/invitation.html", context | {"answer": answer, "token": token})


def _answer(found: Invitation, form: ConsentForm, *, is_refusal: bool) -> str:
    if is_refusal:
        invitations.refuse(found)
        return "no"
    invitations.accept(found, purposes=form.cleaned_data["purposes"], is_adult=form.cleaned_data["is_adult"])
    return "yes"
