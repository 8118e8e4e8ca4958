"""Decides nothing itself: asks the app that holds trainings on which day people completed a course, which this app can't know.

An office names a course by its code. Without an app that knows it, the name stands for itself and nobody has completed it.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Protocol


class Source(Protocol):
    """An app that holds trainings."""

    def title(self, course: str) -> str | None: ...

    def completed_on(self, people: Iterable[int], course: str) -> Mapping[int, datetime.date]: ...


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app say who completed which course."""
    _sources.append(source)


def title_of(course: str) -> str:
    """What a course is called in the reader's language."""
    return next((title for source in _sources if (title := source.title(course))), course)


def titles_of(courses: Iterable[str]) -> list[str]:
    """The same for several, each once; empty names are left out."""
    return [title_of(course) for course in dict.fromkeys(courses) if course]


def completed_on(people: Iterable[int], course: str) -> dict[int, datetime.date]:
    """By the id of each of the people who completed the course: the day."""
    ids = list(people)
    found: dict[int, datetime.date] = {}
    for source in _sources:
        found |= source.completed_on(ids, course)
    return found
