"""The laws of the allocator, for any people, topics and decisions by hand."""

from collections import Counter, defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.allocator import Ask, Gap, Hold, Person, Suit, Want, allocate
from campaigns.angles import Chosen, share_out

SUBJECTS, PLATFORMS = ["farmers", "health", "youth"], ["x", "youtube"]
some = {
    "subjects": st.frozensets(st.sampled_from(SUBJECTS), max_size=2),
    "platforms": st.frozensets(st.sampled_from(PLATFORMS), max_size=2),
    "languages": st.frozensets(st.sampled_from(["hi", "en"]), max_size=2),
}


@st.composite
def worlds(draw):
    """Up to 14 people in 3 districts, up to 4 topics, and some decisions by hand, sound or not."""
    people = [
        Person(
            id=number,
            district=draw(st.integers(1, 3)),
            most=draw(st.integers(0, 3)),
            block=draw(st.integers(0, 2)),
            place=number,
            load=draw(st.integers(0, 6)),
            **{name: draw(choice) for name, choice in some.items()},
        )
        for number in range(1, draw(st.integers(0, 14)) + 1)
    ]
    ids = st.integers(1, 16)
    wants = [
        Want(
            topic=topic,
            angles=tuple(topic * 10 + angle for angle in range(draw(st.integers(1, 3)))),
            people=draw(st.frozensets(ids)),
            wanted=draw(st.none() | st.integers(1, 6)),
            **{name: draw(choice) for name, choice in some.items()},
        )
        for topic in range(1, draw(st.integers(0, 4)) + 1)
    ]
    pairs = draw(st.lists(st.tuples(ids, st.integers(1, 5)), max_size=5, unique=True))
    holds = [Hold(person, topic, draw(st.none() | st.just(topic * 10) | st.just(999))) for person, topic in pairs]
    return people, wants, holds, draw(st.integers(1, 3))


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_no_ask_breaks_a_limit(world):
    people, wants, holds, most_topics = world
    known, topics = {person.id: person for person in people}, {want.topic: want for want in wants}

    result = allocate(people, wants, holds, most_topics=most_topics)

    asked = Counter(ask.person for ask in result.asks)
    assert all(count <= min(known[person].most, most_topics) for person, count in asked.items()), "caps"
    assert len({(ask.person, ask.topic) for ask in result.asks}) == len(result.asks), "one angle each"
    per_place = Counter((known[ask.person].district, ask.topic) for ask in result.asks if not ask.is_held)
    for ask in result.asks:
        want, person = topics[ask.topic], known[ask.person]
        assert ask.person in want.people, "nobody whom the gate or the segment keeps back"
        assert ask.angle in want.angles
        if not ask.is_held:
            for asked_for, has in [(want.platforms, person.platforms), (want.languages, person.languages)]:
                assert not asked_for or not has or asked_for & has
    for (_place, topic), count in per_place.items():
        assert topics[topic].wanted is None or count <= topics[topic].wanted


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_a_decision_by_hand_is_kept_or_named(world):
    people, wants, holds, most_topics = world
    known, topics = {person.id: person for person in people}, {want.topic for want in wants}

    result = allocate(people, wants, holds, most_topics=most_topics)

    got = {(ask.person, ask.topic): ask for ask in result.asks}
    refused = {(gap.people[0], gap.topic) for gap in result.gaps if gap.code == "hold_impossible"}
    for hold in holds:
        if hold.person not in known or hold.topic not in topics:
            continue
        ask = got.get((hold.person, hold.topic))
        if hold.angle is None:
            assert ask is None
        elif ask is not None and ask.is_held:
            assert ask.angle == hold.angle
        else:
            assert (hold.person, hold.topic) in refused


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_it_is_as_large_as_it_can_be_and_says_what_is_missing(world):
    people, wants, _holds, most_topics = world
    districts = {person.district for person in people}

    result = allocate(people, wants, most_topics=most_topics)

    asked, got = Counter(ask.person for ask in result.asks), defaultdict(set)
    for ask in result.asks:
        got[ask.topic].add(ask.person)
    named = {(gap.district, gap.topic) for gap in result.gaps}
    for want in wants:
        least = want.wanted or len(want.angles)
        for place in districts:
            theirs = [person for person in people if person.district == place]
            count = sum(person.id in got[want.topic] for person in theirs)
            assert ((place, want.topic) in named) == (count < least)
            if count < least:
                free = [
                    person for person in theirs
                    if person.id in want.people and person.id not in got[want.topic] and _can(person, want)
                    and asked[person.id] < min(person.most, most_topics)
                ]  # fmt: skip
                assert free == []


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_every_angle_is_taken_where_there_are_people_for_it(world):
    people, wants, _holds, most_topics = world
    place_of = {person.id: person.district for person in people}

    result = allocate(people, wants, most_topics=most_topics)

    for want in wants:
        angles = defaultdict(list)
        for ask in result.asks:
            if ask.topic == want.topic:
                angles[place_of[ask.person]].append(ask.angle)
        for taken in angles.values():
            assert len(set(taken)) == min(len(taken), len(want.angles))


