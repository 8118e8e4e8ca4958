"""Roster imports: judge a sheet row by row, then write what was confirmed. The same sheet twice changes nothing twice."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent, Handle, Influencer, Roster, RosterSeat, StageChange
from influencers.roster_rows import HEADINGS, Knowledge, KnownPerson, Row, judge_rows, read_rows
from influencers.services import own_erasure, pipeline, rosters, team_health
from network import sheets
from network.columns import Headings, find_headings
from network.errors import RightMissing, RuleBroken
from network.models import Area, AreaKind, ImportBatch, ImportRow, Person, User
from network.names import fold
from network.rights import Feature
from network.sealing import lookup_hash
from network.services import imports
from network.services.imports import File, Progress, silent
from network.sheets import Sheet, SheetRefused

BATCH = 1000
NEEDED_HEADINGS = frozenset({"name", "district"})


def top_area(by: User) -> Area:
    """The topmost area in which the actor may import. Raises RightMissing."""
    found = Area.objects.visible_to(by, Feature.IMPORT_RUN).order_by("path").first()
    if found is None:
        raise RightMissing
    return found


def judge(batch: ImportBatch, files: Sequence[File], *, by: User, progress: Progress = silent) -> None:
    """Read a sheet and judge each row; nothing is written but the judgement.

    Raises RuleBroken for a file that is not read (see network/sheets.py) and for one without the headings name and district.
    """
    try:
        sheet, headings = choose_sheet([sheet for _name, content in files for sheet in sheets.read(content)])
    except SheetRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    progress(20)
    rows = sheet_rows(sheet, headings)
    _judge(rows, by)
    progress(70)
    imports.keep_rows(batch, [import_row(row, headings) for row in rows])
    batch.sheet_name, batch.header_row, batch.columns = sheet.name[:120], headings.row + 1, headings.titles


def write(batch: ImportBatch, *, ticked: list[int] | None, by: User, progress: Progress = silent) -> ImportBatch:
    """Write the good rows and those doubtful ones whose numbers are given (None = all); every row is judged anew first.

    What changed since the preview counts: a row that is refused now, or new and doubtful, is not written. Raises RuleBroken
    when somebody enters the same people in this very moment.
    """
    list(_districts(by).select_for_update(of=("self",)).order_by("pk"))  # one import at a time fills a team
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
            _("Somebody entered the same people just now. Try again."), code="changed_meanwhile"
        ) from error
    return imports.note_result(batch, stored, rows, {row.number for row in wanted})


def choose_sheet(
    found: list[Sheet], fields: Mapping[str, Sequence[str]] = HEADINGS, needed: frozenset[str] = NEEDED_HEADINGS
) -> tuple[Sheet, Headings]:
    """The sheet of a file that names most of the fields. Raises RuleBroken where none names those that are needed."""
    candidates = [(sheet, headings) for sheet in found if (headings := find_headings(sheet.rows, fields))]
    best = max(candidates, key=lambda pair: len(pair[1].columns), default=None)
    if best is None or not needed <= set(best[1].columns):
        raise RuleBroken(
            _("No sheet of this file has the headings “name” and “district” (नाम, ज़िला) in its first 20 rows."),
            code="no_headings",
        )
    return best


def sheet_rows(sheet: Sheet, headings: Headings) -> list[Row]:
    """The rows below the headings that hold anything."""
    found = []
    for place, cells in enumerate(sheet.rows[headings.row + 1 :], start=headings.row + 1):
        formulas = {
            name: sheet.formulas[place, column]
            for name, column in headings.columns.items()
            if (place, column) in sheet.formulas
        }
        values = {name: cells[column] for name, column in headings.columns.items() if column < len(cells)}
        if formulas or any(str(value if value is not None else "").strip() for value in values.values()):
            found.append(Row(place + 1, values, formulas))
    return found


def import_row(row: Row, headings: Headings) -> ImportRow:
    """A judged row as it is kept until somebody decides."""
    shown = {titled: row.formulas.get(name) or row.cells.get(name) for name, titled in headings.titles.items()}
    raw = {titled: "" if cell is None else str(cell) for titled, cell in shown.items()}
    kept = {"cells": row.cells, "formulas": row.formulas}
    return ImportRow(number=row.number, raw=raw, cleaned=kept, verdict=row.verdict, reasons=row.reasons)


def _judge(rows: list[Row], by: User) -> None:
    knowledge = Knowledge(districts=list(_districts(by)))
    read_rows(rows, knowledge)
    _learn(knowledge, rows, by)
    judge_rows(rows, knowledge)


def _districts(by: User):
    return Area.objects.visible_to(by, Feature.IMPORT_RUN).of_kind(AreaKind.DISTRICT)


def _learn(knowledge: Knowledge, rows: list[Row], by: User) -> None:
    """Ask the database, in a fixed number of queries, for everybody whom the rows could be about."""
    handles = {handle for row in rows for handle in row.handles}
    owners = owners_of(handles)
    districts = {row.district.pk for row in rows if row.district}
    phones = {lookup_hash(row.phone): row.phone for row in rows if row.phone}
    without_phone = {
        (row.district.pk, fold(row.name)) for row in rows if row.district and not row.phone and not row.verdict
    }
    candidates = _without_phone({district for district, _name in without_phone})
    wanted = Person.objects.filter(phone_hash__in=phones).values_list("pk", flat=True)
    people = _known_people([*wanted, *owners.values(), *(pk for pk, _key in candidates)], by)
    phone_of = Person.objects.filter(pk__in=people, phone_hash__in=phones).values_list("pk", "phone_hash")
    knowledge.by_phone = {phones[key]: people[pk] for pk, key in phone_of}
    knowledge.by_handle = {handle: people[pk] for handle, pk in owners.items()}
    knowledge.by_name = {key: people[pk] for pk, key in candidates if key in without_phone}
    knowledge.erased = {phones[key] for key in own_erasure.erased_numbers(phones)}
    for roster in Roster.objects.filter(district__in=districts).with_counts():
        knowledge.free_seats[roster.district_id] = roster.most - roster.member_count - roster.kept_count


def owners_of(handles: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The people, by key, whose accounts these are."""
    names = {handle for _platform, handle in handles}
    rows = Handle.objects.filter(handle__in=names).values_list("platform", "handle", "influencer__person_id")
    return {(platform, handle): pk for platform, handle, pk in rows if (platform, handle) in handles}


