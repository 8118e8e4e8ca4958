"""The allocator: who is asked for which topic from which angle. Pure: plain rows in, plain rows out, no database.

Who gets a topic is a flow of least cost, district by district (OR-Tools): what a district must cover comes before what it may,
then people who know the subject, then those asked least in 30 days (the cost of one more ask rises with each, so that the sum
of squares is least). Angles are given afterwards (campaigns/angles.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from campaigns.angles import Chosen, share_out

MUST, MORE = 10**9, 10**6  # what a unit of cover costs when it is missed; far above all that follows
MISMATCH = 1_000
LOAD = 10  # one mismatch weighs as much as some fifty asks in a month: nobody is worn out for a perfect match
TIERS = 4  # a shortage is spread over the topics in so many steps


@dataclass(frozen=True)
class Person:
    """Somebody who may be asked: `most` more topics now; `load` topics in the last 30 days; `block` 0 where unknown."""

    id: int
    district: int
    most: int
    block: int = 0
    place: int = 0
    load: int = 0
    subjects: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suit:
    """Whom an angle suits: who writes about one of the subjects and in one of the languages; an empty list suits all."""

    subjects: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def is_for(self, person: Person) -> bool:
        """Whether it suits the person."""
        knows = not self.subjects or bool(self.subjects & person.subjects)
        return knows and (not self.languages or bool(self.languages & person.languages))


@dataclass(frozen=True)
class Want:
    """A topic with its angles, and `people` whom it means and the gate lets pass. `wanted` for each district; None: all."""

    topic: int
    angles: tuple[int, ...]
    people: frozenset[int]
    wanted: int | None = None
    subjects: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    suits: Mapping[int, Suit] = field(default_factory=dict)  # by angle, for those that do not suit everybody

    def suited_for(self, person: Person) -> frozenset[int]:
        """The angles that suit the person."""
        return frozenset(angle for angle in self.angles if angle not in self.suits or self.suits[angle].is_for(person))


@dataclass(frozen=True)
class Hold:
    """A decision by hand: this person writes on the topic from this angle, or (None) is kept off it."""

    person: int
    topic: int
    angle: int | None


@dataclass(frozen=True)
class Ask:
    """One person, one topic, one angle, and why: codes with what they speak of (campaigns/plan_words.py)."""

    person: int
    district: int
    topic: int
    angle: int
    why: tuple[tuple[str, object], ...]
    is_held: bool = False


@dataclass(frozen=True)
class Gap:
    """What can't be had in a district: how many of how many, which angles stay open, and the code of the reason."""

    district: int
    topic: int
    code: str
    got: int
    wanted: int
    angles: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


@dataclass
class Result:
    """Every ask, and everything that is missing."""

    asks: list[Ask] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def allocate(
    people: Sequence[Person], wants: Sequence[Want], holds: Iterable[Hold] = (), *, most_topics: int = 2
) -> Result:
    """Share the topics out. Everybody gets at most `most_topics` and what is left of their week, and one angle of each.

    Nobody is asked whom a topic does not mean; a hold is kept while its person may be asked at all, else it is a gap.
    """
    people = sorted(people, key=lambda person: (person.district, person.block, person.place, person.id))
    table = _Table(people, wants, most_topics)
    result = Result()
    held = table.hold(holds, result)
    ends = np.flatnonzero(np.diff(table.district, append=-1)) + 1
    start = 0
    for end in ends:
        _share_district(table, start, int(end), held, result)
        start = int(end)
    return result


