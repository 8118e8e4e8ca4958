"""Imports: the life of one uploaded sheet, whatever it carries."""

import hashlib

from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken
from network.models import Area, ImportBatch, ImportRow, User
from network.rights import Feature, require
from network.services import audit


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
