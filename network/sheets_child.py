"""Reads one hostile spreadsheet on stdin and prints what is in it as JSON. Runs alone, in a process with hard limits.

Imports nothing of Samvad: it is started by path, and whatever a file does to it stays in it (see network/sheets.py).
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

MEMORY = 512_000_000
CPU_SECONDS = 9
MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
MOST_ROWS = 50_000
MOST_COLUMNS = 40
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(r"([A-Z]{1,4})(\d{1,8})")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class Refused(Exception):
    """A file that is not read; the first argument is the code of the reason."""


def read(content: bytes) -> list[dict[str, object]]:
    """Every sheet of the file: {"name", "rows", "formulas": {"3,8": "SUM(…)"}} with places counted from 0."""
    if not content.strip():
        raise Refused("empty")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("encrypted")
        return _read_workbook(content, [])
    if content.startswith(ZIP):
        formulas = list(_scan_parts(content))
        return _read_workbook(content, formulas)
    return [_read_csv(content)]


def _scan_parts(content: bytes) -> Iterator[dict[str, str]]:
    """Look at a zipped workbook before it is loaded: refuse its size, yield each sheet's formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("corrupt") from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    names = {part.filename for part in parts}
    if "content.xml" in names:
        return
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_sheet")
    for name in _sheet_parts(archive):
        yield _scan_sheet(archive, name)


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    relations = ElementTree.fromstring(_part(archive, "xl/_rels/workbook.xml.rels"))
    target = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(_part(archive, "xl/workbook.xml"))
    paths = [target.get(sheet.get(RELATION), "") for sheet in book.iter(f"{MAIN}sheet")]
    return [path.lstrip("/") if path.startswith("/") else f"xl/{path}" for path in paths]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    content = archive.read(name)
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content[:2000]:
        raise Refused("corrupt")
    return content


def _scan_sheet(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    formulas: dict[str, str] = {}
    row = column = 0
    for event, element in ElementTree.iterparse(io.BytesIO(_part(archive, name)), ("start", "end")):
        if event == "start" and element.tag == f"{MAIN}row":
            row, column = int(element.get("r") or row + 1), 0
            if row > MOST_ROWS + 1000:
                raise Refused("too_many_rows")
        elif event == "end" and element.tag == f"{MAIN}c":
            column = _column(element.get("r"), column)
            if column > MOST_COLUMNS and len(element):
                raise Refused("too_many_columns")
            formula = element.find(f"{MAIN}f")
            if formula is not None:
                formulas[f"{row - 1},{column - 1}"] = f"={formula.text or ''}"[:200]
        elif event == "end" and element.tag == f"{MAIN}row":
            element.clear()
    return formulas


def _column(reference: str | None, before: int) -> int:
    """The number of a cell's column, counted from 1: "AB7" gives 28."""
    found = CELL.fullmatch(reference or "")
    if not found:
        return before + 1
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _read_workbook(content: bytes, formulas: list[dict[str, str]]) -> list[dict[str, object]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # only here: CSV needs no library

    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        return [
            _sheet(name, book.get_sheet_by_name(name), formulas[place] if place < len(formulas) else {})
            for place, name in enumerate(book.sheet_names)
        ]
    except PasswordError as error:
        raise Refused("encrypted") from error
    except CalamineError as error:
        raise Refused("corrupt") from error


def _sheet(name: str, sheet, formulas: dict[str, str]) -> dict[str, object]:
    if sheet.total_height > MOST_ROWS:
        raise Refused("too_many_rows")
    rows = [_trimmed([_plain(cell) for cell in row]) for row in sheet.iter_rows()]
    start = sheet.start or (0, 0)
    rows = [[] for _ in range(start[0])] + rows if len(rows) < sheet.total_height else rows
    return {"name": name, "rows": rows, "formulas": formulas}


def _plain(cell: object) -> object:
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell[:2000] if isinstance(cell, str) else cell


def _trimmed(row: list[object]) -> list[object]:
    """The row without empty cells at its end."""
    while row and row[-1] in ("", None):
        row.pop()
    if len(row) > MOST_COLUMNS:
        raise Refused("too_many_columns")
    return row


def _read_csv(content: bytes) -> dict[str, object]:
    text = _decode(content)
    if text.lstrip()[:1] == "<":
        raise Refused("not_a_sheet")
    head = text[:5000]
    delimiter = max(",;\t|", key=head.count)
    rows: list[list[object]] = []
    formulas: dict[str, str] = {}
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            if len(rows) >= MOST_ROWS:
                raise Refused("too_many_rows")
            rows.append(_trimmed([cell[:2000] for cell in row]))
            for column, cell in enumerate(rows[-1]):
                if str(cell).startswith("="):
                    formulas[f"{len(rows) - 1},{column}"] = str(cell)[:200]
    except csv.Error as error:
        raise Refused("corrupt") from error
    return {"name": "", "rows": rows, "formulas": formulas}


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif CONTROL.search(content[:100_000]):
        raise Refused("not_a_sheet")
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("not_a_sheet") from error


def main() -> None:
    """Read stdin, print {"sheets": …} or {"refused": code}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"sheets": read(sys.stdin.buffer.read())}
    except Refused as error:
        answer = {"refused": error.args[0]}
    except MemoryError:
        answer = {"refused": "too_big"}
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        answer = {"refused": "corrupt"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
