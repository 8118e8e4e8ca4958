"""Imports of people: understood as people write lists, judged set by set, written once, taken back, never mixed up."""

import datetime
import io

import pytest
from django.utils import timezone

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, ImportBatch, ImportRow, Person
from network.services import imports, logins
from tests import factories

HEAD = "नाम,मोबाइल,ज़िला,ब्लॉक,ग्राम पंचायत,पद,लिंग\n"
GOOD = HEAD + "रेखा कल्पित,9826012345,भोपाल,फंदा,आदमपुर,,महिला\nमोहन उदाहरण,,भोपाल,,,,\n"


def read(text: str | bytes, by, name: str = "list.csv") -> ImportBatch:
    content = text.encode() if isinstance(text, str) else text
    batch = imports.upload("people", files=[(name, content)], by=by)
    assert imports.run_next()
    batch.refresh_from_db()
    return batch


def written(batch: ImportBatch, by, ticked: list[int] | None = None) -> ImportBatch:
    imports.confirm(batch, ticked=[] if ticked is None else ticked, by=by)
    assert imports.run_next()
    batch.refresh_from_db()
    return batch


def verdicts(batch: ImportBatch) -> list[tuple[str, list[str]]]:
    return [(row.verdict, [reason["code"] for reason in row.reasons]) for row in batch.rows.all()]


def test_a_list_is_judged_written_and_found(party, district_lead):
    batch = read(GOOD, district_lead)
    assert (batch.status, verdicts(batch)) == ("previewed", [("good", []), ("good", [])])
    assert not Person.objects.filter(name_hi="रेखा कल्पित").exists()
    batch = written(batch, district_lead)
    person = Person.objects.search("Rekha").get()
    assert (batch.status, batch.written_count) == ("confirmed", 2)
    assert (person.phone, person.gender, person.home_area) == ("+919826012345", "woman", party.panchayat)
    assert person.home_path == party.panchayat.path
    assert batch.rows.filter(is_written=True).count() == 2


def test_the_same_list_twice_writes_nothing_twice(party, district_lead):
    written(read(GOOD, district_lead), district_lead)
    again = read(GOOD, district_lead)
    assert verdicts(again) == [("unchanged", []), ("unchanged", [])]
    before = Person.objects.count()
    assert written(again, district_lead).written_count == 0
    assert Person.objects.count() == before


def test_numbers_are_not_kept_in_the_clear(party, district_lead):
    batch = read(GOOD, district_lead)
    row = batch.rows.first()
    assert "9826012345" not in f"{row.raw}{row.cleaned}"
    assert batch.content is None


