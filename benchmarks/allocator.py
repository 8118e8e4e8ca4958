"""The allocator against a greedy one that goes through topics and people in turn: time, coverage, evenness, match."""

import random
from collections import defaultdict

from benchmarks.timing import seconds
from campaigns.allocator import Person, Want, allocate
from influencers.models import Subject
from influencers.platforms import Platform

TOPICS, DISTRICTS, ANGLES, MOST = 20, 55, 3, 2
WANTED = (9, 15, 30)  # people for each district, by turns
COMMON = [platform.value for platform in Platform][:5]
Pairs = dict[int, list[tuple[int, int]]]  # topic: [(person, angle)]


def run(people: int) -> None:
    """Print seconds of both and what each came to. All figures are of the same people and topics, in the same run."""
    for name, share in [("scarce: twice as many wanted as there is room for", 4), ("ample: room for twice as many", 1)]:
        print(f"{people} people × {TOPICS} topics, {name}")
        _compare(_crowd(people), _wants(people, share))
    print(
        "coverage: topic × angle × district with somebody; full: people got of people wanted; evenness: Jain's index of the"
    )
    print(
        "asks of 30 days after it (1.0: everybody the same); match: asks to people who know the subject; apart: neighbours"
    )
    print("of a block with different angles.", flush=True)


def _compare(crowd: list[Person], wants: list[Want]) -> None:
    found: dict[str, Pairs] = {}
    ours = seconds(lambda: found.update(ours=_pairs(allocate(crowd, wants, most_topics=MOST).asks)))
    plain = seconds(lambda: found.update(greedy=_greedy(crowd, wants)))
    print(f"    allocator {ours:.1f} s, greedy {plain:.1f} s")
    print(f"    {'':10} {'coverage':>10} {'full':>8} {'evenness':>10} {'match':>8} {'apart':>8} {'asks':>8}")
    for name, pairs in found.items():
        figures = _quality(crowd, wants, pairs)
        print(
            f"    {name:10} "
            + " ".join(f"{figure:>{width}}" for figure, width in zip(figures, (10, 8, 10, 8, 8, 8), strict=True))
        )


def _crowd(count: int) -> list[Person]:
    chance = random.Random(2026)
    return [
        Person(
            id=number + 1,
            district=number % DISTRICTS,
            most=chance.choice([0, 1, 2, 3, 3, 3]),
            block=chance.randrange(1, 9),
            place=number // DISTRICTS,
            load=chance.randrange(0, 9),
            subjects=frozenset(chance.sample(Subject.values, 2)),
            platforms=frozenset(chance.sample(COMMON, 2)),
            languages=frozenset(["hi"] if chance.random() < 0.9 else ["en"]),
        )
        for number in range(count)
    ]


def _wants(count: int, share: int) -> list[Want]:
    chance = random.Random(62)
    scale = count / 30_000
    return [
        Want(
            topic=topic,
            angles=tuple(topic * 10 + angle for angle in range(ANGLES)),
            people=frozenset(range(1, count + 1)),
            wanted=max(ANGLES, int(share * WANTED[topic % 3] * scale)),
            subjects=frozenset(chance.sample(Subject.values, 2)),
            platforms=frozenset(chance.sample(COMMON, 1)),
            languages=frozenset(["hi"]),
        )
        for topic in range(1, TOPICS + 1)
    ]


def _pairs(asks) -> Pairs:
    pairs: Pairs = defaultdict(list)
    for ask in asks:
        pairs[ask.topic].append((ask.person, ask.angle))
    return pairs


def _greedy(crowd: list[Person], wants: list[Want]) -> Pairs:
    """Topic after topic: in each district those who know it, then those asked least; angles go round."""
    room = {person.id: min(person.most, MOST) for person in crowd}
    load = {person.id: person.load for person in crowd}
    places: dict[int, list[Person]] = defaultdict(list)
    for person in crowd:
        places[person.district].append(person)
    pairs: Pairs = defaultdict(list)
    for want in wants:
        for people in places.values():
            able = [
                one for one in people
                if room[one.id] and one.id in want.people and one.platforms & want.platforms and one.languages & want.languages
            ]  # fmt: skip
            able.sort(key=lambda one: (not one.subjects & want.subjects, load[one.id], one.id))
            for turn, person in enumerate(able[: want.wanted]):
                room[person.id] -= 1
                load[person.id] += 1
                pairs[want.topic].append((person.id, want.angles[turn % len(want.angles)]))
    return pairs


def _quality(crowd: list[Person], wants: list[Want], pairs: Pairs) -> tuple[str, ...]:
    known = {person.id: person for person in crowd}
    load = {person.id: person.load for person in crowd}
    cells, matched, count, wanted = set(), 0, 0, 0
    together, apart = 0, 0
    for want in wants:
        wanted += want.wanted * DISTRICTS
        blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, angle in pairs[want.topic]:
            person = known[number]
            cells.add((person.district, want.topic, angle))
            load[number] += 1
            matched += bool(person.subjects & want.subjects)
            count += 1
            blocks[person.district, person.block].append(angle)
        for angles in blocks.values():
            for place, angle in enumerate(angles):
                together += place
                apart += sum(other != angle for other in angles[:place])
    loads = [load[person.id] for person in crowd if person.most]
    evenness = sum(loads) ** 2 / (len(loads) * sum(one * one for one in loads))
    return (
        f"{len(cells) / (TOPICS * DISTRICTS * ANGLES):.1%}", f"{count / wanted:.1%}", f"{evenness:.3f}",
        f"{matched / count:.1%}", f"{apart / together:.1%}", str(count),
    )  # fmt: skip
