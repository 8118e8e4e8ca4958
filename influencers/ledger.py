"""Decides how erasures are remembered beside the database: a file of keyed hashes that a restore does not take back.

One line of JSON for each: who (hashes that name nobody without the key), and when. Several processes may write it at once.
"""

import datetime
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Line:
    """One erasure, as it must be repeated after a restore."""

    person_hash: str
    phone_hash: str
    erased_at: datetime.datetime


def append(line: Line) -> None:
    """Add a line, on the disk before this returns. Raises OSError."""
    text = json.dumps({"person": line.person_hash, "phone": line.phone_hash, "erased_at": line.erased_at.isoformat()})
    with _locked() as file:
        os.lseek(file, 0, os.SEEK_END)
        os.write(file, f"{text}\n".encode())
        os.fsync(file)


def read() -> Iterator[Line]:
    """The lines, the oldest first."""
    path = Path(settings.ERASURE_LEDGER)
    if not path.exists():
        return
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        yield Line(row["person"], row["phone"], datetime.datetime.fromisoformat(row["erased_at"]))


def drop_until(moment: datetime.datetime) -> int:
    """Destroy the lines of that moment and before; return how many. Written in place, so that writers keep their file."""
    if not Path(settings.ERASURE_LEDGER).exists():
        return 0
    with _locked() as file:
        lines = os.read(file, os.fstat(file).st_size).decode().splitlines(keepends=True)
        kept = [line for line in lines if datetime.datetime.fromisoformat(json.loads(line)["erased_at"]) > moment]
        if len(kept) < len(lines):
            os.lseek(file, 0, os.SEEK_SET)
            os.truncate(file, 0)
            os.write(file, "".join(kept).encode())
            os.fsync(file)
    return len(lines) - len(kept)


@contextmanager
def _locked() -> Iterator[int]:
    """The open ledger, for one process at a time."""
    path = Path(settings.ERASURE_LEDGER)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)