class _Table:
    """The people and topics as arrays: what may be (`may`), what is known (`knows`), and how much room everybody has."""

    def __init__(self, people: Sequence[Person], wants: Sequence[Want], most_topics: int) -> None:
        self.people, self.wants = people, wants
        self.row = {person.id: place for place, person in enumerate(people)}
        self.column = {want.topic: place for place, want in enumerate(wants)}
        self.district = np.array([person.district for person in people], dtype=np.int64)
        self.room = np.array([max(0, min(person.most, most_topics)) for person in people], dtype=np.int64)
        self.load = np.array([person.load for person in people], dtype=np.int64)
        shape = (len(people), len(wants))
        self.meant, self.can, self.knows = (np.zeros(shape, dtype=bool) for _ in range(3))
        ids = np.array([person.id for person in people], dtype=np.int64)
        subjects, platforms, languages = (_bits(people, name) for name in ("subjects", "platforms", "languages"))
        for column, want in enumerate(wants):
            self.meant[:, column] = np.isin(ids, np.fromiter(want.people, dtype=np.int64, count=len(want.people)))
            self.can[:, column] = _fits(platforms, want.platforms) & _fits(languages, want.languages)
            self.knows[:, column] = _shares(subjects, want.subjects) if want.subjects else True
        self.may = self.meant & self.can

    def hold(self, holds: Iterable[Hold], result: Result) -> dict[int, dict[int, int]]:
        """Take the decisions by hand out of what is still open; return them as {column: {row: angle}}."""
        held: dict[int, dict[int, int]] = {column: {} for column in range(len(self.wants))}
        for hold in holds:
            row, column = self.row.get(hold.person), self.column.get(hold.topic)
            if column is None:
                continue
            want = self.wants[column]
            if row is not None and hold.angle is None:
                self.may[row, column] = False
            elif row is not None and hold.angle in want.angles and self.meant[row, column] and self.room[row] > 0:
                self.may[row, column] = False
                self.room[row] -= 1
                held[column][row] = hold.angle
            elif row is not None:
                gap = Gap(int(self.district[row]), want.topic, "hold_impossible", 0, 1, people=(hold.person,))
                result.gaps.append(gap)
        return held


def _bits(people: Sequence[Person], name: str) -> tuple[dict[str, int], np.ndarray]:
    """Each code gets a bit, each person the sum of theirs."""
    codes: dict[str, int] = {}
    sums = [sum(1 << codes.setdefault(code, len(codes)) for code in getattr(person, name)) for person in people]
    return codes, np.array(sums, dtype=np.int64)


def _shares(bits: tuple[dict[str, int], np.ndarray], asked: frozenset[str]) -> np.ndarray:
    codes, sums = bits
    return (sums & sum(1 << codes[code] for code in asked if code in codes)) > 0


def _fits(bits: tuple[dict[str, int], np.ndarray], asked: frozenset[str]) -> np.ndarray:
    """Whether they can: nothing is asked, nothing is known of the person, or something of it they have."""
    return np.ones(len(bits[1]), dtype=bool) if not asked else _shares(bits, asked) | (bits[1] == 0)


def _share_district(table: _Table, start: int, end: int, held: dict[int, dict[int, int]], result: Result) -> None:
    theirs = [{row: angle for row, angle in held[column].items() if start <= row < end} for column in held]
    chosen = _flow(table, start, end, [len(rows) for rows in theirs])
    used = np.bincount(np.concatenate(chosen) if chosen else [], minlength=end).astype(np.int64)
    for column, rows in enumerate(chosen):
        want, fixed = table.wants[column], theirs[column]
        group = [
            Chosen(
                row,
                table.people[row].block,
                table.people[row].place,
                fixed.get(row),
                want.suited_for(table.people[row]) if want.suits else frozenset(),
            )
            for row in sorted({*rows.tolist(), *fixed})
        ]
        angles = share_out(group, want.angles)
        may = int(table.may[start:end, column].sum()) + len(fixed)
        seen: set[int] = set()
        for each in group:
            angle, is_first = angles[each.id], angles[each.id] not in seen
            seen.add(angle)
            why = _why(table, each, column, is_alone=may == 1, is_first=is_first)
            person = table.people[each.id]
            result.asks.append(Ask(person.id, person.district, want.topic, angle, why, is_held=each.id in fixed))
        gap = _gap(table, start, end, column, fixed, len(group), seen, used)
        if gap:
            result.gaps.append(gap)


