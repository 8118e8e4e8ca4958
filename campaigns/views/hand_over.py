"""Pages to hand briefs over: who was not reached, one person at a time, with a link that a human taps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Assignment
from campaigns.services import hand_over as service
from network.errors import RuleBroken
from network.rights import Feature
from network.views.guards import needs

SHOWN = 50


@needs(Feature.ROSTER_EDIT)
@require_safe
def hand_over_list(request: HttpRequest) -> HttpResponse:
    """People whom no message has reached."""
    rows = service.waiting(request.user)
    return render(request, "campaigns/hand_over_list.html", {"rows": rows[:SHOWN], "count": rows.count()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """One person: on POST the link is made, and it is noted who hands it over."""
    visible = Assignment.objects.visible_to(request.user, Feature.ROSTER_EDIT)
    visible = visible.exclude(influencer__person__user=request.user)
    rows = visible.select_related("topic", "angle", "district", "influencer__person", "hand_over__by__person")
    assignment = get_object_or_404(rows, code=code)
    context = {"assignment": assignment, "following": service.waiting(request.user).exclude(pk=assignment.pk).first()}
    if request.method == "POST":
        try:
            context["given"] = service.give(assignment, by=request.user)
        except RuleBroken as error:
            messages.error(request, str(error))
            return redirect("campaigns:hand_over", assignment.code)
    return render(request, "campaigns/hand_over.html", context)
