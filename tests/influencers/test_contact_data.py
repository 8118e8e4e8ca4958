"""Contact data: none of a prospect before their yes, whichever way it would come; none again of who had themselves erased."""

import pytest
from django.utils import timezone

from influencers.models import Erasure, Influencer, RosterSeat
from influencers.services import influencers, joins, rosters
from network.errors import RuleBroken
from network.models import Appointment, Office, Person
from network.sealing import lookup_hash
from network.services import imports, merges, people
from tests import factories
from tests.influencers.reviews import make_prospect

NUMBER = "+919826012345"
PEOPLE = "नाम,मोबाइल,ईमेल,ज़िला,पद\n"
TEAM = "नाम,ज़िला,मोबाइल,इंस्टाग्राम\n"


def judged(kind: str, text: str, by) -> list[tuple[str, list[str]]]:
    """Upload a list, write what can be written, and tell what was said of each row."""
    batch = imports.run_now(imports.upload(kind, files=[("list.csv", text.encode())], by=by))
    found = [(row.verdict, [reason["code"] for reason in row.reasons]) for row in batch.rows.order_by("number")]
    imports.run_now(imports.confirm(batch, ticked=[row.number for row in batch.rows.all()], by=by))
    return found


def contact_of(person: Person) -> tuple[str | None, str]:
    person = Person.objects.get(pk=person.pk)
    return person.phone, person.email


@pytest.fixture
def prospect(party) -> Influencer:
    return make_prospect(party.district, name_hi="अंजलि नमूना", phone=None, email="")


@pytest.fixture
def erased(party) -> None:
    """Somebody with the number had themselves erased."""
    Erasure.objects.create(
        person_hash="1" * 64, phone_hash=lookup_hash(NUMBER), area=party.district, erased_at=timezone.now(), counts={}
    )


@pytest.mark.parametrize("cells", ["9826012345,", ",anjali@example.org"])
def test_a_list_of_people_brings_no_contact_data_of_a_prospect(party, district_lead, prospect, cells):
    row = f"अंजलि नमूना,{cells},भोपाल,\n"

    assert judged("people", PEOPLE + row, district_lead) == [("refused", [*_probable(cells), "not_agreed"])]
    assert contact_of(prospect.person) == (None, "")


def _probable(cells: str) -> list[str]:
    return ["person_probable"] if cells.startswith("9") else []


def test_a_list_of_people_still_tells_other_things_of_a_prospect(district_lead, prospect):
    text = "नाम,लिंग,ज़िला\nअंजलि नमूना,महिला,भोपाल\n"

    assert judged("people", text, district_lead) == [("good", [])]
    assert Person.objects.get(pk=prospect.person_id).gender == "woman"


def test_a_prospect_who_gets_an_office_by_the_list_may_have_a_number(party, state_lead, prospect):
    row = "अंजलि नमूना,9826012345,,भोपाल,district_lead\n"

    assert judged("people", PEOPLE + row, state_lead) == [("doubtful", ["person_probable"])]
    assert contact_of(prospect.person)[0] == NUMBER


def test_a_merge_brings_no_contact_data_to_a_prospect(party, district_lead, prospect):
    other = factories.make_person(party.district, name_hi="अंजलि नमूना", phone=NUMBER)

    for kept, gone in ((prospect.person, other), (other, prospect.person)):
        with pytest.raises(RuleBroken) as refused:
            merges.merge(kept, gone, by=district_lead)
        assert refused.value.code == "not_agreed"

    assert contact_of(prospect.person) == (None, "")
    assert Influencer.objects.get(pk=prospect.pk).person_id == prospect.person_id


def test_a_merge_with_an_office_holder_keeps_the_number(party, state_lead, prospect):
    other = factories.make_person(party.district, name_hi="अंजलि नमूना", phone=NUMBER)
    office = Office.objects.get(code="district_lead")
    Appointment.objects.create(person=other, office=office, area=party.district, seat=1, starts_on=timezone.localdate())

    merges.merge(prospect.person, other, by=state_lead)

    assert contact_of(prospect.person)[0] == NUMBER


def test_who_is_entered_with_a_number_is_no_prospect_who_was_not_asked(party, district_lead):
    person = factories.make_person(party.district, phone=NUMBER)

    with pytest.raises(RuleBroken) as refused:
        influencers.enter(person, district=party.district, by=district_lead)

    assert refused.value.code == "contact_kept"
    assert influencers.enter(person, district=party.district, by=district_lead, stage="agreed").stage == "agreed"


def test_who_asks_to_join_is_entered_as_agreed_with_the_number(party, district_lead):
    factories.make_person(party.district, phone=NUMBER)
    request = factories.make_join_request(party.district, phone=NUMBER)

    voice = joins.approve(request, has_spoken=True, by=district_lead)

    steps = list(voice.steps.order_by("pk").values_list("before", "stage"))
    assert (voice.stage, steps) == ("agreed", [("", "agreed")])


@pytest.mark.parametrize("stage", ["spotted", "vetted"])
def test_no_place_is_kept_for_a_prospect_with_whom_nobody_talked(party, district_lead, prospect, stage):
    Influencer.objects.filter(pk=prospect.pk).update(stage=stage)

    with pytest.raises(RuleBroken) as refused:
        rosters.join(party.district.roster, prospect, by=district_lead)
    said = judged("roster", TEAM + "अंजलि नमूना,भोपाल,,@anjali_namuna\n", district_lead)

    assert (refused.value.code, said) == ("unasked", [("refused", ["phone_missing", "unasked"])])
    assert not RosterSeat.objects.filter(influencer=prospect).exists()


def test_no_list_brings_an_erased_person_back(party, state_lead, erased):
    assert judged("people", PEOPLE + "रेखा कल्पित,9826012345,,भोपाल,\n", state_lead) == [("refused", ["person_erased"])]
    assert judged("roster", TEAM + "रेखा कल्पित,भोपाल,9826012345,@rekha_k\n", state_lead) == [
        ("refused", ["person_erased"])
    ]
    assert not Person.objects.filter(name_hi="रेखा कल्पित").exists()


def test_nobody_enters_the_number_of_an_erased_person_by_hand(party, district_lead, erased):
    other = factories.make_person(party.district, phone=None)

    for enter in (
        lambda: people.create(name_hi="रेखा कल्पित", home_area=party.district, phone=NUMBER, by=district_lead),
        lambda: people.update(other, phone=NUMBER, by=district_lead),
    ):
        with pytest.raises(RuleBroken) as refused:
            enter()
        assert refused.value.code == "person_erased"


def test_an_erased_person_comes_back_by_their_own_wish(party, district_lead, state_lead, erased):
    request = factories.make_join_request(party.district, phone=NUMBER, name_hi="रेखा कल्पित")

    joins.approve(request, has_spoken=True, by=district_lead)

    assert Person.objects.with_phone(NUMBER).get().name_hi == "रेखा कल्पित"
    assert judged("people", PEOPLE + "रेखा कल्पित,9826012345,,भोपाल,\n", state_lead) == [("unchanged", [])]
