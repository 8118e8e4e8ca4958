"""Tasks: when the services of influencers run."""

from celery import shared_task

from influencers.services import team_health


@shared_task(name="influencers.refresh_team_health")
def refresh_team_health() -> None:
    """Judge all teams anew; safe to run again."""
    team_health.refresh()
