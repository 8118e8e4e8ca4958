"""Areas: two hierarchies over the same rows, and their dated changes."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from network.errors import RightMissing, RuleBroken
from network.models import Area, AreaChange, Person
from network.models.areas import ADMINISTRATIVE_PARENTS, ELECTORAL_PARENTS, AreaKind
from network.rights import Feature
from network.services import area_changes, areas, offices
from network.services.visibility import who_sees
from tests import factories


@pytest.fixture
def seat(party):
    """An assembly seat of the district with a mandal and a booth, which lies in the panchayat."""
    lok_sabha = areas.place(
        "lok_sabha", "S12-19", parent=party.state, electoral_parent=party.state, name_hi="भोपाल", name_en="Bhopal"
    )
    seat = areas.place(
        "assembly", "S12-155", parent=party.district, electoral_parent=lok_sabha, name_hi="हुज़ूर", name_en="Huzur"
    )
    mandal = areas.place(
        "mandal", "M1", parent=party.district, electoral_parent=seat, name_hi="बैरागढ़ मंडल", name_en="Bairagarh"
    )
    areas.place(
        "booth", "S12-155-7", parent=party.panchayat, electoral_parent=mandal, name_hi="बूथ 7", name_en="Booth 7"
    )
    return seat


def booth() -> Area:
    return Area.objects.get(kind="booth")


def test_booth_is_found_under_its_panchayat_and_under_its_seat(party, seat):
    ways = [
        [area.kind for area in Area.objects.above(booth())],
        [a.kind for a in Area.objects.electorally_above(booth())],
    ]

    assert ways == [
        ["state", "division", "district", "block", "panchayat"],
        ["state", "lok_sabha", "assembly", "mandal"],
    ]
    assert booth() in Area.objects.within(seat)
    assert booth() in Area.objects.within(party.block)
    assert booth() not in Area.objects.within(party.neighbour)


def test_handler_of_a_seat_sees_its_booths_and_not_the_panchayat(party, seat, operator):
    handler = factories.make_office_holder("assembly_handler", seat)
    other = areas.place("assembly", "S12-1", parent=party.neighbour, name_hi="अन्य", name_en="Other")
    stranger = factories.make_office_holder("assembly_handler", other)

    seen = set(Area.objects.visible_to(handler, Feature.AREA_VIEW).values_list("kind", flat=True))

    assert seen == {"assembly", "mandal", "booth"}
    assert list(Area.objects.visible_to(stranger, Feature.AREA_VIEW)) == [other]


def test_person_at_a_booth_is_told_of_the_handler_of_the_seat(party, seat, operator):
    handler = factories.make_office_holder("mandal_coordinator", Area.objects.get(kind="mandal"))
    person = factories.make_person(booth())

    names = [onlooker.appointment.person.user for onlooker in who_sees(person, timezone.localdate())]

    assert handler in names


def test_kinds_lie_strictly_downward():
    for table in (ADMINISTRATIVE_PARENTS, ELECTORAL_PARENTS):
        settled: set[AreaKind] = set()
        while remaining := {kind for kind in table if kind not in settled}:
            free = {kind for kind in remaining if table[kind] <= settled}
            assert free, f"a circle among {remaining}"
            settled |= free


@pytest.mark.parametrize(("kind", "where"), [("block", "panchayat"), ("ward", "district"), ("state", "district")])
def test_place_refuses_a_parent_in_which_no_such_area_lies(party, kind, where):
    with pytest.raises(RuleBroken) as refused:
        areas.place(kind, "1", parent=getattr(party, where), name_hi="क", name_en="A")

    assert refused.value.code == "wrong_parent"


def test_rename_keeps_the_old_name_to_be_found_by(party, state_lead):
    area_changes.rename(party.block, name_hi="नया फंदा", name_en="New Phanda", by=state_lead)
    area_changes.rename(party.block, name_hi="बैरागढ़", name_en="Bairagarh", by=state_lead)

    block = Area.objects.get(pk=party.block.pk)
    assert (block.name, block.former_names) == ("बैरागढ़", ["फंदा", "Phanda", "नया फंदा", "New Phanda"])
    assert list(Area.objects.search("fanda")) == [block]
    assert [change.before["name_en"] for change in block.changes.all()] == ["New Phanda", "Phanda"]


def test_move_takes_along_everything_below_in_one_statement(party, seat, state_lead, django_assert_max_num_queries):
    person = factories.make_person(party.panchayat)

    with django_assert_max_num_queries(13):
        area_changes.move(party.block, to=party.neighbour, by=state_lead)

    assert booth().path.startswith(party.neighbour.path)
    assert booth().electoral_path.startswith(seat.electoral_path)
    assert person in Person.objects.filter(home_area__path__startswith=party.neighbour.path)
    assert not Area.objects.within(party.district).of_kind("panchayat").exists()


def test_move_into_a_seat_changes_the_electoral_hierarchy_only(party, seat, state_lead):
    other = areas.place(
        "assembly",
        "S12-154",
        parent=party.district,
        electoral_parent=Area.objects.get(kind="lok_sabha"),
        name_hi="गोविंदपुरा",
        name_en="Govindpura",
    )
    path = booth().path

    area_changes.move(Area.objects.get(kind="mandal"), to=other, by=state_lead)

    assert booth().electoral_path == f"{other.electoral_path}maM1/boS12-155-7/"
    assert booth().path == path


def test_mandal_that_joins_a_seat_brings_its_booths(party, seat, state_lead):
    loose = areas.place("mandal", "M9", parent=party.district, name_hi="खुला", name_en="Loose")
    areas.place("booth", "S12-155-9", parent=party.panchayat, electoral_parent=loose, name_hi="९", name_en="Nine")

    area_changes.move(loose, to=seat, by=state_lead)

    assert Area.objects.get(code="S12-155-9").electoral_path == f"{seat.electoral_path}maM9/boS12-155-9/"


@pytest.mark.parametrize(
    ("what", "to", "code"),
    [("block", "panchayat", "cyclic"), ("district", "block", "cyclic"), ("panchayat", "neighbour", "wrong_parent")],
)
def test_move_refuses_a_circle_and_a_wrong_kind(party, state_lead, what, to, code):
    with pytest.raises(RuleBroken) as refused:
        area_changes.move(getattr(party, what), to=getattr(party, to), by=state_lead)

    assert refused.value.code == code


def test_changes_need_the_right_at_both_ends_and_no_day_to_come(party, state_lead, district_lead):
    with pytest.raises(RightMissing):
        area_changes.rename(party.block, name_hi="क", name_en="A", by=district_lead)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(RuleBroken) as refused:
        area_changes.rename(party.block, name_hi="क", name_en="A", on=tomorrow, by=state_lead)
    assert refused.value.code == "in_the_future"


def test_merge_moves_parts_and_people_ends_offices_and_keeps_the_old_area(party, seat, state_lead):
    into = areas.place("block", "3601", parent=party.district, name_hi="बैरसिया", name_en="Berasia")
    person = factories.make_person(party.block)
    coordinator = factories.make_office_holder("block_coordinator", party.block)

    area_changes.merge(party.block, into=into, by=state_lead)

    person.refresh_from_db()
    old = Area.objects.get(pk=party.block.pk)
    assert (old.successor, old.ended_on, old.parent) == (into, timezone.localdate(), party.district)
    assert person.home_area == into
    assert booth().path.startswith(into.path)
    assert not coordinator.person.appointments.live(timezone.localdate()).exists()
    assert coordinator.person.appointments.get().area == old
    assert list(Area.objects.search("phanda").current()) == [into]


def test_merge_refuses_districts_other_kinds_and_merged_ones(party, state_lead):
    into = areas.place("block", "3601", parent=party.district, name_hi="बैरसिया", name_en="Berasia")
    area_changes.merge(party.block, into=into, by=state_lead)

    codes = []
    for area, other in [(party.district, party.neighbour), (into, party.panchayat), (party.block, into), (into, into)]:
        with pytest.raises(RuleBroken) as refused:
            area_changes.merge(area, into=other, by=state_lead)
        codes.append(refused.value.code)

    assert codes == ["never_merged", "other_kind", "ended", "other_kind"]


def test_split_makes_a_new_area_beside_the_old_one_with_the_chosen_parts(party, state_lead):
    children = Area.objects.filter(pk=party.panchayat.pk)

    new = area_changes.split(party.block, code="3777", name_hi="नया", name_en="New", children=children, by=state_lead)

    assert (new.parent, new.split_from, new.since) == (party.district, party.block, timezone.localdate())
    assert [child.pk for child in new.children.all()] == [party.panchayat.pk]
    assert list(AreaChange.objects.values_list("kind", "area__code")) == [("split", "3777"), ("moved", "120001")]


def test_split_refuses_what_does_not_lie_in_the_area_and_a_known_code(party, state_lead):
    for fields, code in [
        ({"code": "1", "children": Area.objects.filter(pk=party.neighbour.pk)}, "not_a_child"),
        ({"code": "3600"}, "code_known"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            area_changes.split(party.block, name_hi="क", name_en="A", by=state_lead, **fields)
        assert refused.value.code == code


def assert_sound() -> None:
    """Every path is its parent's with the own step behind it, in both hierarchies."""
    for area in Area.objects.select_related("parent", "electoral_parent"):
        assert area.path == area.path_under(area.parent)
        if area.electoral_path:
            assert area.electoral_path == area.electoral_path_under(area.electoral_parent)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_leave_a_sound_tree():
    """Two real connections: a block goes to another district while that district goes to another division."""
    offices.load_seed()
    state = factories.make_area("state", "23")
    divisions = [factories.make_area("division", f"V{n}", state) for n in (1, 2)]
    districts = [factories.make_area("district", str(n), divisions[0]) for n in (1, 2)]
    block = factories.make_area("block", "9", districts[0])
    factories.make_area("panchayat", "99", block)
    start, errors = threading.Barrier(2), []

    def run(area: Area, to: Area) -> None:
        try:
            start.wait(timeout=10)
            area_changes.move(area, to=to, by=None)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    pairs = [(block, districts[1]), (districts[1], divisions[1])]
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert not errors
    assert_sound()
    assert Area.objects.get(code="99").path == f"{divisions[1].path}di2/bl9/gp99/"


class AnyMoves(TransactionTestCase):
    """Whatever is moved where, the tree stays sound and nothing is lost."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=8))
    def test_tree_stays_sound(self, moves):
        Area.objects.all().delete()
        with transaction.atomic():
            state = factories.make_area("state", "23")
            found = [state]
            for number in (1, 2):
                division = factories.make_area("division", f"V{number}", state)
                district = Area(kind="district", code=f"{number}", parent=division, name_hi="ज", name_en="D")
                district.path = district.path_under(division)
                district.save()
                block = factories.make_area("block", f"{number}", district)
                found += [division, district, block]
                found += [factories.make_area("panchayat", f"{number}{n}", block) for n in (1, 2)]
            for what, to in moves:
                try:
                    area_changes.move(found[what % len(found)], to=found[to % len(found)], by=None)
                except RuleBroken as error:
                    assert error.code in ("cyclic", "wrong_parent")

        assert_sound()
        assert Area.objects.within(Area.objects.get(code="23")).count() == len(found)
