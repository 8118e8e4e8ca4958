"""Rapid response: one person beside the writer clears and pushes in one step; and the clock that runs since then."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Post, Topic
from campaigns.services import release, topics
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def clear_and_push(topic: Topic, *, version: int, by: User) -> Topic:
    """Clear, schedule for now and release, all or nothing. The gate is asked as on the long way.

    Raises RuleBroken for the writer, for another kind of topic, and where a blackout covers the whole area;
    StaleVersion when the topic changed since it was read.
    """
    topic = topics.lock(topic)
    require(by, Feature.TOPIC_CLEAR, topic.area)
    if topic.kind != Topic.Kind.RAPID_RESPONSE:
        raise RuleBroken(_("Only a rapid response goes out in one step."), code="not_rapid")
    topics.clear(topic, version=version, by=by)
    now = timezone.now()
    topics.schedule(topic, release_at=now, by=by)
    topic = release.release(topic, at=now)
    topic.released_by = by
    topic.save(update_fields=["released_by"])
    audit.record("topic.pushed", topic, by=by, area=topic.area, version=version)
    return topic


@dataclass(frozen=True)
class Clock:
    """Whole minutes since the release, and how many it took to the first post, handed in and verified; None = not yet."""

    minutes: int
    to_first_claimed: int | None
    to_first_verified: int | None


def clock(topic: Topic, user: User, *, at: datetime.datetime | None = None) -> Clock | None:
    """The clock of a topic that went out, by the posts of the areas whose coverage the user sees."""
    start = topic.released_at
    if start is None:
        return None
    posts = Post.objects.visible_to(user, Feature.COVERAGE_VIEW).filter(assignment__topic=topic)
    first = posts.aggregate(claimed=Min("submitted_at"), verified=Min("judged_at", filter=Q(status="verified")))
    end = topic.closed_at or topic.withdrawn_at or at or timezone.now()
    return Clock(_minutes(start, end) or 0, _minutes(start, first["claimed"]), _minutes(start, first["verified"]))


def _minutes(start: datetime.datetime, end: datetime.datetime | None) -> int | None:
    return max(0, int((end - start).total_seconds() // 60)) if end else None
