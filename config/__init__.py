"""The project: settings, addresses, the processes and the servers they stand on."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
