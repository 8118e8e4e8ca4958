"""Decides what the cards of a prospect's reviewers come to: none, one, disagreement or done. Pure: asks no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from influencers.models.vetting import GAP, MOST_CARDS, MOST_POINTS

FEWEST_CARDS = MOST_CARDS - 1


class State(models.TextChoices):
    """How far the vetting of a prospect is."""

    NONE = "none", _("no card yet")
    ONE = "one", _("one card, a second one is needed")
    DISAGREEMENT = "disagreement", _("the reviewers disagree, a third card is needed")
    DONE = "done", _("finished")


@dataclass(frozen=True)
class Line:
    """One criterion over all cards: the points in the order of the cards, their mean, and whether the first two disagree."""

    criterion: str
    points: tuple[int, ...]
    mean: float
    differs: bool


@dataclass(frozen=True)
class Result:
    """What the cards come to. `total` is the sum of the means, out of `most`; None where no card was handed in."""

    state: State
    lines: tuple[Line, ...] = ()
    total: float | None = None
    most: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether no more cards are taken."""
        return self.state == State.DONE


def result(cards: Sequence[Mapping[str, int]]) -> Result:
    """The result of cards that were handed in, in the order in which they were: points 0 to 5 by criterion.

    The first two are compared; GAP points apart in any criterion ask for a third. Means are over all cards that say something.
    """
    if not cards:
        return Result(State.NONE)
    lines = tuple(_line(code, cards) for code in dict.fromkeys(code for card in cards for code in card))
    total = sum(line.mean for line in lines)
    return Result(_state(cards, lines), lines, total, MOST_POINTS * len(lines))


def _line(code: str, cards: Sequence[Mapping[str, int]]) -> Line:
    points = tuple(card[code] for card in cards if code in card)
    first = [card[code] for card in cards[:FEWEST_CARDS] if code in card]
    return Line(code, points, sum(points) / len(points), max(first, default=0) - min(first, default=0) >= GAP)


def _state(cards: Sequence[Mapping[str, int]], lines: Sequence[Line]) -> State:
    if len(cards) < FEWEST_CARDS:
        return State.ONE
    if len(cards) < MOST_CARDS and any(line.differs for line in lines):
        return State.DISAGREEMENT
    return State.DONE
