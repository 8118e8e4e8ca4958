"""Imports of prospects: judge a sheet row by row, then write what was confirmed; nobody's phone number or e-mail is read."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from influencers.models import Handle, Influencer, StageChange
from influencers.prospect_rows import HEADINGS, Knowledge, Row, judge_rows, key_of, read_rows
from influencers.prospects import recorded
from influencers.services import pipeline
from influencers.services.roster_imports import choose_sheet, import_row, made_entry, sheet_rows, top_area
from network import sheets
from network.errors import RuleBroken
from network.models import Area, AreaKind, ImportBatch, Person, User
from network.rights import Feature
from network.services import imports
from network.services.imports import File, Progress, silent
from network.sheets import SheetRefused

BATCH = 1000
NO_HEADINGS = gettext_lazy(
    "No sheet of this file has the heading “name” and another one that is known (नाम, ज़िला, लिंक …) in its first 20 rows."
)


def judge(batch: ImportBatch, files: Sequence[File], *, by: User, progress: Progress = silent) -> None:
    """Read a sheet and judge each row; nothing is written but the judgement.

    Raises RuleBroken for a file that is not read (see network/sheets.py) and for one without the heading name.
    """
    try:
        found = [sheet for _name, content in files for sheet in sheets.read(content)]
    except SheetRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    try:
        sheet, headings = choose_sheet(found, HEADINGS, frozenset({"name"}))
    except RuleBroken as error:
        raise RuleBroken(NO_HEADINGS, code=error.code) from error
    progress(20)
    rows = sheet_rows(sheet, headings)
    _judge(rows, by)
    progress(70)
    imports.keep_rows(batch, [import_row(row, headings) for row in rows])
    batch.sheet_name, batch.header_row, batch.columns = sheet.name[:120], headings.row + 1, headings.titles


def write(batch: ImportBatch, *, ticked: list[int] | None, by: User, progress: Progress = silent) -> ImportBatch:
    """Write the good rows and the ticked doubtful ones; every row is judged anew first.

    Raises RuleBroken when somebody enters the same accounts in this very moment.
    """
    list(_districts(by).select_for_update(of=("self",)).order_by("pk"))  # one import at a time
    stored = {row.number: row for row in batch.rows.all()}
    rows = [Row(row.number, row.cleaned["cells"], row.cleaned["formulas"]) for row in stored.values()]
    _judge(rows, by)
    progress(50)
    wanted = [row for row in rows if imports.is_wanted(row, ticked)]
    try:
        with transaction.atomic():
            batch.made = _write(wanted, by)
    except IntegrityError as error:
        raise RuleBroken(
            gettext_lazy("Somebody entered the same people just now. Try again."), code="changed_meanwhile"
        ) from error
    return imports.note_result(batch, stored, rows, {row.number for row in wanted})


def _judge(rows: list[Row], by: User) -> None:
    knowledge = Knowledge(districts=list(_districts(by)))
    read_rows(rows, knowledge)
    _learn(knowledge, rows, by)
    judge_rows(rows, knowledge)


def _districts(by: User):
    return Area.objects.visible_to(by, Feature.IMPORT_RUN).of_kind(AreaKind.DISTRICT).current()


def _learn(knowledge: Knowledge, rows: list[Row], by: User) -> None:
    """Ask the database, in four queries, for everybody whom the rows could be about."""
    owners = recorded(handle for row in rows for handle in row.handles)
    seen = Influencer.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(pk__in=owners.values())
    names = dict(seen.values_list("pk", "person__name_hi"))
    knowledge.owners = {handle: (pk, names.get(pk, "")) for handle, pk in owners.items()}
    wanted = {key_of(row) for row in rows if row.district and not row.verdict}
    paths = {district.path: district.pk for district in knowledge.districts}
    alike = Person.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(
        merged_into__isnull=True, name_key__in={key for _district, key in wanted if key}
    )
    for name, key, path in alike.values_list("name_hi", "name_key", "home_path"):
        district = next((pk for start, pk in paths.items() if path.startswith(start)), None)
        if (district, key) in wanted:
            knowledge.people[district, key] = name
    bare = Influencer.objects.filter(handles__isnull=True, district__in={district for district, _key in wanted})
    knowledge.without_account = set(bare.values_list("district_id", "person__name_key")) & wanted


def _write(rows: list[Row], by: User) -> list[dict[str, object]]:
    """Write people, influencers, accounts and first steps, each in one statement; return what was made, for the undo."""
    people = Person.objects.bulk_create([_person(row) for row in rows], batch_size=BATCH)
    pairs = list(zip(rows, people, strict=True))
    entered = Influencer.objects.bulk_create([_prospect(row, person, by) for row, person in pairs], batch_size=BATCH)
    handles = Handle.objects.bulk_create(
        [
            Handle(influencer=influencer, platform=platform, handle=handle, url=url)
            for row, influencer in zip(rows, entered, strict=True)
            for (platform, handle), url in row.handles.items()
        ],
        batch_size=BATCH,
    )
    steps = pipeline.note_entry(entered, by=by, reason=_("entered with a list of prospects"))
    written = [(Person, people), (Influencer, entered), (Handle, handles), (StageChange, steps)]
    return [made_entry(model, made) for model, made in written]


def _person(row: Row) -> Person:
    name_en = row.name if row.name.isascii() else ""
    return Person(name_hi=row.name, name_en=name_en, home_area=row.district, languages=row.languages or ["hi"])


def _prospect(row: Row, person: Person, by: User) -> Influencer:
    return Influencer(
        person=person,
        district=row.district,
        subjects=row.subjects,
        declared_followers=row.followers,
        remark=row.remark,
        owner=by,
    )


imports.register(ImportBatch.Kind.PROSPECTS, judge=judge, write=write, area_for=top_area, feature=Feature.ROSTER_EDIT)
