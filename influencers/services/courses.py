"""Courses: those that ship with Samvad; admins add their own."""

import csv
from pathlib import Path

from django.db.models import QuerySet

from influencers.models import Course

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "courses.csv"


def load_seed() -> int:
    """Create the courses that ship with Samvad and that do not exist yet; return how many were created."""
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = set(Course.objects.values_list("code", flat=True))
    return len(Course.objects.bulk_create([Course(**row) for row in rows if row["code"] not in known]))


def listed() -> QuerySet[Course]:
    """All courses; they say nothing about people, so everybody who holds trainings sees them."""
    return Course.objects.order_by("code")
