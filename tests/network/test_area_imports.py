"""Area imports: the government's own files, in any order, onto the map that is there."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from network.area_files import find_shape
from network.area_rows import Atlas, Row, judge
from network.errors import RightMissing, RuleBroken
from network.models import Area, AreaKind, ImportBatch
from network.services import areas, imports
from tests import factories

LGD = Path(__file__).resolve().parents[3] / "shared" / "data" / "lgd"
BLOCKS = """S.No.,State Code,State Name,District Code,District Name,Block Code,Block Version,Block Name ,Block Name
1,23,MADHYA PRADESH,390,BHOPAL,7001,2,BERASIA,
2,23,MADHYA PRADESH,390,BHOPAL,7002,2,,KOLAR
"""
PANCHAYATS = """Local Body Name,Local Body Code,Block Code,Block Name,Local Body Name (In Local)
Barkhedi,9001,7001,Berasia,बरखेड़ी
Sagoni,9002,7009,KOLAR,
Lost,9003,7999,Nowhere,
,9004,7001,Berasia,
"""


def file(name: str, text: str) -> tuple[str, bytes]:
    return name, text.encode()


def preview(files: list[tuple[str, bytes]], by) -> ImportBatch:
    return imports.run_now(imports.upload("areas", files=files, by=by))


def write(batch: ImportBatch, by, ticked: list[int] | None = None) -> ImportBatch:
    return imports.run_now(imports.confirm(batch, ticked=ticked, by=by))


def verdicts(batch: ImportBatch) -> list[tuple[int, str, list[str]]]:
    return [(row.number, row.verdict, [reason["code"] for reason in row.reasons]) for row in batch.rows.all()]


def test_files_in_any_order_find_their_parents_by_code_then_by_name(party, state_lead):
    batch = preview([file("gp.csv", PANCHAYATS), file("blocks.csv", BLOCKS)], state_lead)

    assert verdicts(batch) == [
        (1, "good", []),
        (2, "doubtful", ["parent_by_name"]),
        (3, "refused", ["parent_unknown"]),
        (4, "refused", ["name_missing"]),
        (5, "good", []),
        (6, "good", []),
    ]
    assert not Area.objects.filter(code__startswith="900").exists()


def test_confirm_enters_good_and_ticked_rows_with_their_paths(party, state_lead):
    batch = preview([file("gp.csv", PANCHAYATS), file("blocks.csv", BLOCKS)], state_lead)

    write(batch, state_lead, [2])

    made = dict(Area.objects.filter(code__in=["7001", "7002", "9001", "9002"]).values_list("code", "path"))
    block = f"{party.district.path}bl7001/"
    assert made["9001"] == f"{block}gp9001/"
    assert made["9002"] == f"{party.district.path}bl7002/gp9002/"
    assert Area.objects.get(code="9001").name_hi == "बरखेड़ी"
    assert Area.objects.get(code="7002").name_en == "Kolar"
    assert Area.objects.search("kolar").get() == Area.objects.get(code="7002")


def test_the_same_files_again_change_nothing(party, state_lead):
    files = [file("gp.csv", PANCHAYATS), file("blocks.csv", BLOCKS)]
    write(preview(files, state_lead), state_lead)
    before = list(Area.objects.order_by("pk").values())

    again = write(preview(files, state_lead), state_lead)

    assert again.written_count == 0
    assert list(Area.objects.order_by("pk").values()) == before


def test_undo_takes_away_what_was_entered_unless_something_was_built_on_it(party, state_lead):
    files = [file("gp.csv", PANCHAYATS), file("blocks.csv", BLOCKS)]
    first = write(preview(files, state_lead), state_lead)
    imports.undo(first, by=state_lead)
    left = Area.objects.filter(code__in=["7001", "9001"]).count()
    second = write(preview(files, state_lead), state_lead)
    factories.make_person(Area.objects.get(code="9001"))

    with pytest.raises(RuleBroken) as refused:
        imports.undo(second, by=state_lead)

    assert (left, refused.value.code) == (0, "in_use")
    assert Area.objects.filter(code__in=["7001", "9001"]).count() == 2


def test_seats_get_codes_of_the_commission_and_booths_lie_in_seat_and_panchayat(party, state_lead):
    seats = "AC_CODE,AC_NAME,ST_NAME_NEW,st_code_eci,District Code\n155,Huzur,Madhya Pradesh,12,390\n"
    parts = "State Name,AC No,Part No,Part Name,Local Body Code,Block Code\nMadhya Pradesh,155,7,Primary School,120001,3600\n"

    batch = preview([file("parts.csv", parts), file("seats.csv", seats)], state_lead)
    write(batch, state_lead)

    booth = Area.objects.get(kind="booth")
    assert (booth.code, booth.parent, booth.electoral_parent.code) == ("S12-155-7", party.panchayat, "S12-155")


def test_towns_stand_once_per_village_and_count_once(party, state_lead):
    towns = (
        "Localbody Code,Localbody Name,District Code,District Name,Village Code,Village Name\n"
        "5001,Kolar,390,BHOPAL,1,One\n5001,Kolar,390,BHOPAL,2,Two\n5001,Other,390,BHOPAL,3,Three\n"
    )

    batch = preview([file("towns.csv", towns)], state_lead)

    assert verdicts(batch) == [
        (1, "good", []),
        (2, "unchanged", ["area_row_again"]),
        (3, "unchanged", ["area_row_again", "area_name_differs"]),
    ]


def test_a_name_beside_another_of_the_same_name_is_doubted(party, state_lead):
    batch = preview([file("b.csv", "District Code,Block Code,Block Name\n390,8888,Phanda\n")], state_lead)

    assert verdicts(batch) == [(1, "doubtful", ["area_twin"])]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "District Name,State Name\nBhopal,MP\n", "\x00\x01\x02"])
def test_files_without_known_headings_are_refused(party, state_lead, text):
    with pytest.raises(RuleBroken):
        preview([file("x.csv", text)], state_lead)


def test_only_who_changes_the_map_imports_areas(party, district_lead, state_lead):
    with pytest.raises(RightMissing):
        preview([file("b.csv", BLOCKS)], district_lead)
    batch = preview([file("b.csv", BLOCKS)], state_lead)
    with pytest.raises(RightMissing):
        write(batch, district_lead)


def test_pages_take_several_files_confirm_and_undo(party, state_lead, client_of):
    client = client_of(state_lead)
    files = [SimpleUploadedFile(name, content) for name, content in [file("gp.csv", PANCHAYATS), file("b.csv", BLOCKS)]]

    running = client.post("/imports/areas/new/", {"files": files}, follow=True)
    batch = ImportBatch.objects.get()
    imports.run_next()
    judged = client.get(f"/imports/{batch.code}/").content.decode()
    client.post(f"/imports/{batch.code}/write/", {"all_doubtful": "on"})
    imports.run_next()
    written = Area.objects.filter(code__in=["7001", "7002", "9001", "9002"]).count()
    refused = b"".join(client.get(f"/imports/{batch.code}/refused.csv").streaming_content).decode()
    client.post(f"/imports/{batch.code}/undo/")

    assert 'role="progressbar"' in running.content.decode() or "<progress" in running.content.decode()
    assert "Block Name" in judged
    assert written == 4
    assert "Nowhere" in refused
    assert not Area.objects.filter(code="7001").exists()
    assert client.post("/imports/areas/new/", {}).status_code == 422


def test_who_lost_the_right_to_the_map_meanwhile_enters_nothing(party, state_lead):
    batch = preview([file("b.csv", BLOCKS)], state_lead)
    batch = imports.confirm(batch, ticked=None, by=state_lead)
    state_lead.person.appointments.update(ends_on=timezone.localdate())

    with pytest.raises(RightMissing):
        imports.run_now(batch)

    assert not Area.objects.filter(code="7001").exists()


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=20)), max_size=6), max_size=6)
)
def test_any_sheet_is_read_or_not_recognised(rows):
    find_shape(rows)


@given(
    st.dictionaries(
        st.sampled_from(["block_code", "block_name", "district_code", "district_name"]), st.text(max_size=30)
    )
)
def test_any_row_gets_a_verdict_and_a_refused_one_a_reason(cells):
    row = Row(1, AreaKind.BLOCK, {field: text for field, text in cells.items() if text})

    judge([row], Atlas(Area.objects.none(), {}))

    assert row.verdict == "refused"
    assert row.reasons


@pytest.mark.skipif(
    not LGD.exists(), reason="the directory's real files lie beside the project only where it is developed"
)
def test_the_real_files_of_the_state(db, capsys):
    areas.load_seed()
    operator = factories.make_user("operator", is_superuser=True)
    files = sorted(LGD.glob("*.csv"))

    call_command("import_areas", *map(str, files), by="operator", write=True, doubtful=True)
    batch = ImportBatch.objects.get()
    again = preview([(path.name, path.read_bytes()) for path in files], operator)

    counts = {kind: Area.objects.of_kind(kind).count() for kind in ("district", "subdistrict", "block", "assembly")}
    with (LGD / "urban_bodies.csv").open(encoding="utf-8", newline="") as lines:
        towns = len({row["Localbody Code"] for row in csv.DictReader(lines)})
    said = {reason["code"] for row in batch.rows.all() for reason in row.reasons}
    assert counts == {"district": 55, "subdistrict": 424, "block": 313, "assembly": 230}
    assert Area.objects.of_kind("urban_body").count() == towns
    assert {"area_was_split", "parent_was_split", "parent_split_same_name", "district_not_told"} <= said
    assert not batch.rows.filter(verdict="refused").exists()
    assert set(again.rows.values_list("verdict", flat=True)) == {"unchanged"}
    assert "parent_was_split" not in capsys.readouterr().out, "doubts are listed in words"


def test_seats_known_from_the_seed_are_left_as_they_are(db):
    areas.load_seed()
    areas.load_seats()
    operator = factories.make_user("operator", is_superuser=True)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["AC_CODE", "AC_NAME", "ST_NAME_NEW", "st_code_eci"])
    for area in Area.objects.of_kind("assembly"):
        writer.writerow([area.code.partition("-")[2], area.name_en, "Madhya Pradesh", "12"])

    batch = preview([file("seats.csv", buffer.getvalue())], operator)

    assert {(verdict, *reasons) for _number, verdict, reasons in verdicts(batch)} == {("unchanged",)}
