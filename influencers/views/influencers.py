"""The page of one influencer: who they are, where they stand, and the parts that other modules add."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from influencers.models import Influencer, Subject
from influencers.panels import PROFILE
from network.forms import LANGUAGES
from network.rights import Feature, may


@require_safe
def influencer_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one influencer with everything that the reader's offices see of them."""
    influencer = find_influencer(request, code)
    person = influencer.person
    context = {
        "influencer": influencer,
        "person": person,
        "handles": influencer.current_handles,
        "subjects": [Subject(subject).label for subject in influencer.subjects],
        "languages": [label for code, label in LANGUAGES if code in person.languages],
        "edits": may(request.user, Feature.ROSTER_EDIT, influencer.district),
        "panels": PROFILE.shown(influencer, request.user, area=influencer.district),
    }
    return render(request, "influencers/influencer_detail.html", context)


def find_influencer(request: HttpRequest, code: str, feature: Feature = Feature.PEOPLE_VIEW) -> Influencer:
    """The influencer of that code, if the reader's offices see them; others look like missing ones (404)."""
    rows = Influencer.objects.visible_to(request.user, feature)
    if feature == Feature.PEOPLE_VIEW:
        rows = rows.exclude(person__user=request.user)  # one's own page is another one
    rows = rows.with_snooze().select_related("person", "district", "owner__person").prefetch_related("handles")
    return get_object_or_404(rows, code=code)
