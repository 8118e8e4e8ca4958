"""Tasks: when the services of the network run."""

from celery import shared_task
from django.utils import timezone

from network.services import api_answers, figures, imports, logins, merges


@shared_task(name="network.refresh_figures")
def refresh_figures() -> None:
    """Count seats, people and committee lights anew."""
    figures.refresh()


@shared_task(name="network.end_sessions")
def end_sessions() -> None:
    """Sign those out whose term ended with the day that is over; safe to run again."""
    logins.end_sessions_of_ended_terms(timezone.localdate())


@shared_task(name="network.forget")
def forget() -> None:
    """Forget what is kept for a while only; safe to run again."""
    merges.forget_old_changes()
    imports.forget_old()
    api_answers.forget_old(timezone.now())


# A state of 110,000 areas takes the better part of a minute on a slow machine, and sheets may wait behind each other.
@shared_task(name="network.run_imports", soft_time_limit=900, time_limit=960)
def run_imports() -> None:
    """Judge and write the sheets that wait, one after the other."""
    while imports.run_next():
        figures.refresh()
