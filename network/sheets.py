"""Decides how a spreadsheet from outside is read: in a process of its own, with limits, or not at all."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHILD = Path(__file__).with_name("sheets_child.py")
SECONDS = 10

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too_big": _("The file is too large, or unpacks to too much. Save only the sheet you need and try again."),
    "not_a_sheet": _("This is not an Excel, LibreOffice or CSV file. In Excel: Save as, Excel workbook (.xlsx)."),
    "too_many_rows": _("The sheet has more than 50,000 rows. Split it and import the parts."),
    "too_many_columns": _("The sheet has more than 40 columns. Delete those that are not needed."),
    "too_slow": _("Reading the file took too long. Save it anew as .xlsx or .csv and try again."),
    "encrypted": _("The file is locked with a password. Save it without one."),
    "corrupt": _("The file is damaged and can't be read. Open it in Excel and save it anew."),
}


class SheetRefused(ValueError):
    """A file that is not read; `code` names why, the text says it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(SENTENCES[self.code])


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells (text, number, bool or None), and the formulas by (row, column), counted from 0."""

    name: str
    rows: list[list[object]]
    formulas: dict[tuple[int, int], str]


def read(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx, .xls, .ods or .csv file. Raises SheetRefused; takes at most 10 s and 512 MB, elsewhere."""
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise SheetRefused("too_big")
    answer = _ask_child(content)
    if "refused" in answer:
        raise SheetRefused(answer["refused"])
    return [Sheet(sheet["name"], sheet["rows"], _places(sheet["formulas"])) for sheet in answer["sheets"]]


def _ask_child(content: bytes) -> dict:
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": "", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        said, _errors = child.communicate(content, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise SheetRefused("too_slow") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise SheetRefused("too_slow")
    if child.returncode == -signal.SIGABRT:  # the reader could not get the memory that the file asked for
        raise SheetRefused("too_big")
    if child.returncode != 0:
        raise SheetRefused("corrupt")
    return json.loads(said)


def _places(formulas: dict[str, str]) -> dict[tuple[int, int], str]:
    found = {}
    for place, formula in formulas.items():
        row, _comma, column = place.partition(",")
        found[int(row), int(column)] = formula
    return found
