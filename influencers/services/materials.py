"""Material: files for the people of a training; taken only in kinds that can't act by themselves, and only for a scope."""

import hashlib
import unicodedata
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from influencers.material_types import kind_of
from influencers.models import Attendance, Material, StoredFile, Training
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

MOST_BYTES = 5_000_000
MOST_FILES = 10
LONGEST_NAME = 80
# A list of material never fetches what is in the files.
WITHOUT_CONTENT = Prefetch("file", StoredFile.objects.defer("content"))


@transaction.atomic
def add(training: Training, *, title: str, name: str, content: bytes, by: User | None) -> Material:
    """Keep a file for the people of a training. Raises RuleBroken for a kind that is not taken, one too many or too large."""
    require(by, Feature.TRAIN, training.area)
    training = Training.objects.select_for_update(of=("self",)).select_related("area").get(pk=training.pk)
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("The file is larger than 5 MB."), code="too_big")
    if training.materials.count() >= MOST_FILES:
        raise RuleBroken(_("A training has at most 10 files: remove one first."), code="too_many")
    kind = kind_of(content)
    file = StoredFile.objects.create(
        area=training.area,
        name=f"{clean_name(name)}.{kind.ending}",
        content_type=kind.content_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        uploaded_by=by,
    )
    material = Material.objects.create(training=training, file=file, title=title.strip()[:120] or file.name)
    audit.record("material.added", material, by=by, area=training.area, file=file.code, size=file.size)
    return material


@transaction.atomic
def remove(material: Material, *, by: User | None) -> None:
    """Remove a file for good."""
    require(by, Feature.TRAIN, material.training.area)
    audit.record("material.removed", material, by=by, area=material.training.area, file=material.file.code)
    file = material.file
    material.delete()
    file.delete()


def of_training(training: Training) -> QuerySet[Material]:
    """The material of a training; two queries."""
    return training.materials.prefetch_related(WITHOUT_CONTENT)


def seen_by(user: User) -> QuerySet[Material]:
    """Material of the trainings that the reader's office sees, and of those to which the reader is invited."""
    by_office = Material.objects.visible_to(user, Feature.TRAIN)
    own = Attendance.objects.visible_to(user).values("training")
    return Material.objects.filter(Q(pk__in=by_office.values("pk")) | Q(training__in=own))


def clean_name(name: str) -> str:
    """The name of a file without its folders, its ending and everything that is no letter, digit, blank, "-" or "_"."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    kept = "".join(sign if _is_plain(sign) else " " for sign in unicodedata.normalize("NFC", stem))
    return " ".join(kept.split())[:LONGEST_NAME].strip() or "file"


def _is_plain(sign: str) -> bool:
    return sign in "-_" or unicodedata.category(sign)[0] in "LMN"
