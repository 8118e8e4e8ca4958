"""Offices: the kinds of post that ship with Samvad; admins change them afterwards."""

import csv
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from network.models import AreaKind, Office
from network.rights import Feature

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "offices.csv"

SOCIAL_MEDIA = {"panchayat_social_media", "ward_social_media", "mohalla_social_media"}


@transaction.atomic
def load_seed() -> int:
    """Create the offices that ship with Samvad and that do not exist yet; return how many were created.

    An office that exists is left as it is: an admin may have changed it.
    """
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = set(Office.objects.values_list("code", flat=True))
    fresh = [row for row in rows if row["code"] not in known]
    Office.objects.bulk_create([_from_row(row) for row in fresh])
    pk_of = dict(Office.objects.values_list("code", "pk"))
    appoints = Office.appointers.through
    appoints.objects.bulk_create(
        appoints(from_office_id=pk_of[row["code"]], to_office_id=pk_of[code])
        for row in fresh
        for code in row["appointers"].split()
    )
    return len(fresh)


def listed() -> QuerySet[Office]:
    """All offices, with those that fill them."""
    return Office.objects.prefetch_related("appointers")


def of_kind(kind: str, *, in_cells: bool = False) -> QuerySet[Office]:
    """The offices that exist in every area of the kind, or in the cells of such an area."""
    return Office.objects.filter(area_kind=kind, is_for_cells=in_cells)


def _from_row(row: dict[str, str]) -> Office:
    return Office(
        code=row["code"],
        title_hi=row["title_hi"],
        title_en=row["title_en"],
        area_kind=row["area_kind"],
        seats=int(row["seats"]),
        committee=row["committee"],
        is_social_media=row["code"] in SOCIAL_MEDIA,
        is_for_cells=row["cells"] == "yes",
        needs_second_person=row["needs_second_person"] == "yes",
        needs_second_factor=row["area_kind"] == AreaKind.STATE,
        required_training=row["training"],
        features=[Feature(feature).value for feature in row["features"].split()],
    )
