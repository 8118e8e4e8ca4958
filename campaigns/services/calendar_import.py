"""Calendar files from other programs: read, shown, then entered; the same file twice enters nothing twice."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns import ics
from campaigns.models import CalendarEntry, CalendarImport
from campaigns.services import calendar
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit
from network.services.imports import KEPT_DAYS

LONGEST_NAME = 200
LEFT_OUT_SHOWN = 200


@transaction.atomic
def upload(area: Area, *, kind: str, name: str, content: bytes, by: User | None) -> CalendarImport:
    """Read a file for the area and keep what an entry can hold of it; nothing is entered yet."""
    require(by, Feature.TOPIC_WRITE, area)
    found = ics.read(content, timezone.localdate())
    if not found.rows and not found.left_out:
        raise RuleBroken(_("There is no event in this file."), code="no_events")
    batch = CalendarImport.objects.create(
        area=area,
        kind=kind,
        file_name=name[:LONGEST_NAME],
        rows=found.rows,
        left_out=found.left_out[:LEFT_OUT_SHOWN],
        uploaded_by=by,
    )
    audit.record("calendar_import.uploaded", batch, by=by, area=area, rows=len(found.rows))
    return batch


def forget_old(at: datetime.datetime) -> int:
    """Forget what old files held after as many days as other imports; return how many.

    Of a file that was entered, its name and counts stay; one that nobody entered goes as a whole.
    """
    old = CalendarImport.objects.filter(uploaded_at__lt=at - datetime.timedelta(days=KEPT_DAYS))
    gone = old.filter(entered_at__isnull=True).delete()[0]
    return gone + old.exclude(rows=[], left_out=[]).update(rows=[], left_out=[])


def known_keys(batch: CalendarImport) -> set[str]:
    """The rows of the file that stand in the area's calendar already."""
    keys = [row["key"] for row in batch.rows]
    found = CalendarEntry.objects.filter(area=batch.area, import_key__in=keys)
    return set(found.values_list("import_key", flat=True))


@transaction.atomic
def confirm(batch: CalendarImport, *, by: User | None) -> CalendarImport:
    """Enter the rows of the file that do not stand in the calendar yet; what a rule refuses is listed as left out."""
    batch = CalendarImport.objects.select_for_update(of=("self",)).select_related("area").get(pk=batch.pk)
    require(by, Feature.TOPIC_WRITE, batch.area)
    if batch.entered_at:
        raise RuleBroken(_("This file is entered already."), code="entered_already")
    known = known_keys(batch)
    for row in batch.rows:
        if row["key"] in known:
            continue
        known.add(row["key"])
        try:
            calendar.enter(batch.area, by=by, **_fields(row, batch.kind))
            batch.entered_count += 1
        except RuleBroken as error:
            batch.left_out.append([row["title"], str(error)])
    batch.entered_at = timezone.now()
    batch.save()
    audit.record("calendar_import.entered", batch, by=by, area=batch.area, entered=batch.entered_count)
    return batch


def shown(row: dict, *, is_known: bool) -> dict[str, object]:
    """A row of the file as its page shows it."""
    fields = _fields(row, "")
    return {**row, "starts_on": fields["starts_on"], "ends_on": fields["ends_on"], "is_known": is_known}


def _fields(row: dict, kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "title_hi": row["title"],
        "title_en": row["title"],
        "recurrence": "rule" if row["rrule"] else "once",
        "rrule": row["rrule"],
        "except_on": [datetime.date.fromisoformat(day) for day in row["except_on"]],
        "starts_on": datetime.date.fromisoformat(row["starts_on"]),
        "ends_on": datetime.date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        "starts_time": datetime.time.fromisoformat(row["starts_time"]) if row["starts_time"] else None,
        "ends_time": datetime.time.fromisoformat(row["ends_time"]) if row["ends_time"] else None,
        "import_key": row["key"],
    }
