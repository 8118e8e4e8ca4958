"""Figures: count seats, people and committee lights of all areas anew; pages read the counts, never the rows."""

import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from network.locks import Lock, wait_for
from network.models import Area
from network.scope import EVERYWHERE

REFRESH_SQL = (Path(__file__).parent / "figures.sql").read_text(encoding="utf-8")
ASLEEP_AFTER = datetime.timedelta(days=14)


@transaction.atomic
def refresh(within: Area | None = None) -> int:
    """Count everything anew, or one area with what lies below it; return for how many areas something changed.

    Safe to run at any time, by anybody. After a change in one area its own counts are made anew at once; those above it
    follow with the next full count, within a minute.
    """
    wait_for(Lock.FIGURES)  # an older count never overwrites a newer one
    with connection.cursor() as cursor:
        cursor.execute(
            REFRESH_SQL,
            {
                "today": timezone.localdate(),
                "asleep_before": timezone.now() - ASLEEP_AFTER,
                "within": f"{within.path if within else EVERYWHERE}%",
            },
        )
        return cursor.rowcount
