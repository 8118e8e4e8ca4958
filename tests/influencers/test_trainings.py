"""Trainings: planned for an audience, called off with a reason, a check-in list that becomes final, a course completed."""

import datetime

import pytest
from django.utils import timezone

from influencers import vetting_gate
from influencers.models import Attendance, Training
from influencers.services import attendances, courses, trainings
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, AuditEntry, Office
from tests import factories
from tests.factories import make_training

DAY = datetime.timedelta(days=1)


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def invited(training: Training) -> set[str]:
    return set(training.attendances.values_list("person__name_en", flat=True))


def appointed(code: str, area, **fields):
    """A person who holds the office in the area today."""
    person = factories.make_person(area, **fields)
    row = {"person": person, "office": office(code), "area": area, "starts_on": timezone.localdate()}
    return Appointment.objects.create(
        **row, seat=Appointment.objects.filter(office=row["office"], area=area).count() + 1
    )


def test_a_lead_plans_in_the_own_area_only(party, district_lead, neighbour_lead, content_desk):
    plan = {"audience": "roster", "trainer": "कोई", "place": "भवन", "starts_at": timezone.now() + DAY}
    plan["ends_at"] = plan["starts_at"] + datetime.timedelta(hours=2)
    course = factories.make_course()
    made = trainings.plan(course, party.district, **plan, by=district_lead)
    for stranger in (neighbour_lead, content_desk):
        with pytest.raises(RightMissing):
            trainings.plan(course, party.district, **plan, by=stranger)
    with pytest.raises(RightMissing):
        trainings.plan(course, party.state, **plan, by=district_lead)
    assert (made.status, made.made_by, AuditEntry.objects.get(verb="training.planned").by) == (
        "planned",
        district_lead,
        district_lead,
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"starts_at": timezone.now() - DAY}, "past"),
        ({"ends_at": timezone.now()}, "ends_before_it_starts"),
        ({"place": " ", "link": ""}, "place_missing"),
        ({"link": "javascript:alert(1)"}, "link_refused"),
        ({"audience": "office"}, "office_missing"),
    ],
)
def test_an_unsound_plan_is_refused(party, district_lead, wrong, code):
    starts_at = timezone.now() + DAY
    sound = {"audience": "roster", "trainer": "कोई", "place": "भवन", "starts_at": starts_at, "ends_at": starts_at + DAY}
    with pytest.raises(RuleBroken) as broken:
        trainings.plan(factories.make_course(), party.district, **(sound | wrong), by=district_lead)
    assert (broken.value.code, Training.objects.count()) == (code, 0)


def test_members_of_teams_are_invited_who_said_yes_to_messages(party, district_lead):
    factories.make_influencer(party.district, name_en="Yes")
    factories.make_influencer(party.district, name_en="No yes", consents=False)
    factories.make_influencer(party.district, name_en="No team", seated=False)
    factories.make_influencer(party.neighbour, name_en="Elsewhere")
    gone = factories.make_influencer(party.district, name_en="Paused")
    gone.stage = "paused"
    gone.save()
    training = make_training(party.district)

    assert trainings.reach(party.district, "roster", None) == trainings.Reach(invited=1, left_out=1)
    assert trainings.invite(training, by=district_lead) == 1
    assert invited(training) == {"Yes"}


def test_holders_of_an_office_are_invited_by_either_hierarchy(party, state_lead):
    lok_sabha = factories.make_area("lok_sabha", "S12-19", party.state, electoral_parent=party.state)
    seat = factories.make_area("assembly", "S12-151", party.state, electoral_parent=lok_sabha)
    at_home = factories.make_area("assembly", "S12-152", party.district, electoral_parent=lok_sabha)
    elsewhere = factories.make_area("assembly", "S12-204", party.neighbour)
    appointed("assembly_handler", seat, name_en="By the seat")
    appointed("assembly_handler", at_home, name_en="By both")
    appointed("assembly_handler", elsewhere, name_en="Elsewhere")
    appointed("mandal_coordinator", factories.make_area("mandal", "1", party.district), name_en="Other office")

    handlers = office("assembly_handler")
    found = {
        area.kind: set(trainings.invitees(area, "office", handlers).values_list("name_en", flat=True))
        for area in (party.district, lok_sabha, seat, party.state)
    }
    assert found == {
        "district": {"By both"},
        "lok_sabha": {"By the seat", "By both"},
        "assembly": {"By the seat"},
        "state": {"By the seat", "By both", "Elsewhere"},
    }


def test_an_office_rests_on_the_appointment_and_asks_for_no_consent(party, state_lead):
    held = appointed("district_lead", party.neighbour, name_en="Holder")
    over = appointed("district_lead", party.district, name_en="Over")
    Appointment.objects.filter(pk=over.pk).update(starts_on=timezone.localdate() - DAY, ends_on=timezone.localdate())
    training = make_training(party.state, office="district_lead")
    trainings.invite(training, by=state_lead)
    assert (invited(training), held.person.consents.count()) == ({"Holder"}, 0)


def test_inviting_again_adds_only_who_is_new(party, district_lead):
    factories.make_influencer(party.district)
    training = make_training(party.district)
    first = trainings.invite(training, by=district_lead)
    factories.make_influencer(party.district)
    again = [trainings.invite(training, by=district_lead) for _ in range(2)]
    codes = list(Attendance.objects.values_list("code", flat=True))
    assert (first, again, len(set(codes)), {len(code) for code in codes}) == (1, [1, 0], 2, {10})


