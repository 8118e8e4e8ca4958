"""Appointments: only downward, never oneself, seats counted, a second person where the office asks for one."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Office, User
from network.services import appointments, people
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


def test_one_that_began_today_ends_today_and_may_be_given_again(party, state_lead):
    person = factories.make_person(party.neighbour)
    made = appointments.appoint(person, office("district_lead"), party.neighbour, by=state_lead)
    appointments.end(made, by=state_lead)
    assert not Appointment.objects.live(timezone.localdate()).filter(person=person).exists()
    again = appointments.appoint(person, office("district_lead"), party.neighbour, by=state_lead)
    appointments.end(again, by=state_lead)
    assert Appointment.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(("begins", "ends"), [(0, None), (-3, 3), (5, 9), (-9, None)])
def test_terms_of_one_person_in_one_office_never_overlap(party, begins, ends):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    row = {"person": factories.make_person(party.district), "office": office("district_lead"), "area": party.district}
    Appointment.objects.create(**row, starts_on=today - day, ends_on=today + 8 * day)
    term = {"starts_on": today + begins * day, "ends_on": today + ends * day if ends else None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**row, **term)
    Appointment.objects.create(**row, starts_on=today + 8 * day)


def test_everybody_sees_who_sees_them_and_who_opened_their_contact_data(
    party, volunteer, district_lead, neighbour_lead, client_of
):
    people.open_contact(volunteer.person, reason="बैठक की सूचना", by=district_lead)
    page = client_of(volunteer).get("/account/who-sees-me/").content.decode()
    assert "ज़िला प्रभारी" in page
    assert district_lead.person.name_hi in page
    assert neighbour_lead.person.name_hi not in page
    assert "बैठक की सूचना" in page


def test_a_login_without_a_person_is_told_so(party, nobody, client_of):
    assert client_of(nobody).get("/account/who-sees-me/").status_code == 200
