"""Tasks: when the services of the network run."""

from celery import shared_task

from network.services import figures


@shared_task(name="network.refresh_figures")
def refresh_figures() -> None:
    """Count seats, people and committee lights anew."""
    figures.refresh()
