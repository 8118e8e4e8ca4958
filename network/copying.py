"""Decides how many rows reach PostgreSQL at once: by COPY, from an iterator, in constant memory."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import connection

CHUNK = 256_000  # characters handed over at a time


class _Lines(io.TextIOBase):
    """A file that is written while it is read: rows become lines of CSV only when COPY asks for them."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self.rows, self.left = iter(rows), ""

    def readable(self) -> bool:
        """COPY reads."""
        return True

    def read(self, size: int | None = -1) -> str:
        """The next `size` characters at most."""
        wanted = CHUNK if size is None or size < 0 else size
        if len(self.left) < wanted:
            self.left += self._more(max(wanted, CHUNK))
        said, self.left = self.left[:wanted], self.left[wanted:]
        return said

    def _more(self, least: int) -> str:
        text = io.StringIO()
        writer = csv.writer(text)
        for row in self.rows:
            writer.writerow(row)
            if text.tell() >= least:
                break
        return text.getvalue()


def copy_rows(
    table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, nullable: Iterable[str] = ()
) -> None:
    """Write rows of text, number or None into a table; `table` and `columns` are names of ours, never input.

    None becomes NULL in the `nullable` columns; in all others it is the empty text.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    texts = ", ".join(f'"{column}"' for column in columns if column not in set(nullable))
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f'COPY "{table}" ({names}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({texts}))', _Lines(rows)
        )
