"""Files from outside: good ones in every format, and the hostile corpus, refused in time and within their memory."""

import io
import resource
import time
import zipfile

import pytest

from network.sheets import SheetRefused, read
from tests.journeys.conftest import BASE_DIR

DEMO = (BASE_DIR / "tests" / "data" / "roster_demo.xlsx").read_bytes()
PACKAGE = "application/vnd.openxmlformats-"
BOOK_TYPE = f"{PACKAGE}officedocument.spreadsheetml.sheet.main+xml"
SHEET_TYPE = f"{PACKAGE}officedocument.spreadsheetml.worksheet+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="{PACKAGE}package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""
BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(rows: str, *, head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS.format(office=OFFICE, kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", RELS.format(office=OFFICE, kind="worksheet", target="worksheets/sheet1.xml")
        )
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=rows, head=head))
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(800):
                part.write(b"0" * 1_000_000)
    return out.getvalue()


def test_the_demo_sheet_is_read_with_its_formulas():
    sheet = max(read(DEMO), key=lambda sheet: len(sheet.rows))
    assert len(sheet.rows) > 260
    assert any("SUM" in formula for formula in sheet.formulas.values())


def test_a_small_workbook():
    (sheet,) = read(workbook(f'<row r="1">{cell("A1", "नाम")}{cell("B1", "ज़िला")}</row>'))
    assert sheet.rows == [["नाम", "ज़िला"]]


@pytest.mark.parametrize(
    "content",
    ["नाम,ज़िला\nअ,इंदौर\n".encode(), "नाम;ज़िला\nअ;इंदौर\n".encode("utf-8-sig"), "नाम\tज़िला\nअ\tइंदौर\n".encode("utf-16")],
)
def test_csv_in_the_encodings_that_offices_save(content):
    (sheet,) = read(content)
    assert sheet.rows == [["नाम", "ज़िला"], ["अ", "इंदौर"]]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "empty": (b"  \n", {"empty"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, {"not_a_sheet", "corrupt"}),
    "a pdf": (b"%PDF-1.7\n\x00\x01\x02", {"not_a_sheet"}),
    "half a workbook": (DEMO[: len(DEMO) // 2], {"corrupt"}),
    "a zip without a workbook": (None, {"not_a_sheet", "corrupt"}),
    "too many rows": (b"a,b\n" * 60_000, {"too_many_rows"}),
    "a million columns": (b",".join([b"x"] * 1_000_000), {"too_many_columns", "corrupt"}),
    "too big": (b"a,b\n" * 2_000_000, {"too_big"}),
    "a locked workbook": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), {"encrypted"}),
    "a broken old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, {"corrupt", "not_a_sheet"}),
}  # fmt: skip


def made(name: str) -> bytes:
    if name == "a zip without a workbook":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("hello.txt", "hello")
        return out.getvalue()
    return HOSTILE[name][0]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason(name):
    refuse(made(name), HOSTILE[name][1])


def test_a_zip_bomb():
    refuse(bomb(), {"too_big", "corrupt"})


def test_a_cell_far_away():
    refuse(
        workbook(f'<row r="1048576">{cell("XFD1048576", "x")}</row>'),
        {"too_many_rows", "too_many_columns", "too_big", "corrupt"},
    )


def test_entities_that_explode():
    refuse(
        workbook(f'<row r="1">{cell("A1", "&j;")}</row>', head=BILLION),
        {"corrupt", "too_big", "too_slow", "not_a_sheet"},
    )


def test_entities_that_read_files():
    head = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    try:
        sheets = read(workbook(f'<row r="1">{cell("A1", "&x;")}</row>', head=head))
    except SheetRefused:
        return
    assert all(not cell for sheet in sheets for row in sheet.rows for cell in row), "an outside file was read"


def refuse(content: bytes, codes: set[str]) -> None:
    before = time.monotonic()
    with pytest.raises(SheetRefused) as refused:
        read(content)
    assert refused.value.code in codes
    assert str(refused.value)
    assert time.monotonic() - before < 15, "the reader is stopped after 10 s"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 700_000, "KiB of the largest child so far"