def _flow(table: _Table, start: int, end: int, held: list[int]) -> list[np.ndarray]:
    """For each topic the rows of the people to ask, besides those held by hand: a flow of least cost among the largest."""
    room, load, may = table.room[start:end], table.load[start:end], table.may[start:end]
    rows, columns = np.nonzero(may & (room > 0)[:, None])
    if not len(rows):
        return [np.array([], dtype=np.int64) for _ in table.wants]
    count, source = end - start, 0
    sink = 1 + count + len(table.wants)
    flow = SimpleMinCostFlow()
    for turn in range(int(room.max())):
        willing = np.flatnonzero(room > turn)
        costs = LOAD * (2 * (load[willing] + turn) + 1)
        _arcs(flow, np.full(len(willing), source), 1 + willing, np.ones(len(willing), dtype=np.int64), costs)
    costs = MISMATCH * ~table.knows[start + rows, columns]
    pairs = _arcs(flow, 1 + rows, 1 + count + columns, np.ones(len(rows), dtype=np.int64), costs)
    for column, want in enumerate(table.wants):
        for size, cost in _tiers(want, count, held[column]):
            flow.add_arc_with_capacity_and_unit_cost(1 + count + column, sink, size, cost)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([count * len(table.wants), -count * len(table.wants)]))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow of a district was not solved: {status}")
    taken = flow.flows(pairs) > 0
    return [start + rows[taken & (columns == column)] for column in range(len(table.wants))]


def _arcs(flow: SimpleMinCostFlow, tails, heads, sizes, costs) -> np.ndarray:
    return flow.add_arcs_with_capacity_and_unit_cost(tails, heads, sizes, costs.astype(np.int64))


def _tiers(want: Want, count: int, held: int) -> list[tuple[int, int]]:
    """How the units of a topic in a district are paid for: what it must have is free, the rest is dearer step by step."""
    most = max(0, (count if want.wanted is None else min(want.wanted, count)) - held)
    must = min(most, max(0, len(want.angles) - held))
    bounds = [must + (most - must) * step // TIERS for step in range(TIERS + 1)]
    more = [(upper - lower, MUST + MORE * step) for step, (lower, upper) in enumerate(pairwise(bounds))]
    return [(size, cost) for size, cost in [(must, 0), *more] if size]


def _why(
    table: _Table, chosen: Chosen, column: int, *, is_alone: bool, is_first: bool
) -> tuple[tuple[str, object], ...]:
    person, want = table.people[chosen.id], table.wants[column]
    found: list[tuple[str, object]] = [("held", None)] if chosen.angle is not None else []
    if want.subjects:
        common = sorted(want.subjects & person.subjects)
        found.append(("knows", common) if common else ("knows_not", None))
    if is_alone:
        found.append(("alone", None))
    found.append(("load", person.load))
    found.append(("angle_first" if is_first else "angle_apart", None))
    return tuple(found)


def _gap(
    table: _Table, start: int, end: int, column: int, fixed: dict[int, int], got: int, seen: set[int], used: np.ndarray
) -> Gap | None:
    """What the district lacks for the topic, and why: nobody is meant, nobody can, or their weeks are full."""
    want = table.wants[column]
    wanted = len(want.angles) if want.wanted is None else want.wanted
    if got >= wanted:
        return None
    meant, can = table.meant[start:end, column], table.meant[start:end, column] & table.can[start:end, column]
    has_room = table.may[start:end, column] & (table.room[start:end] > 0)
    if not meant.any():
        code = "nobody_meant"
    elif not can.any() and not fixed:
        code = "nobody_can"
    elif int(has_room.sum()) + len(fixed) < int(can.sum()) or (used[start:end] >= table.room[start:end])[can].any():
        code = "no_room"
    else:
        code = "too_few"
    left = tuple(angle for angle in want.angles if angle not in seen)
    return Gap(int(table.district[start]), want.topic, code, got, wanted, left)
