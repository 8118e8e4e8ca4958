"""Calendar: the days that ship with Samvad."""

import csv
from pathlib import Path

from django.db import transaction

from campaigns.models import CalendarEntry
from network.models import Area

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "anniversaries.csv"
CERTAINTY = {"sure": "sure", "likely": "likely", "disputed": "uncertain"}


@transaction.atomic
def load_seed(area: Area) -> int:
    """Enter the shipped days for the area; those that stand there already are left alone. Return how many are new."""
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        entries = [_from_row(row, area) for row in csv.DictReader(lines)]
    before = CalendarEntry.objects.filter(area=area).count()
    CalendarEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return CalendarEntry.objects.filter(area=area).count() - before


def _from_row(row: dict[str, str], area: Area) -> CalendarEntry:
    return CalendarEntry(
        area=area,
        month=int(row["month"]),
        day=int(row["day"]),
        title_hi=row["title_hi"],
        title_en=row["title_en"],
        kind=CalendarEntry.Kind(row["kind"]),
        person_name=row["person"],
        certainty=CERTAINTY[row["certainty"]],
    )
