"""Appointments: only downward, never oneself, seats counted, a second person where the office asks for one."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Cell, Office, User
from network.services import api_tokens, appointments, logins, offices, people
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


def test_an_office_without_the_right_appoints_nobody(party, panchayat_incharge, neighbour_lead):
    person = factories.make_person(party.panchayat)
    for by in (panchayat_incharge, neighbour_lead):
        with pytest.raises(RightMissing):
            appointments.appoint(person, office("panchayat_member"), party.panchayat, by=by)


def test_a_lead_appoints_in_blocks_and_panchayats_and_not_beside_themselves(party, district_lead):
    person = factories.make_person(party.block)
    made = appointments.appoint(person, office("block_coordinator"), party.block, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(person, office("district_deputy"), party.district, by=district_lead)
    assert (made.seat, broken.value.code) == (1, "not_below")


def test_an_office_is_filled_by_those_whom_it_names(party, district_lead):
    coordinator = office("block_coordinator")
    coordinator.appointers.set([office("state_coordinator")])
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(factories.make_person(party.block), coordinator, party.block, by=district_lead)
    assert broken.value.code == "other_appointers"


def test_a_required_training_is_asked_for(party, district_lead):
    coordinator = office("block_coordinator")
    coordinator.required_training = "आचार संहिता"
    coordinator.save()
    person, today = factories.make_person(party.block), timezone.localdate()
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(person, coordinator, party.block, by=district_lead)
    made = appointments.appoint(person, coordinator, party.block, trained_on=today, by=district_lead)
    assert (broken.value.code, made.trained_on) == ("not_trained", today)


def test_the_seats_of_a_committee_are_numbered_and_freed(party, district_lead):
    people = [factories.make_person(party.panchayat) for _ in range(4)]
    made = [
        appointments.appoint(person, office("panchayat_member"), party.panchayat, by=district_lead)
        for person in people[:3]
    ]
    appointments.end(made[1], by=district_lead)
    fourth = appointments.appoint(people[3], office("panchayat_member"), party.panchayat, by=district_lead)
    assert ([row.seat for row in made], fourth.seat) == ([1, 2, 3], 2)


def test_the_database_refuses_two_on_one_seat(party, district_lead):
    lead = office("district_lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            person=factories.make_person(party.district), office=lead, area=party.district, starts_on="2026-01-01"
        )


def test_a_committee_has_25_seats_and_one_is_social_media(db):
    offices.load_seed()
    seats = dict(Office.objects.filter(committee="panchayat_committee").values_list("code", "seats"))
    assert (sum(seats.values()), seats["panchayat_social_media"]) == (25, 1)


def test_a_cell_has_offices_of_its_own(party, state_lead):
    cell = Cell.objects.create(kind="it", area=party.district, name_hi="आईटी प्रकोष्ठ", name_en="IT cell")
    person, other = factories.make_person(party.district), factories.make_person(party.district)
    made = appointments.appoint(person, office("district_cell_lead"), party.district, cell=cell, by=state_lead)
    second = Cell.objects.create(kind="women", area=party.district, name_hi="महिला", name_en="Women")
    appointments.appoint(other, office("district_cell_lead"), party.district, cell=second, by=state_lead)
    codes = []
    for code, where, within in [
        ("district_cell_lead", party.district, None),
        ("district_lead", party.district, cell),
        ("district_cell_lead", party.neighbour, cell),
    ]:
        with pytest.raises(RuleBroken) as broken:
            appointments.appoint(other, office(code), where, cell=within, by=state_lead)
        codes.append(broken.value.code)
    assert (made.cell, codes) == (cell, ["wrong_cell"] * 3)


def test_a_deputy_has_the_part_that_was_handed_over_until_the_end(party, district_lead, operator):
    held = district_lead.person.appointments.get()
    user = factories.make_user()
    person = factories.make_person(party.district, user=user)
    until = timezone.localdate() + datetime.timedelta(days=30)
    deputy = appointments.deputise(held, person, features=["people_view"], ends_on=until, by=district_lead)
    granted = User.objects.get(pk=user.pk).live_grants
    appointments.end(held, by=operator)
    assert [(grant.path, set(grant.features)) for grant in granted] == [(party.district.path, {"people_view"})]
    assert not User.objects.get(pk=user.pk).live_grants
    assert deputy.deputy_for == held


@pytest.mark.parametrize(
    ("features", "days", "code"),
    [
        (["export"], 30, "not_delegable"),
        (["topic_clear"], 30, "not_delegable"),
        ([], 30, "not_delegable"),
        (["people_view"], 91, "too_long"),
        (["people_view"], 0, "too_long"),
    ],
)
def test_a_deputy_is_refused(party, district_lead, features, days, code):
    held = district_lead.person.appointments.get()
    until = timezone.localdate() + datetime.timedelta(days=days)
    with pytest.raises(RuleBroken) as broken:
        appointments.deputise(
            held, factories.make_person(party.district), features=features, ends_on=until, by=district_lead
        )
    assert broken.value.code == code


def test_a_deputy_passes_nothing_on_and_strangers_name_none(party, district_lead, neighbour_lead):
    held, user = district_lead.person.appointments.get(), factories.make_user()
    person, third = factories.make_person(party.district, user=user), factories.make_person(party.district)
    term = {"features": ["appoint"], "ends_on": timezone.localdate() + datetime.timedelta(days=5)}
    deputy = appointments.deputise(held, person, **term, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        appointments.deputise(deputy, third, **term, by=User.objects.get(pk=user.pk))
    with pytest.raises(RightMissing):
        appointments.deputise(held, third, **term, by=neighbour_lead)
    assert broken.value.code == "deputy_of_a_deputy"


def test_the_database_refuses_a_deputy_for_longer(party, district_lead):
    held = district_lead.person.appointments.get()
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            person=factories.make_person(party.district),
            office=held.office,
            area=held.area,
            deputy_for=held,
            deputy_features=["people_view"],
            starts_on=today,
            ends_on=today + datetime.timedelta(days=91),
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


def test_what_is_over_is_not_ended_again_and_keeps_its_day(party, state_lead):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    lead, people = office("district_lead"), [factories.make_person(party.neighbour) for _ in range(2)]
    term = {"starts_on": today - 9 * day, "ends_on": today - 5 * day, "by": state_lead}
    past = appointments.appoint(people[0], lead, party.neighbour, **term)
    appointments.appoint(people[1], lead, party.neighbour, starts_on=today - 5 * day, by=state_lead)

    with pytest.raises(RuleBroken) as broken:
        appointments.end(past, by=state_lead)

    assert (broken.value.code, Appointment.objects.get(pk=past.pk).ends_on) == ("over", today - 5 * day)


def test_one_that_ended_before_its_first_day_leaves_its_seat_at_once(party, state_lead):
    lead, people = office("district_lead"), [factories.make_person(party.neighbour) for _ in range(2)]
    in_a_week = timezone.localdate() + datetime.timedelta(days=7)
    coming = appointments.appoint(people[0], lead, party.neighbour, starts_on=in_a_week, by=state_lead)
    appointments.end(coming, by=state_lead)

    made = appointments.appoint(people[1], lead, party.neighbour, by=state_lead)

    assert (coming.ends_on, made.seat) == (in_a_week, 1)
    with pytest.raises(RuleBroken):
        appointments.end(coming, by=state_lead)


def test_who_confirmed_an_office_names_no_deputy_for_it(party, state_lead, operator):
    second = factories.make_office_holder("state_coordinator", party.state)
    held = appointments.appoint(factories.make_person(party.state), office("auditor"), party.state, by=state_lead)
    appointments.confirm(held, by=second)
    until = timezone.localdate() + datetime.timedelta(days=5)
    named = {"features": ["area_view"], "ends_on": until}

    with pytest.raises(RuleBroken) as broken:
        appointments.deputise(held, factories.make_person(party.state), **named, by=second)
    deputy = appointments.deputise(held, factories.make_person(party.state), **named, by=state_lead)

    assert (broken.value.code, deputy.confirmed_by) == ("second_person_needed", second)


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


def test_the_end_of_an_office_signs_out_everywhere(party, district_lead, neighbour_lead, operator, client_of):
    client, other = client_of(district_lead), client_of(neighbour_lead)
    key = api_tokens.make(district_lead)
    appointments.end(district_lead.person.appointments.get(), by=operator)
    answer = client.get("/account/")
    by_key = client_of(None).get("/api/v1/areas/", headers={"Authorization": f"Token {key}"})
    assert (answer.status_code, by_key.status_code, other.get("/account/").status_code) == (302, 401, 200)


def test_a_pause_and_the_last_day_of_a_term_sign_out(party, district_lead, neighbour_lead, operator, client_of):
    paused, over = client_of(district_lead), client_of(neighbour_lead)
    people.update(district_lead.person, status="paused", by=operator)
    today = timezone.localdate()
    neighbour_lead.person.appointments.update(ends_on=today)
    assert logins.end_sessions_of_ended_terms(today) == 1
    assert [client.get("/account/").status_code for client in (paused, over)] == [302, 302]
