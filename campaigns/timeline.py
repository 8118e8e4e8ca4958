"""Decides what the timeline of a topic shows: each step with who took it and when, and what is still to come. Pure."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.models import Topic
from network.models import User


@dataclass(frozen=True)
class Step:
    """One step; without a moment it is still to come, without a person the clock took it."""

    name: str
    at: datetime.datetime | None
    by: User | None
    is_bad: bool = False


def steps(topic: Topic) -> list[Step]:
    """The steps of a topic in their order; ways not taken (withdrawn, or closed after a withdrawal) are left out."""
    planned = _("goes out")
    found = [
        Step(
            _("written") if topic.written_by or not topic.calendar_entry_id else _("drafted by the calendar"),
            topic.written_at,
            topic.written_by,
        ),
        Step(_("cleared"), topic.cleared_at, topic.cleared_by),
        Step(_("scheduled"), topic.scheduled_at if topic.scheduled_by else None, topic.scheduled_by),
        Step(_("went out") if topic.released_at else planned, topic.released_at, topic.released_by),
    ]
    if topic.status == Topic.Status.WITHDRAWN:
        taken = [step for step in found if step.at]
        return [*taken, Step(_("withdrawn"), topic.withdrawn_at, topic.withdrawn_by, is_bad=True)]
    return [*found, Step(_("closed"), topic.closed_at, topic.closed_by)]
