"""Decides how lists leave the system as files: row by row, and so that no spreadsheet takes a cell for a formula."""

import csv
import datetime
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of CSV, with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def xlsx_file(rows: Iterable[Iterable[object]]) -> IO[bytes]:
    """The rows as an Excel file, written row by row to a file that is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(place, column, cell)
            elif isinstance(cell, datetime.date):
                sheet.write_string(place, column, cell.isoformat())
            else:
                sheet.write_string(place, column, "" if cell is None else str(cell))  # never as a formula or a link
    book.close()
    file.seek(0)
    return file


class _Echo:
    def write(self, line: str) -> str:
        return line
