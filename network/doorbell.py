"""Decides how a service wakes a worker: after commit, by name, and without ever failing the write.

The rows are the truth and beat runs the same tasks every few seconds, so a lost ring costs seconds, not work.
"""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task_name: str) -> None:
    """Ask for one run of `task_name` once the present transaction is committed."""
    transaction.on_commit(lambda: _send(task_name))


def _send(task_name: str) -> None:
    try:
        current_app.send_task(task_name, expires=60, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("no broker to ring for %s: %s", task_name, type(error).__name__)
