"""Figures of areas: seats, people and committee lights, counted up both hierarchies."""

import datetime

import pytest
from django.utils import timezone

from network.models import AreaFigures, User
from network.services import areas, figures
from tests import factories

MEMBERS = 12  # with the in-charge 13 of 25: more than half


def figures_of(area) -> AreaFigures:
    return AreaFigures.objects.get(area=area)


def fill_committee(panchayat, members: int = MEMBERS) -> list[User]:
    return [factories.make_office_holder("panchayat_member", panchayat) for _ in range(members)]


def test_seats_and_people_are_added_up_the_tree(party, panchayat_incharge, district_lead):
    factories.make_person(party.panchayat)

    figures.refresh()

    counts = {
        name: (figures_of(area).seats, figures_of(area).filled, figures_of(area).people)
        for name, area in [("panchayat", party.panchayat), ("block", party.block), ("district", party.district)]
    }
    assert counts == {"panchayat": (25, 1, 2), "block": (26, 1, 2), "district": (29, 2, 3)}
    assert figures_of(party.neighbour).filled == 0


def test_booths_count_in_their_seat_and_in_their_panchayat_and_once_in_the_state(party, operator):
    lok_sabha = areas.place(
        "lok_sabha", "S12-1", parent=party.state, electoral_parent=party.state, name_hi="क", name_en="A"
    )
    seat = areas.place(
        "assembly", "S12-1", parent=party.neighbour, electoral_parent=lok_sabha, name_hi="क", name_en="A"
    )
    booth = areas.place("booth", "S12-1-1", parent=party.panchayat, electoral_parent=seat, name_hi="१", name_en="1")
    factories.make_office_holder("booth_in_charge", booth)

    figures.refresh()

    filled = {area.kind: figures_of(area).filled for area in (booth, seat, lok_sabha, party.panchayat, party.state)}
    assert filled == dict.fromkeys(filled, 1)
    assert figures_of(party.neighbour).filled == 0


@pytest.mark.parametrize(
    ("members", "has_in_charge", "days_ago", "light"),
    [
        (0, False, None, "no_in_charge"),
        (24, False, 1, "no_in_charge"),
        (11, True, 1, "thin"),
        (12, True, None, "asleep"),
        (12, True, 15, "asleep"),
        (12, True, 13, "in_order"),
    ],
)
def test_light_of_a_committee(party, operator, members, has_in_charge, days_ago, light):
    holders = fill_committee(party.panchayat, members)
    if has_in_charge:
        holders.append(factories.make_office_holder("panchayat_social_media", party.panchayat))
    if days_ago is not None and holders:
        seen = timezone.now() - datetime.timedelta(days=days_ago)
        User.objects.filter(pk=holders[0].pk).update(last_login=seen)

    figures.refresh()

    assert figures_of(party.panchayat).light == light
    assert getattr(figures_of(party.state), light) == 1
    assert figures_of(party.district).light == ""


def test_one_area_is_counted_anew_without_touching_those_above(party, operator):
    figures.refresh()
    factories.make_office_holder("panchayat_social_media", party.panchayat)

    figures.refresh(within=party.panchayat)

    assert (figures_of(party.panchayat).filled, figures_of(party.block).filled) == (1, 0)
    assert figures.refresh() > 0
    assert figures_of(party.block).filled == 1
    assert figures.refresh() == 0


def test_an_ended_paused_or_unconfirmed_holder_fills_no_seat(party, operator):
    ended, paused, waiting = (factories.make_office_holder("panchayat_member", party.panchayat) for _ in range(3))
    ended.person.appointments.update(ends_on=timezone.localdate())
    paused.person.status = "paused"
    paused.person.save()

    figures.refresh()

    assert waiting.person.appointments.count() == figures_of(party.panchayat).filled == 1
