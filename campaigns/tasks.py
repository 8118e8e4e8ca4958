"""Tasks: when the services of campaigns run. Each claims due rows itself, so a lost or doubled run does no harm."""

import datetime

from celery import shared_task
from django.utils import timezone

from campaigns.services import (
    allocate,
    assignments,
    calendar_import,
    compose,
    dispatch,
    drafting,
    office_notices,
    release,
    reserves,
    rollups,
    topics,
    training_messages,
)
from network.doorbell import ring

SLICE = datetime.timedelta(seconds=5)  # short, so that releases and counts get their turn while 30,000 briefs go out


@shared_task(name="campaigns.release_due")
def release_due() -> None:
    """Release every scheduled topic whose moment has come."""
    release.release_due(timezone.now())


@shared_task(name="campaigns.dispatch")
def dispatch_due() -> None:
    """Send what is due for a slice of time, then go to the back of the queue if there may be more."""
    end = timezone.now() + SLICE
    dispatch.drain(until=end)
    if timezone.now() >= end:
        ring("campaigns.dispatch")


@shared_task(name="campaigns.refresh_coverage")
def refresh_coverage() -> None:
    """Count anew what changed."""
    rollups.refresh()


@shared_task(name="campaigns.lapse_unanswered")
def lapse_unanswered() -> None:
    """Close topics whose window is over, and let their unanswered assignments lapse."""
    assignments.lapse_overdue(timezone.now())
    topics.close_over(timezone.now())


@shared_task(name="campaigns.remind_of_trainings")
def remind_of_trainings() -> None:
    """Remind, once, of trainings that begin within a day."""
    training_messages.remind(timezone.now())


@shared_task(name="campaigns.forget_drafts")
def forget_drafts() -> None:
    """Delete own drafts that are compared with nothing any more."""
    compose.forget_old(timezone.now())


@shared_task(name="campaigns.forget_calendar_files")
def forget_calendar_files() -> None:
    """Forget what old calendar files held."""
    calendar_import.forget_old(timezone.now())


@shared_task(name="campaigns.tell_offices")
def tell_offices() -> None:
    """Tell offices that asked for it what was withdrawn."""
    office_notices.run(timezone.now())


@shared_task(name="campaigns.draft_days")
def draft_days() -> None:
    """Draft the topics of days that come, at their lead time."""
    drafting.draft_due(timezone.now())


@shared_task(name="campaigns.plan_ahead", soft_time_limit=300, time_limit=330)  # twenty topics for 30,000 people
def plan_ahead() -> None:
    """Plan who is asked for the topics that go out within the next hours."""
    allocate.plan_ahead(timezone.now())


@shared_task(name="campaigns.follow_up")
def follow_up() -> None:
    """Remind who has not answered, and ask reserves."""
    reserves.follow_up(timezone.now())
