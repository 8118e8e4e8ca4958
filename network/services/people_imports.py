"""Imports of people and their offices: one list, judged and written set by set; the same list twice writes nothing twice."""

import datetime
import json
from collections.abc import Iterator, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import people_sql as sql
from network import person_rules, sheets, training_proof
from network.codes import new_code
from network.copying import copy_rows
from network.errors import RightMissing, RuleBroken
from network.locks import Lock, wait_for
from network.models import Appointment, Area, ImportBatch, Office, Person, User
from network.names import fold
from network.people_rows import PLACES, Layout, Place, Places, Row, find_layout, read_rows
from network.phones import mask
from network.rights import Feature, may
from network.scope import EVERYWHERE, district_path
from network.sealing import lookup_hash, seal
from network.search import name_key, search_words
from network.services import appointments, imports
from network.services.imports import File, Progress, silent
from network.sheets import SheetRefused

KEPT = [name for name in sql.COLUMNS if name != "raw"]
HARMLESS = ["district_former"]


def top_area(by: User) -> Area:
    """The topmost area in which the actor may import people. Raises RightMissing."""
    rows = Area.objects.visible_to(by, Feature.IMPORT_RUN).visible_to(by, Feature.PEOPLE_EDIT)
    found = rows.filter(parent=None).first() or rows.order_by("path").first()
    if found is None:
        raise RightMissing
    return found


def judge(batch: ImportBatch, files: Sequence[File], *, by: User, progress: Progress = silent) -> None:
    """Read the sheet and judge every row; nothing is written but the judgement.

    Raises RuleBroken for a file that is not read and for one without columns for a name and a place.
    """
    try:
        layout = find_layout([sheet for _name, content in files for sheet in sheets.read(content)])
    except SheetRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    if layout is None:
        raise RuleBroken(
            _("No sheet of this file has headings for a name and a place (नाम, ज़िला or पंचायत) in its first 20 rows."),
            code="no_headings",
        )
    progress(15)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.STAGE)
        rows = _understood(layout, by)
        progress(40)
        copy_rows("staged", sql.COLUMNS, rows, nullable=["home_id", "office_id", "since", "until"])
        progress(60)
        cursor.execute(sql.INDEXES)
        cursor.execute(sql.FIRST)
        _judge(cursor, by)
        cursor.execute(sql.SEATS, _facts(by))
        cursor.execute(sql.VERDICTS, {"harmless": HARMLESS})
        progress(80)
        cursor.execute(sql.KEEP, {"batch": batch.pk})
        titles = layout.headings.titles | {
            name: f"{title} (Kruti Dev)" for name, title in layout.headings.titles.items() if name in layout.legacy
        }
        cursor.execute("DROP TABLE staged, first")
        batch.sheet_name, batch.header_row, batch.columns = layout.sheet.name[:120], layout.headings.row + 1, titles


def write(batch: ImportBatch, *, ticked: list[int] | None, by: User, progress: Progress = silent) -> ImportBatch:
    """Write the good rows and the doubtful ones that were ticked (None = all); every row is judged anew first.

    What changed since the preview counts: a row that is refused now, or new and doubtful, is not written. Raises RuleBroken
    when somebody enters the same people in this very moment.
    """
    chosen = {"all": ticked is None, "ticked": ticked or [], "batch": batch.pk}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            wait_for(Lock.PEOPLE_IMPORT)
            cursor.execute(sql.STAGE)
            typed = ", ".join(f"{name} {sql.TYPES.get(name, 'text')}" for name in KEPT)
            cursor.execute(sql.AGAIN.format(columns=", ".join(KEPT), typed=typed), chosen)
            cursor.execute(sql.INDEXES)
            _judge(cursor, by)
            progress(40)
            cursor.execute(sql.VERDICTS, {"harmless": HARMLESS})
            cursor.execute(sql.JUDGED)
            cursor.execute(sql.UNWANTED, chosen)
            cursor.execute(sql.SEATS, _facts(by))
            cursor.execute(sql.SEATLESS)
            batch.made = _write(cursor, batch, by)
            progress(85)
            cursor.execute(sql.NOTE_RESULT, chosen)
            cursor.execute("SELECT count(*) FROM staged")
            (batch.written_count,) = cursor.fetchone()
            cursor.execute("DROP TABLE staged, judged")
    except IntegrityError as error:
        raise RuleBroken(
            _("Somebody entered the same people just now. Try again."), code="changed_meanwhile"
        ) from error
    return batch


def _judge(cursor, by: User) -> None:
    visible = _visible(by)
    for statement in (sql.SAME_NUMBER, sql.SAME_NAME):
        cursor.execute(statement)
    cursor.execute(sql.KNOWN_NUMBER.format(visible=visible), {"paths": [f"{path}%" for path in _paths(by)]})
    for statement in (sql.KNOWN_NAME, sql.LOOKALIKE, sql.FILLS, sql.HELD, sql.OVER, sql.ONESELF):
        cursor.execute(statement, _facts(by))
    _judge_contacts(cursor)
    _judge_trainings(cursor)


def _judge_contacts(cursor) -> None:
    """Refuse rows that bring contact data of people who have not agreed to it, and numbers of those who were erased."""
    cursor.execute(sql.NEW_NUMBERS)
    erased = person_rules.erased_numbers([number for (number,) in cursor.fetchall()])
    cursor.execute(sql.ERASED, {"numbers": list(erased)})
    cursor.execute(sql.CONTACT)
    refused = person_rules.contact_refusals([pk for (pk,) in cursor.fetchall()])
    codes = [error.code for error in refused.values()]
    cursor.execute(sql.CONTACT_REFUSED, {"people": list(refused), "codes": codes})


