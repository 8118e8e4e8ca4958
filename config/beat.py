"""Decides which beat counts: of all that run, only the one that holds a lock in the database asks for tasks."""

import logging
import time

from celery.beat import Scheduler
from django.db import DatabaseError, close_old_connections, connection

from network.locks import Lock
from network.services import heartbeats

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5
STANDBY_SECONDS = 2


class LockedScheduler(Scheduler):
    """Celery's scheduler in memory (the rows know what is due, so nothing is lost with it), behind the lock."""

    session: int | None = None  # the database session in which we took the lock
    beat_at = 0.0

    def tick(self, *args: object, **kwargs: object) -> float:
        """Ask for what is due, or wait until the lock is free. Returns the seconds to the next tick."""
        try:
            if not self.holds_lock():
                return STANDBY_SECONDS
            self._note_beat()
        except DatabaseError as error:
            logger.warning("the database is away: %s", type(error).__name__)
            self.session = None
            close_old_connections()
            return STANDBY_SECONDS
        return super().tick(*args, **kwargs)

    def holds_lock(self) -> bool:
        """Whether this process holds the lock, taken now where it was free (again)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            session = cursor.fetchone()[0]
            if session == self.session:
                return True
            cursor.execute(
                "SELECT pg_try_advisory_lock(%s)", [Lock.BEAT]
            )  # let go of when our session ends, however it ends
            self.session = session if cursor.fetchone()[0] else None
        if self.session:
            logger.info("this beat counts now")
        return self.session is not None

    def _note_beat(self) -> None:
        if time.monotonic() - self.beat_at >= HEARTBEAT_SECONDS:
            heartbeats.record("beat")
            self.beat_at = time.monotonic()

    @property
    def info(self) -> str:
        return "    . schedule in memory, one beat at a time"
