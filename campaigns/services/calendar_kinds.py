"""Kinds of days: what the state sets for each, and the checklists of topics that come from it."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import CalendarKind, ChecklistLine, Segment, Topic
from campaigns.services import segments
from network.errors import RuleBroken
from network.models import Area, AreaKind, Office, User
from network.rights import Feature, may, require
from network.services import audit

SEED_FILE = Path(__file__).resolve().parent.parent / "seeds" / "calendar_kinds.csv"
MOST_LEAD, MOST_LINES, LONGEST = 90, 20, 200


def listed() -> list[CalendarKind]:
    """Every kind with its settings and its office; one query."""
    return list(CalendarKind.objects.select_related("owner", "segment"))


def by_kind() -> dict[str, CalendarKind]:
    """The same by the name of the kind."""
    return {row.kind: row for row in listed()}


def find(kind: str) -> CalendarKind | None:
    """The settings of a kind."""
    return CalendarKind.objects.select_related("owner", "segment").filter(kind=kind).first()


def may_set(by: User) -> bool:
    """Whether the login holds a state office that writes topics."""
    return any(may(by, Feature.TOPIC_WRITE, state) for state in Area.objects.of_kind(AreaKind.STATE))


@transaction.atomic
def change(
    kind: CalendarKind,
    *,
    lead_days: int,
    owner: Office | None,
    is_drafted: bool,
    checklist: list[str],
    by: User | None,
    segment: Segment | None = None,
) -> CalendarKind:
    """Set how days of a kind are prepared from now on. Topics that are drafted already keep their checklist."""
    for state in Area.objects.of_kind(AreaKind.STATE):
        require(by, Feature.TOPIC_WRITE, state)
    lines = [line.strip() for line in checklist if line.strip()]
    if lead_days > MOST_LEAD:
        raise RuleBroken(_("At most 90 days of preparation."), code="lead_too_long")
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        raise RuleBroken(_("At most 20 lines of 200 letters each."), code="checklist_too_long")
    segments.refuse_retired(segment)
    kind.lead_days, kind.owner, kind.is_drafted, kind.checklist = lead_days, owner, is_drafted, lines
    kind.segment = segment
    kind.save()
    audit.record("calendar_kind.changed", kind, by=by, kind=kind.kind)
    return kind


@transaction.atomic
def tick(line: ChecklistLine, *, is_done: bool, by: User) -> ChecklistLine:
    """Tick a line of a topic's checklist, or take the tick back. Who ticked first stays named."""
    line = ChecklistLine.objects.select_for_update(of=("self",)).select_related("topic__area").get(pk=line.pk)
    require(by, Feature.TOPIC_WRITE, line.topic.area)
    if line.topic.status in (Topic.Status.CLOSED, Topic.Status.WITHDRAWN):
        raise RuleBroken(_("This topic is over."), code="topic_over")
    if is_done != bool(line.ticked_at):
        line.ticked_by, line.ticked_at = (by, timezone.now()) if is_done else (None, None)
        line.save(update_fields=["ticked_by", "ticked_at"])
        verb = "checklist.ticked" if is_done else "checklist.unticked"
        audit.record(verb, line, by=by, area=line.topic.area, topic=line.topic.code)
    return line


def checklist_of(topic: Topic) -> list[ChecklistLine]:
    """The checklist of a topic with who ticked what; one query."""
    return list(topic.checklist.select_related("ticked_by__person"))


@transaction.atomic
def load_seed() -> int:
    """Enter the settings that ship with Samvad for kinds that have none; return how many are new."""
    with SEED_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    offices = {office.code: office for office in Office.objects.all()}
    before = CalendarKind.objects.count()
    CalendarKind.objects.bulk_create(
        [
            CalendarKind(
                kind=row["kind"],
                lead_days=int(row["lead_days"]),
                owner=offices.get(row["owner"]),
                checklist=[line for line in row["checklist"].split("|") if line],
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    return CalendarKind.objects.count() - before