def test_nobody_is_invited_to_what_has_begun_or_for_nobody(party, district_lead):
    with pytest.raises(RuleBroken) as nobody:
        trainings.invite(make_training(party.district), by=district_lead)
    factories.make_influencer(party.district)
    with pytest.raises(RuleBroken) as begun:
        trainings.invite(make_training(party.district, starts_at=timezone.now()), by=district_lead)
    assert (nobody.value.code, begun.value.code) == ("nobody_to_invite", "begun")


def test_steps_out_of_order_are_refused(party, district_lead, time_machine):
    factories.make_influencer(party.district)
    training = make_training(party.district)
    trainings.invite(training, by=district_lead)
    refusals = []
    for act in (
        lambda: trainings.close(training, by=district_lead),
        lambda: trainings.call_off(training, reason="  ", by=district_lead),
        lambda: attendances.check_in(training.attendances.get(), by=district_lead),
    ):
        with pytest.raises(RuleBroken) as broken:
            act()
        refusals.append(broken.value.code)
    time_machine.move_to(training.starts_at)
    with pytest.raises(RuleBroken) as empty:
        trainings.close(training, by=district_lead)
    off = trainings.call_off(training, reason="बारिश", by=district_lead)
    for act in (
        lambda: trainings.close(off, by=district_lead),
        lambda: trainings.change(off, place="दूसरा", by=district_lead),
        lambda: trainings.invite(off, by=district_lead),
        lambda: attendances.check_in(off.attendances.get(), by=district_lead),
    ):
        with pytest.raises(RuleBroken) as broken:
            act()
        refusals.append(broken.value.code)
    assert (off.call_off_reason, empty.value.code) == ("बारिश", "nobody_there")
    assert refusals == [
        "not_begun",
        "reason_missing",
        "too_early",
        "wrong_step",
        "wrong_step",
        "wrong_step",
        "list_final",
    ]


def test_who_is_there_is_checked_in_and_out_until_the_list_is_final(party, district_lead, neighbour_lead):
    factories.make_influencer(party.district)
    training = make_training(party.district, begins_in=datetime.timedelta(minutes=1))
    trainings.invite(training, by=district_lead)
    Training.objects.update(starts_at=timezone.now())
    row = training.attendances.get()
    with pytest.raises(RightMissing):
        attendances.check_in(row, by=neighbour_lead)
    there = attendances.check_in(row, by=district_lead)
    twice = attendances.check_in(row, by=district_lead)
    out = attendances.check_in(row, was_there=False, by=district_lead)
    attendances.check_in(row, by=district_lead)
    trainings.close(training, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        attendances.check_in(row, was_there=False, by=district_lead)
    assert (there.checked_by, twice.attended_at, out.attended_at) == (district_lead, there.attended_at, None)
    assert broken.value.code == "list_final"
    assert AuditEntry.objects.filter(verb="attendance.checked").count() == 3


def test_who_came_uninvited_is_added_from_the_own_area(party, district_lead):
    training = make_training(party.district, starts_at=timezone.now())
    added = attendances.add(training, factories.make_person(party.panchayat), by=district_lead)
    with pytest.raises(RightMissing):
        attendances.add(training, factories.make_person(party.neighbour), by=district_lead)
    assert (training.attendances.get(), added.checked_by) == (added, district_lead)


def test_a_course_is_completed_once_the_list_is_closed(party, district_lead):
    course, person = factories.make_course("basics"), factories.make_person(party.block)
    training = make_training(party.district, course=course, starts_at=timezone.now())
    absent = factories.make_person(party.block)
    Attendance.objects.create(training=training, person=absent, invited_at=timezone.now())
    attendances.add(training, person, by=district_lead)
    ids = [person.pk, absent.pk]
    before = attendances.completed_on(ids, "basics")
    trainings.close(training, by=district_lead)
    assert (before, attendances.completed_on(ids, "basics")) == ({}, {person.pk: timezone.localdate()})
    assert attendances.completed_on(ids, "other") == {}


def refused(influencer, stage: str) -> list[str]:
    return [refusal.code for refusal in vetting_gate.refusals([influencer], stage).values()]


def test_a_stage_may_ask_for_a_course(party, district_lead):
    course, voice = factories.make_course("basics"), factories.make_influencer(party.district)
    assert refused(voice, "active") == []
    course.needed_for_stage = "active"
    course.save()
    assert (refused(voice, "active"), refused(voice, "paused")) == (["course_missing"], [])
    training = make_training(party.district, course=course, starts_at=timezone.now())
    attendances.add(training, voice.person, by=district_lead)
    trainings.close(training, by=district_lead)

    assert refused(voice, "active") == []


def test_a_lead_below_sees_the_own_people_of_a_training_above(party, state_lead, district_lead, volunteer):
    neighbour = factories.make_influencer(party.neighbour)
    training = make_training(party.state)
    trainings.invite(training, by=state_lead)

    def seen(user):
        return set(attendances.of_training(training, user).values_list("person", flat=True))

    assert seen(state_lead) == {volunteer.person.pk, neighbour.person.pk}
    assert seen(district_lead) == {volunteer.person.pk}
    assert set(attendances.seen_by(district_lead).values_list("person", flat=True)) == {volunteer.person.pk}
    assert set(attendances.own(volunteer).values_list("person", flat=True)) == {volunteer.person.pk}


def test_courses_are_loaded_once_and_what_an_admin_changed_stays(db):
    first = courses.load_seed()
    courses.listed().filter(code="basics").update(title_hi="बदला")
    assert (first, courses.load_seed()) == (2, 0)
    assert courses.listed().get(code="basics").title_hi == "बदला"
