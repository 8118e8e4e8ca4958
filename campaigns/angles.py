"""Angles: which of those who write on a topic in a district takes which, so that neighbours don't tell the same. Pure.

Neighbours are people of one block; where no block is known, those who stand next to each other in the team.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Chosen:
    """Somebody who writes on the topic; `angle` is set where somebody fixed it by hand."""

    id: int
    block: int = 0
    place: int = 0
    angle: int | None = None
    suited: frozenset[int] = frozenset()  # the angles that suit them; none where all suit alike


def share_out(group: Sequence[Chosen], angles: Sequence[int]) -> dict[int, int]:
    """Give everybody one angle, each angle to somebody while there are people, and different ones to neighbours.

    Where that leaves a choice, people get an angle that suits them.

    People of a block share an angle only when they are more than the angles, and then as evenly as it goes.
    """
    found = {each.id: each.angle for each in group if each.angle is not None}
    used = Counter(found.values())
    for block, part in groupby(
        sorted(group, key=lambda each: (each.block, each.place, each.id)), lambda each: each.block
    ):
        members = list(part)
        if block:
            _in_a_block(members, angles, found, used)
        else:
            _in_a_line(members, angles, found, used)
    return found


def _in_a_block(members: list[Chosen], angles: Sequence[int], found: dict[int, int], used: Counter[int]) -> None:
    here = Counter(found[each.id] for each in members if each.id in found)
    for each in members:
        if each.id not in found:
            angle = min(angles, key=lambda one: (here[one], *_rank(each, one, used)))
            found[each.id] = angle
            here[angle] += 1
            used[angle] += 1


def _rank(each: Chosen, angle: int, used: Counter[int]) -> tuple[bool, bool, int]:
    """An angle that nobody has yet comes first, then one that suits the person, then one that few have."""
    return used[angle] > 0, bool(each.suited) and angle not in each.suited, used[angle]


def _in_a_line(members: list[Chosen], angles: Sequence[int], found: dict[int, int], used: Counter[int]) -> None:
    for place, each in enumerate(members):
        if each.id in found:
            continue
        beside = [
            found.get(other.id) for other in (*members[max(0, place - 1) : place], *members[place + 1 : place + 2])
        ]
        angle = min(angles, key=lambda one: (beside.count(one), *_rank(each, one, used)))
        found[each.id] = angle
        used[angle] += 1
