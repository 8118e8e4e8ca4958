"""Exports: lists leave with a reason, for a day, for whoever made them; each fetch is logged."""

import datetime
from collections.abc import Iterator

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.errors import RightMissing, RuleBroken
from network.exports import LISTS, ExportList
from network.models import Area, AuditEntry, Export, Person, User
from network.models.areas import inside
from network.rights import Feature, require
from network.sealing import unseal
from network.services import audit

VALID = datetime.timedelta(hours=24)
CHUNK = 2_000


@transaction.atomic
def make(
    list_code: str,
    *,
    by: User,
    reason: str,
    format: str,  # noqa: A002 - named as the field
    with_contacts: bool = False,
    area: Area | None = None,
) -> Export:
    """Let the actor fetch a list for a day. Raises RuleBroken without a reason and for contact data beyond the office."""
    if area is not None:
        require(by, Feature.EXPORT, area)
    elif not by.may(Feature.EXPORT):
        raise RightMissing
    if not reason.strip():
        raise RuleBroken(_("Say why you need this list."), code="reason_missing")
    if with_contacts and not (LISTS[list_code].contacts and by.may(Feature.CONTACT_OPEN)):
        raise RuleBroken(_("Your office does not include contact data of this list."), code="no_contacts")
    export = Export.objects.create(
        list_code=list_code,
        area=area,
        format=format,
        with_contacts=with_contacts,
        reason=reason.strip()[:200],
        made_by=by,
        expires_at=timezone.now() + VALID,
    )
    audit.record("export.made", export, by=by, area=area, list=list_code, contacts=with_contacts, reason=export.reason)
    return export


def fetch(export: Export, *, by: User) -> Iterator[list[object]]:
    """The rows of the list, headings first, as the actor may see them now. Raises RuleBroken after a day.

    Contact data that goes out is logged for every person, as if it had been opened one by one.
    """
    if export.made_by_id != by.pk or not by.may(Feature.EXPORT):
        raise RightMissing
    if export.expires_at <= timezone.now():
        raise RuleBroken(_("This list could be fetched for 24 hours. Make it anew."), code="expired")
    wanted = LISTS[export.list_code]
    rows = _rows(export, wanted, by)
    with transaction.atomic():
        audit.record("export.fetched", export, by=by, area=export.area, list=export.list_code, rows=rows.count())
        if export.with_contacts:
            _log_openings(rows, wanted, export, by)
    return _lines(rows, [*wanted.columns, *(wanted.contacts if export.with_contacts else [])])


def _rows(export: Export, wanted: ExportList, by: User) -> models.QuerySet:
    """What the actor sees and may export; with contact data only where they may open it."""
    rows = wanted.model.objects.visible_to(by, wanted.feature).visible_to(by, Feature.EXPORT)
    if export.with_contacts:
        rows = rows.visible_to(by, Feature.CONTACT_OPEN)
    if export.area is not None:
        rows = rows.filter(inside(export.area, wanted.model.scope_area.removesuffix("path")))
    return rows.order_by("pk")


def _log_openings(rows: models.QuerySet, wanted: ExportList, export: Export, by: User) -> None:
    people = rows.order_by().values_list(wanted.person, flat=True).distinct()
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                verb="person.contact_opened",
                subject_model=Person._meta.label_lower,
                subject_id=pk,
                by=by,
                area_id=home,
                details={"reason": export.reason, "export": export.code},
            )
            for pk, home in Person.objects.filter(pk__in=people).values_list("pk", "home_area_id")
        ),
        batch_size=CHUNK,
    )


def _lines(rows: models.QuerySet, columns: list[tuple[object, str]]) -> Iterator[list[object]]:
    yield [str(heading) for heading, _lookup in columns]
    lookups = [lookup for _heading, lookup in columns]
    for row in rows.values_list(*lookups).iterator(chunk_size=CHUNK):
        yield [_plain(lookup, cell) for lookup, cell in zip(lookups, row, strict=True)]


def _plain(lookup: str, cell: object) -> object:
    if lookup.endswith("phone_sealed"):
        return unseal(cell) if cell else ""
    return ", ".join(map(str, cell)) if isinstance(cell, list) else cell
