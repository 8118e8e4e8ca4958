"""The advisory locks of the database that Samvad takes, in one place, for two with one number would wait for each other."""

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """Keys of pg_advisory_lock and pg_advisory_xact_lock."""

    ROLLUPS = 7_301_001
    BEAT = 7_301_002
    FIGURES = 7_301_003
    PEOPLE_IMPORT = 7_301_004
    ASKS = 7_301_005
    PLANS = 7_301_006
    PERSON_DAY = 7_301_011  # with the number of a person as the second key


def wait_for(lock: Lock) -> None:
    """Hold the lock until the present transaction ends; waits for whoever holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
