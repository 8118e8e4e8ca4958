"""The second clearance of a topic, which the model code asks for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.models import Topic
from campaigns.services import clearances
from network.errors import RuleBroken
from network.rights import Feature, may


@require_POST
def topic_clear_again(request: HttpRequest, code: str) -> HttpResponse:
    """Vouch for the version that was read, as the second clearer."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("area")
    topic = get_object_or_404(visible, code=code)
    version = request.POST.get("version", "")
    try:
        clearances.clear_again(topic, version=int(version) if version.isdecimal() else 0, by=request.user)
        messages.success(request, _("Cleared a second time: it can go out while the model code is in force."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(topic)


def shown(request: HttpRequest, topic: Topic) -> dict[str, object]:
    """What the page of a topic tells of the model code: the window that asks for a second clearance, and who may give it."""
    if topic.status not in (Topic.Status.DRAFT, Topic.Status.CLEARED, Topic.Status.SCHEDULED):
        return {}
    by = request.user
    is_other = by.pk not in (topic.written_by_id, topic.cleared_by_id)
    is_cleared = topic.status != Topic.Status.DRAFT
    return {
        "model_code": clearances.is_wanted(topic),
        "may_clear_again": is_cleared and is_other and may(by, Feature.TOPIC_CLEAR, topic.area),
    }