@given(worlds(), st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_people_changes_nothing(world, chance):
    people, wants, holds, most_topics = world
    shuffled = chance.sample(people, len(people))
    first = allocate(people, wants, holds, most_topics=most_topics)
    assert allocate(shuffled, wants, holds, most_topics=most_topics) == first


@given(st.lists(st.integers(0, 3), max_size=14), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_neighbours_get_different_angles(blocks, count):
    group = [Chosen(number, block, number) for number, block in enumerate(blocks)]

    found = share_out(group, list(range(count)))

    assert set(found) == {each.id for each in group}
    for block in set(blocks) - {0}:
        used = Counter(found[each.id] for each in group if each.block == block)
        assert max(used.values()) == -(-used.total() // count), "shared as evenly as it goes"
    line = [found[each.id] for each in group if each.block == 0]
    assert count == 1 or all(one != other for one, other in pairwise(line))


def _can(person: Person, want: Want) -> bool:
    pairs = [(want.platforms, person.platforms), (want.languages, person.languages)]
    return all(not asked or not has or asked & has for asked, has in pairs)


def test_who_knows_the_subject_is_asked_first():
    people = [Person(1, 1, 3), Person(2, 1, 3, subjects=frozenset({"farmers"}), load=5)]
    want = Want(7, (70,), frozenset({1, 2}), wanted=1, subjects=frozenset({"farmers"}))
    result = allocate(people, [want])
    assert result.asks == [Ask(2, 1, 7, 70, (("knows", ["farmers"]), ("load", 5), ("angle_first", None)))]
    assert result.gaps == []


def test_among_equals_who_was_asked_least_is_asked():
    people = [Person(1, 1, 3, load=4), Person(2, 1, 3, load=1), Person(3, 1, 3, load=2)]
    result = allocate(people, [Want(7, (70, 71), frozenset({1, 2, 3}), wanted=2)])
    assert {ask.person for ask in result.asks} == {2, 3}


def test_a_scarce_person_goes_where_nobody_else_can():
    both, one = frozenset({"x", "youtube"}), frozenset({"x"})
    people = [Person(1, 1, 1, platforms=both), Person(2, 1, 1, platforms=one, load=9)]
    wants = [
        Want(7, (70,), frozenset({1, 2}), wanted=1, platforms=frozenset({"x"})),
        Want(8, (80,), frozenset({1, 2}), wanted=1, platforms=frozenset({"youtube"})),
    ]
    result = allocate(people, wants)
    assert {(ask.person, ask.topic) for ask in result.asks} == {(2, 7), (1, 8)}


def test_what_is_missing_is_said_with_its_reason():
    people = [Person(1, 1, 0, languages=frozenset({"hi"})), Person(2, 2, 3, platforms=frozenset({"x"}))]
    wants = [
        Want(6, (60,), frozenset(), wanted=1),
        Want(7, (70, 71), frozenset({1, 2}), wanted=2, platforms=frozenset({"x"})),
        Want(8, (80,), frozenset({2}), wanted=1, platforms=frozenset({"youtube"})),
    ]
    result = allocate(people, wants, [Hold(1, 7, 70)])
    assert result.gaps == [
        Gap(1, 7, "hold_impossible", 0, 1, people=(1,)),
        Gap(1, 6, "nobody_meant", 0, 1, (60,)),
        Gap(1, 7, "no_room", 0, 2, (70, 71)),
        Gap(1, 8, "nobody_meant", 0, 1, (80,)),
        Gap(2, 6, "nobody_meant", 0, 1, (60,)),
        Gap(2, 7, "too_few", 1, 2, (71,)),
        Gap(2, 8, "nobody_can", 0, 1, (80,)),
    ]


def test_an_angle_goes_to_whom_it_suits_and_still_every_angle_is_taken():
    farmers, health = Suit(subjects=frozenset({"farmers"})), Suit(subjects=frozenset({"health"}))
    people = [
        Person(id=number, district=1, most=1, place=number, block=number, subjects=frozenset({subject}))
        for number, subject in enumerate(["health", "farmers", "youth", "farmers", "health"], 1)
    ]
    want = Want(1, (10, 11, 12), frozenset(range(1, 6)), suits={10: farmers, 11: health})

    result = allocate(people, [want], [])

    assert {ask.person: ask.angle for ask in result.asks} == {1: 11, 2: 10, 3: 12, 4: 10, 5: 11}


def test_who_writes_in_no_language_of_an_angle_gets_another():
    people = [Person(id=1, district=1, most=1, languages=frozenset({"bundeli"}))]
    want = Want(1, (10, 11), frozenset({1}), suits={10: Suit(languages=frozenset({"hi"}))})

    assert [ask.angle for ask in allocate(people, [want], []).asks] == [11]
