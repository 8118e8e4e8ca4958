"""Decides nothing itself: asks the app that owns the outbox to tell people of trainings, for this app can't know it.

It registers itself when it starts; it writes its rows in the transaction of the training itself.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from influencers.models import Training
from network.models import User


class Occasion(StrEnum):
    """What there is to be told of a training."""

    INVITED = "invited"
    CHANGED = "changed"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Announcer:
    """Who tells people: of an occasion, everybody of the training whom it concerns; what became of it, what is unread."""

    tell: Callable[[Training, Occasion, datetime.datetime], None]
    outcome: Callable[[Training], list[tuple[str, int]]]
    unread: Callable[[User], set[int]]
    read: Callable[[User], None]


_announcers: list[Announcer] = []


def register(announcer: Announcer) -> None:
    """Let an app tell people of trainings."""
    _announcers.append(announcer)


def tell(training: Training, occasion: Occasion, at: datetime.datetime) -> None:
    """Have the people of a training told, once; to be called in the transaction of what is told."""
    for announcer in _announcers:
        announcer.tell(training, occasion, at)


def outcome(training: Training) -> list[tuple[str, int]]:
    """How many people were told, wait for their message or could not be told and why, in words."""
    return [line for announcer in _announcers for line in announcer.outcome(training)]


def unread(user: User) -> set[int]:
    """The user's own attendances of which something new was said."""
    return {pk for announcer in _announcers for pk in announcer.unread(user)}


def read(user: User) -> None:
    """Note that the user looked at their trainings."""
    for announcer in _announcers:
        announcer.read(user)
