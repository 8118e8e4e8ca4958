"""A training that an office asks for: proven by the list of a training, or told by who appoints, and noted which of both."""

import datetime

import pytest
from django.utils import timezone

from influencers.services import attendances, trainings
from network import training_proof
from network.errors import RuleBroken
from network.models import Appointment, AuditEntry, Office
from network.services import appointments
from tests import factories
from tests.network.test_people_imports import read, verdicts, written


@pytest.fixture
def coordinator(party) -> Office:
    """The office of a block coordinator, which asks for the course "basics"."""
    office = Office.objects.get(code="block_coordinator")
    office.required_training = factories.make_course("basics").code
    office.save()
    return office


def complete(person, area, by) -> None:
    """Let the person be there when the course is held."""
    from influencers.models import Course

    course = Course.objects.get(code="basics")
    training = factories.make_training(area, course=course, starts_at=timezone.now())
    attendances.add(training, person, by=by)
    trainings.close(training, by=by)


def how(appointment: Appointment) -> str:
    return AuditEntry.objects.get(verb="appointment.made", subject_id=appointment.pk).details["training"]


def test_a_proven_training_is_taken_by_itself(party, coordinator, district_lead):
    person = factories.make_person(party.block)
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(person, coordinator, party.block, by=district_lead)
    complete(person, party.district, district_lead)
    made = appointments.appoint(person, coordinator, party.block, by=district_lead)
    assert (broken.value.code, "Course" in str(broken.value) or "पाठ" in str(broken.value)) == ("not_trained", True)
    assert (made.trained_on, how(made)) == (timezone.localdate(), "proven")


def test_a_typed_day_is_noted_as_told_and_gives_way_to_a_proven_one(party, coordinator, district_lead):
    told, proven = factories.make_person(party.block), factories.make_person(party.block)
    day = timezone.localdate() - datetime.timedelta(days=40)
    complete(proven, party.district, district_lead)
    coordinator.seats = 2
    coordinator.save()
    made = [
        appointments.appoint(person, coordinator, party.block, trained_on=day, by=district_lead)
        for person in (told, proven)
    ]
    assert [(row.trained_on, how(row)) for row in made] == [(day, "told"), (timezone.localdate(), "proven")]


def test_a_typed_day_lies_not_in_the_future(party, coordinator, district_lead):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(RuleBroken) as broken:
        appointments.appoint(
            factories.make_person(party.block), coordinator, party.block, trained_on=tomorrow, by=district_lead
        )
    assert broken.value.code == "not_trained"


def test_a_course_has_its_title_and_an_unknown_one_stands_for_itself(party, coordinator):
    title = training_proof.title_of("basics")
    assert title.startswith("पाठ")
    assert training_proof.titles_of(["basics", "", "basics", "आचार संहिता"]) == [title, "आचार संहिता"]


def test_pages_of_the_office_say_the_title(party, coordinator, district_lead, client_of):
    client, title = client_of(district_lead), training_proof.title_of("basics")
    page = client.get("/offices/block_coordinator/").content.decode()
    board = client.get(f"/areas/block/{party.block.code}/offices/?q=Person").content.decode()
    assert title in page
    factories.make_person(party.block)
    board = client.get(f"/areas/block/{party.block.code}/offices/").content.decode()
    assert title in board


def test_a_list_of_people_fills_the_office_with_those_who_are_proven(party, coordinator, district_lead):
    trained = factories.make_person(party.block, name_hi="रेखा कल्पित")
    factories.make_person(party.block, name_hi="मोहन उदाहरण")
    complete(trained, party.district, district_lead)
    rows = ["रेखा कल्पित", "मोहन उदाहरण", "सोहन मिसाल"]
    sheet = "नाम,ज़िला,ब्लॉक,पद\n" + "".join(f"{name},भोपाल,फंदा,ब्लॉक समन्वयक\n" for name in rows)
    batch = read(sheet, district_lead)
    assert verdicts(batch) == [("good", []), ("refused", ["office_training"]), ("refused", ["office_training"])]
    written(batch, district_lead)
    held = Appointment.objects.get(office=coordinator, area=party.block)
    assert (held.person, held.trained_on) == (trained, timezone.localdate())
    assert verdicts(read(sheet, district_lead))[0] == ("unchanged", [])
