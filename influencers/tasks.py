"""Tasks: when the services of the influencers app run."""

from celery import shared_task
from django.utils import timezone

from influencers.services import forgotten_prospects, joins, own_erasure, own_side, team_health


@shared_task(name="influencers.forget_joins")
def forget_joins() -> None:
    """Forget requests to join that are over; safe to run again."""
    joins.forget_old(timezone.now())


@shared_task(name="influencers.destroy_erasures")
def destroy_erasures() -> None:
    """Destroy what the ledger of erasures kept for twelve months; safe to run again."""
    own_erasure.destroy_old(timezone.now())


@shared_task(name="influencers.end_pauses")
def end_pauses() -> None:
    """Bring those back whose pause is over; safe to run again."""
    own_side.end_pauses(timezone.localdate())


@shared_task(name="influencers.forget_prospects", soft_time_limit=900, time_limit=960)
def forget_prospects() -> None:
    """Erase who has not agreed in time; safe to run again."""
    forgotten_prospects.forget_prospects(timezone.now())


@shared_task(name="influencers.refresh_team_health")
def refresh_team_health() -> None:
    """Judge all teams anew; safe to run again."""
    team_health.refresh()
