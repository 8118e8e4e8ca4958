"""The days that ship with Samvad: anniversaries and days of every year, festivals by a table of dates."""

import csv
import datetime
from itertools import groupby
from pathlib import Path

from django.db import transaction

from campaigns.models import CalendarEntry, EntryDate
from network.models import Area

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CERTAINTY = {"sure": "sure", "likely": "likely", "disputed": "uncertain", "uncertain": "uncertain"}


@transaction.atomic
def load(area: Area) -> int:
    """Enter the shipped days for the area; those that stand there already are left alone. Return how many are new."""
    before = CalendarEntry.objects.filter(area=area).count()
    entries = [_from_row(row, area) for row in _rows("anniversaries.csv")]
    CalendarEntry.objects.bulk_create(entries, ignore_conflicts=True)
    load_festivals(area)
    return CalendarEntry.objects.filter(area=area).count() - before


@transaction.atomic
def load_festivals(area: Area) -> int:
    """Enter shipped festivals and those of their dates whose year the entry's table does not have yet; return how many dates
    are new. A date that somebody entered or moved for that year is left as it is.
    """
    count = 0
    for title_en, rows in groupby(_rows("festivals.csv"), key=lambda row: row["title_en"]):
        dates = list(rows)
        entry = CalendarEntry.objects.filter(area=area, recurrence="table", title_en=title_en).first()
        entry = entry or CalendarEntry.objects.create(
            area=area, kind="festival", recurrence="table", title_en=title_en, title_hi=dates[0]["title_hi"]
        )
        known = {date.on.year for date in entry.dates.all()}
        fresh = [
            EntryDate(entry=entry, on=on, certainty=CERTAINTY[row["certainty"]])
            for row in dates
            if (on := datetime.date.fromisoformat(row["on"])).year not in known
        ]
        count += len(EntryDate.objects.bulk_create(fresh))
    return count


@transaction.atomic
def bring_up_to_date(area: Area) -> None:
    """Give a calendar that was loaded earlier what ships since: dates of further years, and the years in which days began.

    An entry that somebody changed is left as it is.
    """
    if not CalendarEntry.objects.filter(area=area).exists():
        return
    load_festivals(area)
    began = {(row["month"], row["day"], row["title_en"]): row["origin_year"] for row in _rows("anniversaries.csv")}
    untouched = CalendarEntry.objects.filter(area=area, recurrence="yearly", version=1, origin_year__isnull=True)
    fresh = []
    for entry in untouched:
        if year := began.get((str(entry.month), str(entry.day), entry.title_en)):
            entry.origin_year = int(year)
            fresh.append(entry)
    CalendarEntry.objects.bulk_update(fresh, ["origin_year"])


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


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
        origin_year=int(row["origin_year"]) if row["origin_year"] else None,
    )