def _without_phone(districts: Iterable[int]) -> list[tuple[int, tuple[int, str]]]:
    rows = Influencer.objects.filter(district__in=districts, person__phone_hash__isnull=True)
    return [
        (pk, (district, fold(name)))
        for pk, district, name in rows.values_list("person_id", "district_id", "person__name_hi")
    ]


def _known_people(pks: list[int], by: User) -> dict[int, KnownPerson]:
    people = Person.objects.filter(pk__in=pks)
    visible = set(people.visible_to(by, Feature.PEOPLE_VIEW).values_list("pk", flat=True))
    voices = {
        influencer.person_id: influencer
        for influencer in Influencer.objects.filter(person__in=pks)
        .select_related("district")
        .prefetch_related("handles")
    }
    seats = {
        seat.influencer_id: seat.roster.district
        for seat in RosterSeat.objects.live().filter(influencer__person__in=pks).select_related("roster__district")
    }
    return {person.pk: _known_person(person, voices.get(person.pk), seats, person.pk in visible) for person in people}


def _known_person(person: Person, voice: Influencer | None, seats: dict[int, Area], is_visible: bool) -> KnownPerson:  # noqa: FBT001
    district = seats.get(voice.pk) if voice else None
    home = voice.district if voice else None
    return KnownPerson(
        pk=person.pk,
        name=person.name_hi if is_visible else "",
        folded_names=frozenset({fold(person.name_hi), fold(person.name_en)} - {""}),
        seat_district=district.pk if district else None,
        district=home.pk if home else None,
        district_name=home.name_hi if home and is_visible else "…",
        has_left=person.status == Person.Status.LEFT or bool(voice and voice.stage in rosters.GONE),
        is_unasked=bool(voice and voice.stage in Influencer.UNASKED),
        handles=frozenset((handle.platform, handle.handle) for handle in voice.handles.all()) if voice else frozenset(),
        platforms=frozenset(handle.platform for handle in voice.current_handles) if voice else frozenset(),
        followers=voice.declared_followers if voice else None,
        subjects=frozenset(voice.subjects) if voice else frozenset(),
    )


