"""Decides what the file looks like in which a person takes everything about them away: a zip of JSON and a page to read."""

import json
import zipfile
from collections.abc import Iterator
from io import RawIOBase

from django.template.loader import render_to_string
from django.utils import timezone, translation

from influencers import own_data
from network.models import Person

CHUNK = 64_000


class _Stream(RawIOBase):
    """Takes what the zip writes and gives it away in pieces; it can't go back."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:
        self.waiting += piece
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        piece, self.waiting = bytes(self.waiting), bytearray()
        return piece


def zip_pieces(person: Person, language: str) -> Iterator[bytes]:
    """The zip, piece by piece, in the language: `my_data.json` and `my_data.html` with the same rows."""
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, texts in (("my_data.json", _json(person)), ("my_data.html", _html(person))):
            with archive.open(name, "w") as file:
                for text in _in_language(texts, language):
                    file.write(text.encode())
                    if len(stream.waiting) >= CHUNK:
                        yield stream.take()
    yield stream.take()


def _in_language(texts: Iterator[str], language: str) -> Iterator[str]:
    """Whoever reads the answer may speak another language between two pieces."""
    while True:
        with translation.override(language):
            text = next(texts, None)
        if text is None:
            return
        yield text


def _json(person: Person) -> Iterator[str]:
    yield "{"
    for place, part in enumerate(own_data.parts()):
        yield f"{', ' if place else ''}\n{json.dumps(part.code)}: ["
        for number, row in enumerate(part.read(person)):
            yield f"{', ' if number else ''}\n  {json.dumps(row, ensure_ascii=False, default=str)}"
        yield "]"
    yield "\n}\n"


def _html(person: Person) -> Iterator[str]:
    yield render_to_string("influencers/own_data_top.html", {"person": person, "now": timezone.now()})
    for part in own_data.parts():
        rows = [list(row.items()) for row in part.read(person)]
        yield render_to_string("influencers/own_data_part.html", {"title": part.title, "rows": rows})
    yield "</body></html>\n"