def _judge_trainings(cursor) -> None:
    """Refuse rows whose office asks for a training that no list proves of the person; note the proven day of the others."""
    cursor.execute(sql.ASKED)
    asked: dict[str, set[int]] = {}
    for course, person_id in cursor.fetchall():
        asked.setdefault(course, set()).add(person_id)
    for course, people in asked.items():
        proven = training_proof.completed_on(people, course)
        facts = {"course": course, "people": list(proven), "days": list(proven.values())}
        cursor.execute(sql.TRAINED, facts)
    cursor.execute(sql.UNTRAINED)


def _visible(by: User) -> str:
    """The condition under which the actor may see and change a known person."""
    return "true" if EVERYWHERE in _paths(by) else "p.home_path LIKE ANY (%(paths)s)"


def _paths(by: User) -> list[str]:
    return by.paths_with(Feature.PEOPLE_EDIT)


def _facts(by: User) -> dict[str, object]:
    return {"today": timezone.localdate(), "by": by.pk}


def _understood(layout: Layout, by: User) -> Iterator[list[object]]:
    """The rows as they are staged. Everything is asked of the database before the first one, for COPY keeps it busy."""
    found = _places(by)
    paths = {place.pk: place.path for place in found}
    offices = _Offices(by)
    rows = list(read_rows(layout, Places(found), offices.by_kind))
    for row in rows:
        offices.check(row)
    return (_columns(row, paths.get(row.home_id, ""), layout) for row in rows)


def _places(by: User) -> list[Place]:
    rows = Area.objects.visible_to(by, Feature.IMPORT_RUN).visible_to(by, Feature.PEOPLE_EDIT).current()
    rows = rows.filter(kind__in=set(PLACES.values()))
    return [Place(*row) for row in rows.values_list("pk", "kind", "name_hi", "name_en", "path")]


def _columns(row: Row, home_path: str, layout: Layout) -> list[object]:
    shown = dict(row.cells)
    if row.phone:
        shown["phone"] = mask(row.phone[-3:])  # a number that was understood is not kept in the clear
    raw = {layout.headings.titles[name]: text for name, text in shown.items()}
    return [
        row.number,
        new_code(),
        new_code(),
        row.name_hi,
        row.name_en,
        name_key(row.name_hi),
        search_words([row.name_hi, row.name_en]),
        seal(row.phone) if row.phone else "",
        lookup_hash(row.phone) if row.phone else "",
        row.phone[-3:],
        row.email,
        row.gender,
        row.home_id,
        district_path(home_path),
        row.office_id,
        row.since,
        row.until,
        row.verdict,
        json.dumps(row.reasons, ensure_ascii=False),
        json.dumps(raw, ensure_ascii=False),
    ]


class _Offices:
    """The offices that a list may fill, and why one may not be filled in an area, asked once for each pair."""

    def __init__(self, by: User) -> None:
        self.by = by
        rows = list(Office.objects.filter(is_for_cells=False).prefetch_related("appointers"))
        self.offices = {office.pk: office for office in rows}
        self.by_kind: dict[str, dict[str, int]] = {}
        for office in rows:
            names = {fold(office.title_hi), fold(office.title_en), fold(office.code)}
            self.by_kind.setdefault(office.area_kind, {}).update(dict.fromkeys(names, office.pk))
        self.refusals: dict[tuple[int, int], str] = {}

    def check(self, row: Row) -> None:
        """Refuse a row whose office the actor may not fill there."""
        if row.office_id is None or row.verdict:
            return
        key = (row.office_id, row.home_id)
        if key not in self.refusals:
            self.refusals[key] = self._refusal(self.offices[row.office_id], row.home_id)
        if self.refusals[key]:
            row.refuse(self.refusals[key])

    def _refusal(self, office: Office, area_pk: int) -> str:
        area = Area.objects.get(pk=area_pk)
        if not may(self.by, Feature.APPOINT, area):
            return "office_right"
        try:
            appointments.refuse_beside_or_above(area, self.by)
            appointments.refuse_other_appointers(office, area, self.by)
        except RuleBroken:
            return "office_right"
        return ""


def _write(cursor, batch: ImportBatch, by: User) -> list[dict[str, object]]:
    """Write the staged rows; return what was made and changed, for the undo."""
    cursor.execute(sql.NUMBER_PEOPLE)
    cursor.execute(sql.INSERT_PEOPLE)
    cursor.execute("SELECT person_id FROM staged WHERE is_new")
    people = [pk for (pk,) in cursor.fetchall()]
    cursor.execute(sql.OLD_VALUES)
    old = _by_key(cursor)
    cursor.execute(sql.FILL_PEOPLE)
    new = _by_key(cursor)
    facts = {"today": datetime.date.isoformat(timezone.localdate()), "by": by.pk, "reason": f"import {batch.code}"}
    cursor.execute(sql.INSERT_APPOINTMENTS, facts)
    seats = [pk for (pk,) in cursor.fetchall()]
    changed = [
        {
            "model": Person._meta.label,
            "pks": [pk],
            "old": _differing(old[pk], new[pk]),
            "new": _differing(new[pk], old[pk]),
        }
        for pk in new
    ]
    return [
        {"model": Person._meta.label, "made": people},
        *changed,
        {"model": Appointment._meta.label, "made": seats},
    ]


def _by_key(cursor) -> dict[int, dict[str, object]]:
    names = [column.name for column in cursor.description][1:]
    return {pk: dict(zip(names, values, strict=True)) for pk, *values in cursor.fetchall()}


def _differing(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in one.items() if value != other[name]}


imports.register(ImportBatch.Kind.PEOPLE, judge=judge, write=write, area_for=top_area, feature=Feature.PEOPLE_EDIT)
