"""Decides what is told of the sending of a topic: how much waits, left, failed or was stopped and why; and which posts remain."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet

from campaigns.models import Delivery, Post, Topic
from campaigns.services import gate
from network.models import Channel, User
from network.rights import Feature

MOST = 200


@dataclass(frozen=True)
class Line:
    """Deliveries of one channel and purpose that share a status and its reason."""

    channel: str
    purpose: str
    status: str
    status_label: str
    reason: str
    count: int
    first_due: object
    last: object


def of_topic(topic: Topic, user: User) -> list[Line]:
    """What became of the topic's messages in the areas whose coverage the user sees; one query."""
    rows = Delivery.objects.visible_to(user, Feature.COVERAGE_VIEW).filter(assignment__topic=topic).order_by()
    grouped = rows.values("channel", "purpose", "status", "held_by", "stop_reason").annotate(
        count=Count("pk"), first_due=Min("due_at"), last=Max("sent_at")
    )
    lines = [
        Line(
            channel=str(Channel(row["channel"]).label),
            purpose=str(Delivery.Purpose(row["purpose"]).label),
            status=row["status"],
            status_label=str(Delivery.Status(row["status"]).label),
            reason=reason_of(row["held_by"], row["stop_reason"]),
            count=row["count"],
            first_due=row["first_due"],
            last=row["last"],
        )
        for row in grouped
    ]
    return sorted(lines, key=lambda line: (line.purpose, line.channel, line.status, line.reason))


def reason_of(held_by: str, stop_reason: str) -> str:
    """Why a delivery waits or was stopped, in words; "" where there is nothing to say."""
    if held_by:
        return str(Delivery.Hold(held_by).label)
    if stop_reason in gate.Refusal.values:
        return str(gate.Refusal(stop_reason).label)
    return stop_reason


def to_follow_up(topic: Topic, user: User) -> QuerySet[Post] | list[Post]:
    """The posts that people already made on a topic that was withdrawn, as far as the user sees them, newest first."""
    if topic.status != Topic.Status.WITHDRAWN:
        return []
    rows = Post.objects.visible_to(user, Feature.POST_VERIFY).filter(assignment__topic=topic)
    made = rows.filter(status__in=[Post.Status.CLAIMED, Post.Status.VERIFIED])
    return made.select_related("assignment__influencer__person", "district")[:MOST]
