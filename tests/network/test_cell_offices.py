"""Offices in cells: filled by who leads the area, with deputies as everywhere, ended when the cell is closed."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from network.errors import RuleBroken
from network.models import Appointment, AuditEntry, Cell, Office, User
from network.services import appointments, area_changes, areas, cells, merges, offices, sign_in_links
from tests import factories


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def refusal_of(act, *args, **kwargs) -> str:
    """The code of the rule that forbids it."""
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value.code


def test_a_lead_fills_the_cells_of_the_own_district(party, district_lead):
    cell = cells.open(party.district, kind="it", by=district_lead)
    lead, member = office("district_cell_lead"), office("district_cell_member")
    people = [factories.make_person(party.panchayat) for _ in range(3)]

    made = [appointments.appoint(people[0], lead, party.district, cell=cell, by=district_lead)]
    made += [appointments.appoint(person, member, party.district, cell=cell, by=district_lead) for person in people[1:]]
    beside = refusal_of(appointments.appoint, people[0], office("district_deputy"), party.district, by=district_lead)

    assert [(row.office.code, row.seat) for row in made] == [
        ("district_cell_lead", 1),
        ("district_cell_member", 1),
        ("district_cell_member", 2),
    ]
    assert beside == "not_below"


def test_cells_are_filled_by_the_offices_they_name(party, district_lead, state_lead, operator):
    block_lead = factories.make_office_holder("block_coordinator", party.block)
    cell = factories.make_cell(party.block)
    person = factories.make_person(party.block)
    made = appointments.appoint(person, office("block_cell_lead"), party.block, cell=cell, by=block_lead)
    lead = office("district_cell_lead")
    lead.appointers.set([office("state_coordinator")])
    of_district = factories.make_cell(party.district)

    refused = refusal_of(appointments.appoint, person, lead, party.district, cell=of_district, by=district_lead)
    appointments.appoint(person, lead, party.district, cell=of_district, by=state_lead)

    assert (made.cell, refused) == (cell, "other_appointers")


def test_a_cell_of_the_state_needs_a_second_person(party, state_lead, operator):
    second = factories.make_office_holder("state_coordinator", party.state)
    cell = cells.open(party.state, kind="women", by=state_lead)
    person = factories.make_person(party.district)
    made = appointments.appoint(person, office("state_cell_lead"), party.state, cell=cell, by=state_lead)
    today = timezone.localdate()

    waiting = Appointment.objects.live(today).filter(pk=made.pk).exists()
    own = refusal_of(appointments.confirm, made, by=state_lead)
    appointments.confirm(made, by=second)

    assert (waiting, own) == (False, "second_person_needed")
    assert Appointment.objects.live(today).filter(pk=made.pk).exists()


def test_one_person_sits_in_several_cells_and_once_in_each(party, district_lead):
    person, member = factories.make_person(party.district), office("district_cell_member")
    first, second = (cells.open(party.district, kind=kind, by=district_lead) for kind in ("it", "women"))
    term = {"cell": first, "by": district_lead}

    appointments.appoint(person, member, party.district, **term)
    appointments.appoint(person, member, party.district, cell=second, by=district_lead)

    assert refusal_of(appointments.appoint, person, member, party.district, **term) == "held_already"


def test_a_holder_in_a_cell_names_a_deputy_and_so_does_the_lead(party, district_lead, operator):
    cell = factories.make_cell(party.district)
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)
    held, until = holder.person.appointments.get(), timezone.localdate() + datetime.timedelta(days=10)
    first, second = factories.make_person(party.district), factories.make_person(party.district)

    deputies = [
        appointments.deputise(held, first, features=["area_view"], ends_on=until, by=holder),
        appointments.deputise(held, second, features=["topic_view"], ends_on=until, by=district_lead),
    ]

    assert [deputy.cell for deputy in deputies] == [cell, cell]


def test_closing_ends_what_is_held_with_deputies_and_those_to_come(party, district_lead, operator):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    cell, other = factories.make_cell(party.district), factories.make_cell(party.district)
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)
    elsewhere = factories.make_office_holder("district_cell_lead", party.district, cell=other)
    held = holder.person.appointments.get()
    deputy = appointments.deputise(
        held, factories.make_person(party.district), features=["area_view"], ends_on=today + 9 * day, by=holder
    )
    coming = appointments.appoint(
        factories.make_person(party.district),
        office("district_cell_member"),
        party.district,
        cell=cell,
        starts_on=today + 5 * day,
        by=district_lead,
    )

    closed = cells.close(cell, by=district_lead, reason="विलय")

    ends = dict(Appointment.objects.filter(cell=cell).values_list("pk", "ends_on"))
    assert closed.is_closed
    assert ends == {held.pk: today, deputy.pk: today, coming.pk: coming.starts_on}
    assert not User.objects.get(pk=holder.pk).live_grants
    assert User.objects.get(pk=elsewhere.pk).live_grants
    assert [entry.details["reason"] for entry in AuditEntry.objects.filter(verb="appointment.ended")] == ["विलय"] * 3


def test_a_closed_cell_is_neither_filled_nor_changed(party, district_lead):
    cell = factories.make_cell(party.district)
    stale = Cell.objects.get(pk=cell.pk)
    cells.close(cell, by=district_lead)
    person, member = factories.make_person(party.district), office("district_cell_member")

    codes = [
        refusal_of(appointments.appoint, person, member, party.district, cell=stale, by=district_lead),
        refusal_of(cells.rename, stale, name_hi="क", name_en="A", by=district_lead),
        refusal_of(cells.close, stale, by=district_lead),
    ]

    assert codes == ["wrong_cell", "closed", "closed"]


def test_an_area_that_is_merged_away_closes_its_cells(party, operator):
    into = areas.place("block", "3601", parent=party.district, name_hi="बैरसिया", name_en="Berasia")
    cell, other = factories.make_cell(party.block), factories.make_cell(into)
    holder = factories.make_office_holder("block_cell_lead", party.block, cell=cell)

    area_changes.merge(party.block, into=into, by=operator)

    assert list(Cell.objects.filter(is_closed=False)) == [other]
    assert not User.objects.get(pk=holder.pk).live_grants


def test_who_may_fill_a_cell_of_the_own_district_may_merge_and_let_in_who_sits_there(party, district_lead, operator):
    holder = factories.make_office_holder(
        "district_cell_lead", party.district, cell=factories.make_cell(party.district)
    )
    deputy = factories.make_office_holder("district_deputy", party.district)
    twin = factories.make_person(party.district)

    link = sign_in_links.make(holder.person, by=district_lead)
    beside = refusal_of(sign_in_links.make, deputy.person, by=district_lead)
    merges.merge(twin, holder.person, by=district_lead)

    assert (sign_in_links.user_for(link), beside) == (None, "not_below")  # the merge ended the link
    assert twin.appointments.get().office.code == "district_cell_lead"


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_a_seat_in_a_cell_that_is_closed_at_the_same_moment():
    """Two real connections, several times: whoever comes first, nothing stays held in the closed cell."""
    offices.load_seed()
    district = factories.make_area("district", "390", factories.make_area("state", "23"))
    found = [factories.make_cell(district) for _ in range(6)]
    people = [factories.make_person(district) for _ in found]
    errors: list[Exception] = []

    for cell, person in zip(found, people, strict=True):
        start = threading.Barrier(2)
        member = office("district_cell_member")

        def run(act, *args, start=start, **kwargs) -> None:
            try:
                start.wait(timeout=10)
                act(*args, **kwargs, by=None)
            except RuleBroken as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=run, args=(cells.close, cell)),
            threading.Thread(target=run, args=(appointments.appoint, person, member, district), kwargs={"cell": cell}),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)

    assert {error.code for error in errors} <= {"wrong_cell"}
    assert not Cell.objects.filter(is_closed=False).exists()
    assert not Appointment.objects.open_at(timezone.localdate()).exists()
