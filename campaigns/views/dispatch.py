"""The page of a topic's messages: what waits until when and why, what left, what failed; and posts to follow up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns import channels, sending
from campaigns.services import hand_over
from campaigns.views.topics import find_topic
from network.models import Channel


@require_safe
def topic_dispatch(request: HttpRequest, code: str) -> HttpResponse:
    """The messages of one topic by channel, status and reason."""
    topic = find_topic(request, code)
    context = {
        "topic": topic,
        "lines": sending.of_topic(topic, request.user),
        "unreached_count": hand_over.waiting(request.user).filter(topic=topic).count(),
        "follow_up": sending.to_follow_up(topic, request.user),
        "off": [Channel(channel).label for channel in channels.ADAPTERS if not channels.is_on(channel)],
    }
    return render(request, "campaigns/topic_dispatch.html", context)
