"""Pages of audiences: numbers of an account entered by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from influencers.audience_forms import SampleForm
from influencers.models import Grade, Handle
from influencers.services import audiences
from influencers.views.influencers import find_influencer
from network.errors import RuleBroken
from network.rights import Feature, require


@require_http_methods(["GET", "HEAD", "POST"])
def sample_new(request: HttpRequest, code: str) -> HttpResponse:
    """Take the numbers of an account with a picture of the screen; ?account= the one to begin with."""
    influencer = find_influencer(request, code)
    require(request.user, Feature.ROSTER_EDIT, influencer.district)
    handles = Handle.objects.visible_to(request.user, Feature.ROSTER_EDIT)
    handles = handles.filter(influencer=influencer, retired_at__isnull=True)
    first = {"handle": request.GET.get("account"), "taken_on": timezone.localdate(), "grade": Grade.OWNER}
    form = SampleForm(request.POST or None, request.FILES or None, handles=handles, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            audiences.record(**form.seen(), by=request.user)
            messages.success(request, _("The numbers are recorded."))
            return redirect(influencer)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"influencer": influencer, "form": form}
    return render(request, "influencers/sample_new.html", context, status=422 if form.errors else 200)
