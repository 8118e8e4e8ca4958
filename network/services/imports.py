"""Imports: the life of one uploaded sheet, whatever it carries."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken
from network.models import Area, ImportBatch, ImportRow, User
from network.rights import Feature, require
from network.services import audit

BATCH = 2_000


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
    batch.save(update_fields=["status", "confirmed_at", "written_count"])
    return batch
