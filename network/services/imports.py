"""Imports: the life of one uploaded sheet, whatever it carries."""

import datetime
import hashlib
import io
import logging
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.doorbell import ring
from network.errors import RightMissing, RuleBroken
from network.models import Area, ImportBatch, ImportRow, User
from network.rights import Feature, require
from network.services import audit
from network.services.undo import take_back

logger = logging.getLogger(__name__)

BATCH = 2_000
KEPT_DAYS = 30
TASK = "network.run_imports"


File = tuple[str, bytes]  # name and content
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Kind:
    """What the sheets of one kind need."""

    judge: Callable[..., None]
    write: Callable[..., ImportBatch]
    area_for: Callable[[User], Area]
    take_back: Callable[[ImportBatch], int]
    feature: Feature


KINDS: dict[str, Kind] = {}


def silent(_percent: int) -> None:
    """Nobody watches."""


def take_back_made(batch: ImportBatch) -> int:
    """Take back what the batch noted as made and changed; return how many rows stay, because somebody built on them."""
    return take_back(batch.made)


class JudgedRow(Protocol):
    """A row with its verdict, whatever it is about."""

    number: int
    verdict: str
    reasons: list[dict[str, str]]


def register(
    kind: str,
    *,
    judge: Callable[..., None],
    write: Callable[..., ImportBatch],
    area_for: Callable[[User], Area],
    feature: Feature,
    take_back: Callable[[ImportBatch], int] = take_back_made,
) -> None:
    """Let sheets of a kind be imported in the background.

    `judge(batch, files, by=, progress=)` keeps a row for each row of the files, `write(batch, ticked=, by=, progress=)` writes
    them, `take_back(batch)` undoes that, `area_for(by)` is where the sheet belongs; writing and undoing need `feature` there,
    besides the right to import. All may raise RuleBroken; the first two tell `progress` a percentage.
    """
    KINDS[kind] = Kind(judge, write, area_for, take_back, feature)


def upload(kind: str, *, files: Sequence[File], by: User) -> ImportBatch:
    """Keep files for a worker, which reads and judges them at once."""
    area = KINDS[kind].area_for(by)
    require(by, Feature.IMPORT_RUN, area)
    content = _bundle(files)
    batch = ImportBatch.objects.create(
        kind=kind,
        status=ImportBatch.Status.UPLOADED,
        area=area,
        file_name=", ".join(name for name, _content in files)[:200],
        sha256=hashlib.sha256(b"".join(content for _name, content in files)).hexdigest(),
        content=content,
        uploaded_by=by,
    )
    audit.record("import.uploaded", batch, by=by, area=area, bytes=len(content))
    ring(TASK)
    return batch


def keep_rows(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Keep judged rows for the confirmation of their batch."""
    for row in rows:
        row.batch = batch
    ImportRow.objects.bulk_create(rows, batch_size=1000)


@transaction.atomic
def confirm(batch: ImportBatch, *, ticked: list[int] | None, by: User) -> ImportBatch:
    """Let a worker write the good rows and the doubtful ones that were ticked (None = all). Only who uploaded may."""
    batch = lock(batch, by=by, to=ImportBatch.Status.WRITING)
    if batch.uploaded_by_id != by.pk:
        raise RightMissing
    batch.status, batch.ticked, batch.problem = ImportBatch.Status.WRITING, ticked, ""
    batch.save(update_fields=["status", "ticked", "problem"])
    ring(TASK)
    return batch


def run_next() -> bool:
    """Judge or write the next sheet that waits; whether there was one. Each is done by one worker, and again if that dies."""
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(status__in=ImportBatch.RUNNING, kind__in=KINDS).order_by("pk")
        batch = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("uploaded_by").first()
        if batch is None:
            return False
        try:
            with transaction.atomic():
                _run(batch)
        except RuleBroken as error:
            _note_problem(batch, str(error))
        except Exception:
            logger.exception("import %s failed", batch.code)
            _note_problem(batch, str(_("Something unexpected happened. Nothing was written; try again.")))
    return True


@transaction.atomic
def run_now(batch: ImportBatch) -> ImportBatch:
    """Take the step that the sheet waits for in this process, for commands. Raises what a worker would note as a problem."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("uploaded_by", "area").get(pk=batch.pk)
    _run(batch)
    return batch


def progress_of(batch: ImportBatch) -> int:
    """How much of the present step is done, in percent."""
    return cache.get(f"import:{batch.code}", 0)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> int:
    """Take back what the import wrote; return how many rows stay, because somebody built on them or changed them since."""
    batch = lock(batch, by=by, to=ImportBatch.Status.UNDONE)
    require(by, KINDS[batch.kind].feature, batch.area)
    if timezone.now() > batch.confirmed_at + datetime.timedelta(days=KEPT_DAYS):
        raise RuleBroken(_("This import can't be taken back any more."), code="undo_over")
    left = KINDS[batch.kind].take_back(batch)
    batch.status, batch.made = ImportBatch.Status.UNDONE, []
    batch.save(update_fields=["status", "made"])
    batch.rows.update(is_written=False)
    audit.record("import.undone", batch, by=by, area=batch.area, left=left)
    return left


def forget_old() -> int:
    """Forget the rows of sheets after 30 days: they hold personal data, and nothing can be taken back any more."""
    over = ImportBatch.objects.filter(uploaded_at__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS))
    over.exclude(made=[]).update(made=[])
    over.filter(content__isnull=False).update(content=None)
    count, _by_model = ImportRow.objects.filter(batch__in=over.exclude(kind=ImportBatch.Kind.AREAS)).delete()
    return count