def _write(rows: list[Row], by: User) -> list[dict[str, object]]:
    """Write people, voices, accounts and seats, each in one statement; who is known gets what is new.

    Returns what was made and changed, for the undo (network/services/undo.py).
    """
    fresh = [row for row in rows if row.person is None]
    made = Person.objects.bulk_create([_person(row) for row in fresh], batch_size=BATCH)
    person_of = {row.number: person.pk for row, person in zip(fresh, made, strict=True)}
    person_of |= {row.number: row.person.pk for row in rows if row.person}
    voices = {voice.person_id: voice for voice in Influencer.objects.filter(person__in=person_of.values())}
    missing = [row for row in rows if person_of[row.number] not in voices]
    entered = Influencer.objects.bulk_create([_voice(row, person_of[row.number]) for row in missing], batch_size=BATCH)
    steps = pipeline.note_entry(entered, by=by, reason=str(_("entered with a team list")))
    changed = _add_to_known([row for row in rows if person_of[row.number] in voices], person_of, voices)
    voices |= {voice.person_id: voice for voice in entered}
    voice_of = {row.number: voices[person_of[row.number]] for row in rows}
    handles = Handle.objects.bulk_create(
        [
            Handle(influencer=voice_of[row.number], platform=platform, handle=handle, url=url)
            for row in rows
            for (platform, handle), url in row.handles.items()
            if row.person is None or (platform, handle) not in row.person.handles
        ],
        batch_size=BATCH,
    )
    seats = _seat([row for row in rows if row.person is None or row.person.seat_district is None], voice_of, by)
    # who said yes since is a member by their own will: that an undo leaves alone
    seated = made_entry(RosterSeat, seats) | {"unless": {"joined_on__isnull": False}}
    parts = [made_entry(Handle, handles), seated, made_entry(StageChange, steps)]
    return [made_entry(Person, made), made_entry(Influencer, entered), *changed, *parts]


def made_entry(model: type[Model], rows: Sequence[Model]) -> dict[str, object]:
    """How new rows are noted for the undo."""
    return {"model": model._meta.label, "made": [row.pk for row in rows]}


def _person(row: Row) -> Person:
    is_latin = row.name.isascii()
    return Person(
        name_hi=row.name,
        name_en=row.name if is_latin else "",
        phone=row.phone,
        email=row.email,
        home_area=row.district,
        languages=row.languages or ["hi"],
    )


def _voice(row: Row, person_id: int) -> Influencer:
    return Influencer(
        person_id=person_id,
        district=row.district,
        stage=Influencer.Stage.AGREED,  # as the lead who fills the team says; active only by their own yes
        subjects=row.subjects,
        declared_followers=row.followers,
        remark=row.remark,
    )


def _add_to_known(rows: list[Row], person_of: dict[int, int], voices: dict[int, Influencer]) -> list[dict[str, object]]:
    changed, entries = [], []
    for row in rows:
        voice = voices[person_of[row.number]]
        old = {"subjects": voice.subjects, "declared_followers": voice.declared_followers}
        voice.subjects = sorted(set(voice.subjects) | set(row.subjects))
        voice.declared_followers = row.followers if row.followers is not None else voice.declared_followers
        changed.append(voice)
        new = {"subjects": voice.subjects, "declared_followers": voice.declared_followers}
        entries.append({"model": Influencer._meta.label, "pks": [voice.pk], "old": old, "new": new})
    Influencer.objects.bulk_update(changed, ["subjects", "declared_followers"], batch_size=BATCH)
    return entries


def _seat(rows: list[Row], voice_of: dict[int, Influencer], by: User) -> list[RosterSeat]:
    """Keep a place for each; who said yes to briefs already is a member at once."""
    teams = {
        roster.district_id: roster for roster in Roster.objects.filter(district__in={row.district.pk for row in rows})
    }
    today = timezone.localdate()
    people = [voice_of[row.number].person_id for row in rows]
    willing = set(
        Consent.objects.live().filter(purpose="briefs", person__in=people).values_list("person_id", flat=True)
    )
    seats = [
        RosterSeat(
            roster=teams[row.district.pk], influencer=voice_of[row.number], kept_on=today, placed_by=by,
            joined_on=today if voice_of[row.number].person_id in willing else None,
        )
        for row in rows
    ]  # fmt: skip
    made = RosterSeat.objects.bulk_create(seats, batch_size=BATCH)
    team_health.refresh({seat.roster_id: seat.roster for seat in seats}.values())
    return made


imports.register(ImportBatch.Kind.ROSTER, judge=judge, write=write, area_for=top_area, feature=Feature.PEOPLE_EDIT)