@pytest.mark.parametrize(
    ("line", "verdict", "code"),
    [
        (",9826012345,भोपाल,,,,", "refused", "name_missing"),
        ("कुल योग,,भोपाल,,,,", "refused", "total_row"),
        ("=1+1,,भोपाल,,,,", "refused", "formula"),
        ("मोहन,12345,भोपाल,,,,", "refused", "phone_bad"),
        ("मोहन,,,,,,", "refused", "place_missing"),
        ("मोहन,,इंदौर,,,,", "refused", "place_unknown"),
        ("मोहन,,भोपाल,फंदा,नामालूम,,", "refused", "place_unknown"),
        ("मोहन,,भोपाल,,,,क्या", "doubtful", "gender_unknown"),
        ("मोहन,,भोपाल,फंदा,आदमपूर,,", "doubtful", "district_unclear"),
        ("मोहन,,भोपाल,फंदा,आदमपुर,राजा,", "refused", "office_unknown"),
        ("मोहन,,भोपाल,,,district_lead,", "refused", "office_right"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(party, district_lead, line, verdict, code):
    assert verdicts(read(HEAD + line + "\n", district_lead)) == [(verdict, [code])]


def test_rows_of_one_sheet_are_compared(party, district_lead):
    text = HEAD + (
        "रेखा कल्पित,9826012345,भोपाल,,,,\nRekha Kalpit,98260 12345,भोपाल,,,,\nदूसरा नाम,९८२६०१२३४५,भोपाल,,,,\n"
        "मोहन उदाहरण,,भोपाल,,,,\nमोहन उदाहरण,,भोपाल,,,,\n"
    )
    assert verdicts(read(text, district_lead)) == [
        ("good", []),
        ("refused", ["row_doubled"]),
        ("refused", ["phone_doubled"]),
        ("good", []),
        ("refused", ["row_doubled"]),
    ]


def test_known_people_are_filled_not_doubled(party, district_lead):
    known = factories.make_person(party.panchayat, name_hi="रेखा कल्पित", name_en="", email="")
    text = "नाम,name in english,email,मोबाइल,जिला,ब्लॉक,पंचायत\nरेखा कल्पित,Rekha Kalpit,r@example.org,9826012345,भोपाल,फंदा,आदमपुर\n"
    batch = read(text, district_lead)
    assert verdicts(batch) == [("doubtful", ["person_probable"])]
    batch = written(batch, district_lead, [2])
    known.refresh_from_db()
    assert (known.phone, known.email, known.name_en) == ("+919826012345", "r@example.org", "Rekha Kalpit")
    assert Person.objects.filter(name_key=known.name_key).count() == 1
    assert Person.objects.search("kalpit").get() == known
    assert imports.undo(batch, by=district_lead) == 0
    known.refresh_from_db()
    assert (known.phone, known.email, known.name_en) == (None, "", "")


def test_people_of_other_areas_are_neither_shown_nor_changed(party, district_lead):
    factories.make_person(party.neighbour, name_hi="गोपनीय नाम", name_en="", phone="+919826012345")
    batch = read(HEAD + "दूसरा नाम,9826012345,भोपाल,,,,\n", district_lead)
    assert verdicts(batch) == [("refused", ["phone_known"])]
    assert "गोपनीय" not in str(batch.rows.get().reasons)
    assert verdicts(read(HEAD + "गोपनीय नाम,9826012345,भोपाल,,,,\n", district_lead)) == [
        ("refused", ["person_elsewhere"])
    ]


def test_look_alikes_of_the_district_are_doubted(party, district_lead):
    factories.make_person(party.district, name_hi="Mohan Udaharan", phone="+919826012346")
    assert verdicts(read(HEAD + "मोहन उदाहरण,,भोपाल,फंदा,आदमपुर,,\n", district_lead)) == [("doubtful", ["person_alike"])]


def test_offices_are_filled_seat_by_seat_until_they_are_full(party, district_lead):
    names = ["अंजलि", "आरती", "कविता", "गीता"]
    office = Appointment._meta.get_field("office").related_model.objects.get(code="panchayat_secretary")
    lines = "".join(f"{name} नमूना,,भोपाल,फंदा,आदमपुर,{office.title_hi},\n" for name in names)
    batch = read(HEAD + lines, district_lead)
    assert [verdict for verdict, _codes in verdicts(batch)] == ["good"] * office.seats + ["refused"] * (
        4 - office.seats
    )
    written(batch, district_lead)
    seats = Appointment.objects.filter(office=office, area=party.panchayat).order_by("seat")
    assert [seat.seat for seat in seats] == list(range(1, office.seats + 1))
    assert {seat.appointed_by for seat in seats} == {district_lead}
    assert verdicts(read(HEAD + lines, district_lead))[0] == ("unchanged", [])


def test_nobody_fills_an_office_for_themselves(party, district_lead):
    me = district_lead.person
    me.phone = "+919826012345"
    me.save()
    text = HEAD + f"{me.name_hi},9826012345,भोपाल,फंदा,आदमपुर,panchayat_secretary,\n"
    assert verdicts(read(text, district_lead)) == [("refused", ["office_oneself"])]


def test_old_lists_in_kruti_dev_are_read(party, district_lead):
    text = "uke,eksckby,ftyk,CykWd,iapk;r\nlquhrk uewuk,9826012345,Hkksiky,Qank,vkneiqj\n"
    batch = read(text, district_lead)
    assert verdicts(batch) == [("good", [])]
    written(batch, district_lead)
    assert Person.objects.get(name_hi="सुनीता नमूना").home_area == party.panchayat
    assert "Kruti Dev" in str(batch.columns)


def test_kruti_dev_cells_below_unicode_headings_are_recognised(party, district_lead):
    lines = "".join(f"{name},,Bhopal\n" for name in ("vfuy dqekj", "dfork 'kekZ", "jkeflag ;kno"))
    batch = written(read("नाम,मोबाइल,ज़िला\n" + lines, district_lead), district_lead)
    assert batch.written_count == 3
    assert Person.objects.filter(name_hi="कविता शर्मा").exists()


def test_an_excel_file_is_read_with_its_sheet_and_heading_row(party, district_lead):
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["nothing", "here"])
        sheet = book.add_worksheet("सूची")
        sheet.write_row(2, 0, ["क्र.", "पूरा नाम", "Mobile No", "District"])
        sheet.write_row(3, 0, [1, "रेखा कल्पित", 9826012345, "Bhopal"])
    batch = read(file.getvalue(), district_lead, "list.xlsx")
    assert (batch.sheet_name, batch.header_row, verdicts(batch)) == ("सूची", 3, [("good", [])])


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01binary", "नाम\nमोहन\n".encode()])
def test_a_file_that_is_no_list_fails_with_a_sentence(party, district_lead, content):
    batch = read(content, district_lead)
    assert batch.status == "failed"
    assert batch.problem
    assert batch.content is None


def test_a_row_taken_meanwhile_is_not_written(party, district_lead):
    batch = read(GOOD, district_lead)
    factories.make_person(party.neighbour, name_hi="और कोई", phone="+919826012345")
    batch = written(batch, district_lead)
    assert batch.written_count == 1
    assert verdicts(batch)[0] == ("refused", ["phone_known"])


def test_undo_takes_away_what_nobody_built_on(party, district_lead):
    batch = written(read(GOOD, district_lead), district_lead)
    used = Person.objects.get(name_hi="मोहन उदाहरण")
    Appointment.objects.create(
        person=used,
        office=Appointment._meta.get_field("office").related_model.objects.get(code="block_coordinator"),
        area=party.block,
        starts_on=timezone.localdate(),
    )
    assert imports.undo(batch, by=district_lead) == 1
    assert not Person.objects.filter(name_hi="रेखा कल्पित").exists()
    assert Person.objects.filter(pk=used.pk).exists()
    with pytest.raises(RuleBroken):
        imports.undo(batch, by=district_lead)


def test_two_imports_at_once_do_not_mix(party, district_lead, neighbour_lead):
    mine = imports.upload("people", files=[("a.csv", GOOD.encode())], by=district_lead)
    text = "नाम,ज़िला\nसोहन मिसाल,इंदौर\n"
    theirs = imports.upload("people", files=[("b.csv", text.encode())], by=neighbour_lead)
    assert (imports.run_next(), imports.run_next(), imports.run_next()) == (True, True, False)
    assert (mine.rows.count(), theirs.rows.count()) == (2, 1)
    written(mine, district_lead)
    assert not Person.objects.filter(name_hi="सोहन मिसाल").exists()


def test_a_crash_is_told_and_another_try_works(party, district_lead, monkeypatch):
    batch = read(GOOD, district_lead)
    from network.services import people_imports

    def crash(*_arguments: object, **_named: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(people_imports, "_write", crash)
        batch = written(batch, district_lead)
    assert (batch.status, bool(batch.problem), Person.objects.filter(name_hi="रेखा कल्पित").exists()) == (
        "previewed",
        True,
        False,
    )
    assert written(batch, district_lead).written_count == 2


def test_who_lost_the_right_meanwhile_writes_nothing(party, district_lead):
    batch = read(GOOD, district_lead)
    imports.confirm(batch, ticked=[], by=district_lead)
    Appointment.objects.filter(person=district_lead.person).update(ends_on=timezone.localdate())
    logins.end_sessions([district_lead], by=None)
    imports.run_next()
    batch.refresh_from_db()
    assert batch.status == "previewed"
    assert not Person.objects.filter(name_hi="रेखा कल्पित").exists()


def test_nobody_writes_the_list_of_another(party, district_lead, state_lead):
    batch = read(GOOD, district_lead)
    with pytest.raises(RightMissing):
        imports.confirm(batch, ticked=[], by=state_lead)


def test_rows_are_forgotten_after_thirty_days(party, district_lead):
    batch = read(GOOD, district_lead)
    ImportBatch.objects.update(uploaded_at=timezone.now() - datetime.timedelta(days=31))
    imports.forget_old()
    assert not ImportRow.objects.filter(batch=batch).exists()


def test_the_pages_from_upload_to_undo(party, district_lead, client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(district_lead)
    response = client.post("/imports/people/new/", {"sheet": SimpleUploadedFile("list.csv", GOOD.encode())})
    path = response.url
    assert "progress" in client.get(path).content.decode()
    assert "HX-Refresh" not in client.get(f"{path}progress/").headers
    imports.run_next()
    assert client.get(f"{path}progress/").headers["HX-Refresh"] == "true"
    assert "रेखा कल्पित" in client.get(path).content.decode()
    client.post(f"{path}write/", {})
    imports.run_next()
    assert Person.objects.filter(name_hi="रेखा कल्पित").exists()
    client.post(f"{path}undo/")
    assert not Person.objects.filter(name_hi="रेखा कल्पित").exists()
