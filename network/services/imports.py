"""Imports: the life of one uploaded sheet, whatever it carries."""

import datetime
import hashlib
import logging
from collections.abc import Callable, Iterable
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


@dataclass(frozen=True)
class Kind:
    """What the sheets of one kind need."""

    judge: Callable[..., None]
    write: Callable[..., ImportBatch]
    area_for: Callable[[User], Area]


KINDS: dict[str, Kind] = {}


class JudgedRow(Protocol):
    """A row with its verdict, whatever it is about."""

    number: int
    verdict: str
    reasons: list[dict[str, str]]


def open_batch(
    *, kind: str, area: Area, file_name: str, content: bytes, rows: list[ImportRow], by: User, **found: object
) -> ImportBatch:
    """Keep a judged sheet for its confirmation. `found` says what was recognised: sheet_name, header_row, columns."""
    batch = ImportBatch.objects.create(
        kind=kind,
        area=area,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        **found,
    )
    for row in rows:
        row.batch = batch
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    audit.record("import.uploaded", batch, by=by, area=area, rows=len(rows))
    return batch


def register(
    kind: str, *, judge: Callable[..., None], write: Callable[..., ImportBatch], area_for: Callable[[User], Area]
) -> None:
    """Let sheets of a kind be imported in the background.

    `judge(batch, content, by=, progress=)` keeps a row for each row of the sheet, `write(batch, ticked=, by=, progress=)` writes
    them, `area_for(by)` is where the sheet belongs. Both raise RuleBroken, and tell `progress` a percentage.
    """
    KINDS[kind] = Kind(judge, write, area_for)


def upload(kind: str, *, file_name: str, content: bytes, by: User) -> ImportBatch:
    """Keep a file for a worker, which reads and judges it at once."""
    area = KINDS[kind].area_for(by)
    require(by, Feature.IMPORT_RUN, area)
    batch = ImportBatch.objects.create(
        kind=kind,
        status=ImportBatch.Status.UPLOADED,
        area=area,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
    )
    audit.record("import.uploaded", batch, by=by, area=area, bytes=len(content))
    ring(TASK)
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, ticked: list[int] | None, by: User) -> ImportBatch:
    """Let a worker write the good rows and the doubtful ones that were ticked (None = all). Only who uploaded may."""
    batch = lock(batch, by=by, to=ImportBatch.Status.WRITING)
    if batch.kind not in KINDS:
        raise RuleBroken(_("This import is of another kind."), code="other_kind")
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


def progress_of(batch: ImportBatch) -> int:
    """How much of the present step is done, in percent."""
    return cache.get(f"import:{batch.code}", 0)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User) -> int:
    """Take back what the import wrote; return how many rows stay, because somebody built on them or changed them since."""
    batch = lock(batch, by=by, to=ImportBatch.Status.UNDONE)
    if batch.kind == ImportBatch.Kind.AREAS:
        raise RuleBroken(_("This import is of another kind."), code="other_kind")
    require(by, Feature.PEOPLE_EDIT, batch.area)
    if timezone.now() > batch.confirmed_at + datetime.timedelta(days=KEPT_DAYS):
        raise RuleBroken(_("This import can't be taken back any more."), code="undo_over")
    left = take_back(batch.made)
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
    cache.set(key, 5, timeout=600)
    if batch.status == ImportBatch.Status.UPLOADED:
        kind.judge(batch, bytes(batch.content), by=by, progress=lambda percent: cache.set(key, percent, timeout=600))
        batch.status, batch.content = ImportBatch.Status.PREVIEWED, None
    else:
        kind.write(batch, ticked=batch.ticked, by=by, progress=lambda percent: cache.set(key, percent, timeout=600))
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


def lock(batch: ImportBatch, *, by: User, to: str, kind: str = "") -> ImportBatch:
    """Lock the batch for a step to the status `to`. Raises RuleBroken when another step came first.

    `kind` is the kind of batch that the step is made for.
    """
    require(by, Feature.IMPORT_RUN, batch.area)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if kind and batch.kind != kind:
        raise RuleBroken(_("This import is of another kind."), code="other_kind")
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
    """Keep what became of each row, and that the batch is written. `stored` are the batch's rows by number."""
    changed = []
    for row in rows:
        kept = stored[row.number]
        if (kept.verdict, kept.reasons) != (row.verdict, row.reasons):
            kept.verdict, kept.reasons = row.verdict, row.reasons
            changed.append(kept)
    ImportRow.objects.bulk_update(changed, ["verdict", "reasons"], batch_size=BATCH)
    batch.rows.filter(number__in=written).update(is_written=True)
    batch.status, batch.confirmed_at, batch.written_count = ImportBatch.Status.CONFIRMED, timezone.now(), len(written)
    batch.save(update_fields=["status", "confirmed_at", "written_count", "made"])
    return batch
