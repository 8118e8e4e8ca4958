"""Tasks: when the services of the influencers app run."""

from celery import shared_task
from django.utils import timezone

from influencers.services import erasures


@shared_task(name="influencers.forget_prospects", soft_time_limit=900, time_limit=960)
def forget_prospects() -> None:
    """Erase who has not agreed in time; safe to run again."""
    erasures.forget_prospects(timezone.now())
