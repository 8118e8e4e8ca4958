"""Exports: within the scope, with a reason, for a day, logged, and harmless to open."""

import csv
import datetime
import io

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from network.errors import RightMissing, RuleBroken
from network.exports import LISTS
from network.models import AuditEntry, Export, User
from network.services import exports
from network.sheets_out import csv_lines, harmless, xlsx_file
from tests import factories


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def make(by: User, **fields: object) -> Export:
    return exports.make(**({"list_code": "people", "by": fresh(by), "reason": "बैठक", "format": "csv"} | fields))


def names(rows) -> set[str]:
    headings, *lines = list(rows)
    column = headings.index(next(title for title in headings if title in ("name in Hindi", "हिंदी में नाम")))
    return {line[column] for line in lines}


@pytest.mark.parametrize("code", LISTS)
def test_every_list_holds_the_scope_of_who_fetches_it(party, district_lead, neighbour_lead, code):
    assignments = [
        factories.make_assignment(factories.make_influencer(area), status="claimed")
        for area in (party.district, party.neighbour)
    ]
    for assignment in assignments:
        factories.make_post(assignment)
        factories.make_entry(assignment.district)

    rows = list(exports.fetch(make(district_lead, list_code=code), by=fresh(district_lead)))

    text = str(rows[1:])
    assert len(rows) > 1
    assert party.district.path in text
    assert party.neighbour.path not in text


def test_people_of_one_area_only(party, district_lead):
    near, far = factories.make_person(party.panchayat), factories.make_person(party.district)

    found = names(exports.fetch(make(district_lead, area=party.block), by=fresh(district_lead)))

    assert near.name_hi in found
    assert far.name_hi not in found


def test_contact_data_goes_out_for_who_may_open_it_and_is_logged_for_each(party, district_lead):
    person = factories.make_person(party.district, phone="+919826012345")
    without = list(exports.fetch(make(district_lead), by=fresh(district_lead)))
    with_contacts = list(exports.fetch(make(district_lead, with_contacts=True), by=fresh(district_lead)))

    opened = AuditEntry.objects.filter(verb="person.contact_opened", subject_id=person.pk)
    assert "+919826012345" not in str(without)
    assert "+919826012345" in str(with_contacts)
    assert [entry.details["reason"] for entry in opened] == ["बैठक"]
    assert AuditEntry.objects.filter(verb="export.fetched").count() == 2


def test_appointments_name_the_cell_they_are_held_in(party, district_lead):
    cell = factories.make_cell(party.district, name_hi="आईटी प्रकोष्ठ")
    factories.make_office_holder("district_cell_lead", party.district, cell=cell)

    headings, *lines = list(exports.fetch(make(district_lead, list_code="appointments"), by=fresh(district_lead)))

    column = headings.index(next(title for title in headings if title in ("cell", "प्रकोष्ठ")))
    assert {line[column - 1]: line[column] or "" for line in lines} == {
        "ज़िला प्रभारी": "",
        "प्रकोष्ठ संयोजक": "आईटी प्रकोष्ठ",
    }


def test_refusals(party, district_lead, panchayat_incharge, state_lead):
    office = district_lead.person.appointments.get().office
    with pytest.raises(RightMissing):
        make(panchayat_incharge)
    with pytest.raises(RightMissing):
        make(district_lead, area=party.neighbour)
    codes = []
    for fields in ({"reason": "  "}, {"list_code": "areas", "with_contacts": True}):
        with pytest.raises(RuleBroken) as refused:
            make(district_lead, **fields)
        codes.append(refused.value.code)
    export = make(district_lead)
    office.features = [feature for feature in office.features if feature != "contact_open"]
    office.save()
    with pytest.raises(RuleBroken) as refused:
        make(district_lead, with_contacts=True)
    with pytest.raises(RightMissing):
        exports.fetch(export, by=state_lead)
    assert [*codes, refused.value.code] == ["reason_missing", "no_contacts", "no_contacts"]


def test_after_a_day_and_after_the_office_nothing_is_fetched(party, district_lead):
    export = make(district_lead)
    Export.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    export.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        exports.fetch(export, by=fresh(district_lead))
    second = make(district_lead)
    district_lead.person.appointments.update(ends_on=timezone.localdate())

    with pytest.raises(RightMissing):
        exports.fetch(second, by=fresh(district_lead))

    assert refused.value.code == "expired"


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.text()), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_no_cell_of_a_csv_begins_like_a_formula(rows):
    text = "".join(csv_lines(rows)).removeprefix("\ufeff")

    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_excel_gets_text_numbers_and_no_formula():
    rows = [["a", "b", "c"], ["=1+1", 5, None], ["https://example.org", True, datetime.date(2026, 11, 24)]]

    sheet = CalamineWorkbook.from_filelike(xlsx_file(rows)).get_sheet_by_index(0).to_python()

    assert sheet == [["a", "b", "c"], ["=1+1", 5, ""], ["https://example.org", "True", "2026-11-24"]]
    assert harmless("=1") == "'=1"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_page_makes_a_list_and_gives_the_file(party, district_lead, neighbour_lead, client_of, kind):
    client = client_of(district_lead)
    wrong = client.post("/exports/", {"list_code": "people", "format": kind, "reason": ""})
    client.post("/exports/", {"list_code": "people", "format": kind, "reason": "बैठक"})
    export = Export.objects.get()

    answer = client.get(f"/exports/{export.code}/fetch/")
    content = b"".join(answer.streaming_content)
    foreign = client_of(neighbour_lead).get(f"/exports/{export.code}/fetch/")

    assert (wrong.status_code, answer.status_code, foreign.status_code) == (422, 200, 404)
    assert answer.headers["Content-Disposition"].endswith(f'{export.code}.{kind}"')
    assert content.startswith(b"PK" if kind == "xlsx" else "\ufeff".encode())
