"""One's own page of how often one may be asked. For cheap phones and slow lines."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.audience_forms import RestraintForm
from campaigns.services import restraints
from network.errors import RuleBroken
from network.services import own_record


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_restraint(request: HttpRequest) -> HttpResponse:
    """Choose fewer topics a week, and days of rest."""
    person = own_record.require(request.user)
    present = restraints.of(person)
    initial = {"most_a_week": present.most_a_week or settings.ASKS_A_WEEK, "rest_days": present.rest_days}
    form = RestraintForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            restraints.choose(person, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. Everybody who plans has to keep to it."))
            return redirect("influencers:own_page")
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "most": settings.ASKS_A_WEEK}
    return render(request, "campaigns/own_restraint.html", context, status=422 if form.errors else 200)
