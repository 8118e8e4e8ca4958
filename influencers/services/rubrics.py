"""Rubrics: loading the first one, and publishing a new version; what was published never changes."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from influencers.models import Criterion, Rubric
from network.errors import RightMissing, RuleBroken
from network.models import User
from network.services import audit

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "rubric.csv"
TEXTS = ("name_hi", "name_en", "guide_hi", "guide_en")


def load_seed() -> Rubric:
    """Publish version 1 where there is no rubric yet; return the newest."""
    if not Rubric.objects.exists():
        with SEED_FILE.open(encoding="utf-8", newline="") as lines:
            publish([row | {"needs_link": row["needs_link"] == "yes"} for row in csv.DictReader(lines)], by=None)
    return newest()


def newest() -> Rubric:
    """The rubric by which reviews begin today. Raises RuleBroken where none was published."""
    found = Rubric.objects.order_by("-version").first()
    if found is None:
        raise RuleBroken(_("No rubric is published yet. Ask the operator."), code="no_rubric")
    return found


@transaction.atomic
def publish(criteria: Sequence[Mapping[str, object]], *, by: User | None) -> Rubric:
    """Publish a new version with the criteria in their order: code, names, guides, needs_link. For operators only.

    Raises RuleBroken for none, for one that stands twice, and for one without its texts in both languages.
    """
    if by is not None and not by.is_superuser:
        raise RightMissing
    codes = [str(row["code"]) for row in criteria]
    if not codes or len(set(codes)) < len(codes):
        raise RuleBroken(_("A rubric needs criteria, each of them once."), code="criteria_wrong")
    if any(not str(row[text]).strip() for row in criteria for text in TEXTS):
        raise RuleBroken(_("Each criterion needs its name and its guide in both languages."), code="text_missing")
    version = (Rubric.objects.aggregate(newest=Max("version"))["newest"] or 0) + 1
    rubric = Rubric.objects.create(version=version)
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            code=row["code"],
            position=position,
            needs_link=bool(row["needs_link"]),
            **{text: str(row[text]).strip() for text in TEXTS},
        )
        for position, row in enumerate(criteria, 1)
    )
    audit.record("rubric.published", rubric, by=by, version=version, criteria=codes)
    return rubric
