"""Offices: the kinds of post that ship with Samvad; admins change them afterwards."""

import csv
from pathlib import Path

from django.db import transaction

from network.models import Office
from network.rights import Feature

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "offices.csv"


@transaction.atomic
def load_seed() -> int:
    """Create the offices that ship with Samvad and that do not exist yet; return how many were created.

    An office that exists is left as it is: an admin may have changed it.
    """
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        offices = [_from_row(row) for row in csv.DictReader(lines)]
    before = Office.objects.count()
    Office.objects.bulk_create(offices, ignore_conflicts=True)
    return Office.objects.count() - before


def _from_row(row: dict[str, str]) -> Office:
    return Office(
        code=row["code"],
        title_hi=row["title_hi"],
        title_en=row["title_en"],
        area_kind=row["area_kind"],
        seats=int(row["seats"]),
        needs_second_person=row["needs_second_person"] == "yes",
        features=[Feature(feature).value for feature in row["features"].split()],
    )
