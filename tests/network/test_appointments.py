"""Appointments: only downward, never oneself, seats counted, a second person where the office asks for one."""

import pytest
from django.utils import timezone

from network.errors import RightMissing, RuleBroken
from network.models import Office, User
from network.services import appointments
from tests import factories


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def test_a_coordinator_appoints_below(party, state_lead):
    person = factories.make_person(party.neighbour)
    made = appointments.appoint(person, office("district_lead"), party.neighbour, by=state_lead)
    assert made.starts_on == timezone.localdate()


def test_nobody_appoints_themselves(party, state_lead):
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(state_lead.person, office("district_lead"), party.neighbour, by=state_lead)
    assert broken.value.code == "oneself"


def test_a_lead_without_the_right_appoints_nobody(party, district_lead):
    with pytest.raises(RightMissing):
        appointments.appoint(
            factories.make_person(party.block), office("block_coordinator"), party.block, by=district_lead
        )


def test_an_office_belongs_to_its_kind_of_area(party, state_lead):
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(factories.make_person(party.block), office("district_lead"), party.block, by=state_lead)
    assert broken.value.code == "wrong_area_kind"


def test_seats_are_counted(party, state_lead, district_lead):
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(
            factories.make_person(party.district), office("district_lead"), party.district, by=state_lead
        )
    assert broken.value.code == "office_full"


def test_an_office_of_the_state_needs_a_second_person(party, operator):
    made = appointments.appoint(factories.make_person(party.state), office("auditor"), party.state, by=operator)
    with pytest.raises(RuleBroken) as broken:
        appointments.confirm(made, by=operator)
    assert broken.value.code == "second_person_needed"
    other = factories.make_user(is_superuser=True, is_staff=True)
    assert appointments.confirm(made, by=other).confirmed_by == other


def test_an_ended_appointment_grants_nothing_today(party, operator, district_lead):
    held = district_lead.person.appointments.get()
    appointments.end(held, by=operator)
    assert not User.objects.get(pk=district_lead.pk).live_grants