def _run(batch: ImportBatch) -> None:
    kind, by = KINDS[batch.kind], batch.uploaded_by
    key = f"import:{batch.code}"
    require(by, Feature.IMPORT_RUN, batch.area)

    def progress(percent: int) -> None:
        cache.set(key, percent, timeout=600)

    progress(5)
    if batch.status == ImportBatch.Status.UPLOADED:
        kind.judge(batch, _files(bytes(batch.content)), by=by, progress=progress)
        batch.status, batch.content = ImportBatch.Status.PREVIEWED, None
    else:
        require(by, kind.feature, batch.area)
        kind.write(batch, ticked=batch.ticked, by=by, progress=progress)
        batch.status, batch.confirmed_at = ImportBatch.Status.CONFIRMED, timezone.now()
        audit.record("import.confirmed", batch, by=by, area=batch.area, rows=batch.written_count)
    batch.save()
    cache.delete(key)


def _note_problem(batch: ImportBatch, problem: str) -> None:
    """A sheet that can't be read is done with; one that could not be written waits for another decision."""
    is_new = batch.status == ImportBatch.Status.UPLOADED
    status = ImportBatch.Status.FAILED if is_new else ImportBatch.Status.PREVIEWED
    kept = {} if status == ImportBatch.Status.PREVIEWED else {"content": None}
    ImportBatch.objects.filter(pk=batch.pk).update(status=status, problem=problem[:300], **kept)


def lock(batch: ImportBatch, *, by: User, to: str) -> ImportBatch:
    """Lock the batch for a step to the status `to`. Raises RuleBroken when another step came first."""
    require(by, Feature.IMPORT_RUN, batch.area)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.may_become(to):
        raise RuleBroken(_("This import was already decided."), code="import_decided")
    return batch


def cancel(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Discard a sheet: nothing of it is written."""
    batch = lock(batch, by=by, to=ImportBatch.Status.CANCELLED)
    batch.status = ImportBatch.Status.CANCELLED
    batch.save(update_fields=["status"])
    audit.record("import.cancelled", batch, by=by, area=batch.area)
    return batch


def note_result(
    batch: ImportBatch, stored: dict[int, ImportRow], rows: Iterable[JudgedRow], written: set[int]
) -> ImportBatch:
    """Keep what became of each row, and how many were written."""
    changed = []
    for row in rows:
        kept = stored[row.number]
        if (kept.verdict, kept.reasons) != (row.verdict, row.reasons):
            kept.verdict, kept.reasons = row.verdict, row.reasons
            changed.append(kept)
    ImportRow.objects.bulk_update(changed, ["verdict", "reasons"], batch_size=BATCH)
    batch.rows.filter(number__in=written).update(is_written=True)
    batch.written_count = len(written)
    return batch


def is_wanted(row: JudgedRow, ticked: list[int] | None) -> bool:
    """Whether a row is written: a good one is, a doubtful one where it was ticked (None = all were)."""
    return row.verdict == "good" or (row.verdict == "doubtful" and (ticked is None or row.number in ticked))


def _bundle(files: Sequence[File]) -> bytes:
    """The files in one, as a worker gets them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as bundle:
        for place, (name, content) in enumerate(files):
            bundle.writestr(zipfile.ZipInfo(f"{place}/{name}"), content)
    return whole.getvalue()


def _files(content: bytes) -> list[File]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return [(name.partition("/")[2], bundle.read(name)) for name in bundle.namelist()]
