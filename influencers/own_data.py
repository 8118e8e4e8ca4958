"""Decides where everything about one person is found, so that it can be shown to them and erased; apps above add their part."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from network.models import Person

Row = dict[str, object]


def _nothing(person: Person) -> None:
    """Where leaving ends nothing more."""


@dataclass(frozen=True)
class Part:
    """One kind of data about a person.

    `read` yields it row by row, as the person may see it: heading in words, value as plain text, number, date or list.
    `erase` removes it or takes the person out of it, and returns how many rows of what it touched.
    `leave` ends what must not outlive the person's leaving: links that open something.
    `log` is what the sealed log keeps for a year: what was done with the data, and nothing about who it was.
    """

    code: str
    title: Promise
    read: Callable[[Person], Iterator[Row]]
    erase: Callable[[Person], Mapping[str, int]] | None = None
    leave: Callable[[Person], None] = _nothing
    log: Callable[[Person], object] | None = None
    place: int = 50


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Let an app tell of its part."""
    _parts[part.code] = part


def parts() -> list[Part]:
    """All parts in the order of `place`."""
    return sorted(_parts.values(), key=lambda part: (part.place, part.code))
