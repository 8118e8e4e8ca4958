"""Pages of people: found, entered with a warning before a double, changed, opened with a reason, merged."""

import pytest

from network.models import AuditEntry, Person
from tests import factories

FORM = {"name_hi": "रेखा कल्पित", "languages": ["hi"], "preferred_channel": "email"}


@pytest.fixture
def lead(client_of, district_lead):
    return client_of(district_lead)


def test_a_person_is_entered_changed_and_moved(party, lead):
    response = lead.post("/areas/panchayat/120001/people/new/", FORM | {"phone": "98260 12345", "gender": "woman"})
    person = Person.objects.get(name_hi="रेखा कल्पित")
    assert response.url == person.get_absolute_url()
    changed = FORM | {"name_en": "Rekha Kalpit", "home": party.block.pk, "status": "active"}
    assert lead.post(f"{person.get_absolute_url()}edit/", changed).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.name_en, person.home_area) == ("+919826012345", "Rekha Kalpit", party.block)
    assert person.home_path == party.block.path


@pytest.mark.parametrize("phone", ["12345", "+1 202 555 0100", "फोन"])
def test_a_bad_number_is_told_at_its_field(party, lead, phone):
    response = lead.post("/areas/panchayat/120001/people/new/", FORM | {"phone": phone})
    assert response.status_code == 422
    assert "भारत का मोबाइल नंबर नहीं" in response.content.decode()


def test_nobody_is_moved_into_a_foreign_area(party, lead):
    person = factories.make_person(party.block)
    changed = FORM | {"home": party.neighbour.pk, "status": "active"}
    assert lead.post(f"{person.get_absolute_url()}edit/", changed).status_code == 422


def test_doubles_are_shown_while_typing(party, lead, neighbour_lead):
    known = factories.make_person(party.block, name_hi="रेखा कल्पित", phone="+919826012345")
    factories.make_person(party.neighbour, name_hi="गोपनीय", phone="+919826012346")
    path = "/areas/panchayat/120001/people/similar/"
    assert known.code in lead.post(path, {"name_hi": "Rekha Kalpit"}).content.decode()
    assert known.code in lead.post(path, {"phone": "९८२६०१२३४५"}).content.decode()
    foreign = lead.post(path, {"phone": "9826012346"}).content.decode()
    assert "गोपनीय" not in foreign
    assert "पहले से दर्ज" in foreign


def test_contact_data_is_shown_after_a_reason_and_logged(party, lead):
    person = factories.make_person(party.block, phone="+919826012345")
    path = f"{person.get_absolute_url()}contact/"
    assert "9826012345" not in lead.get(person.get_absolute_url()).content.decode()
    assert lead.post(path, {"reason": "  "}).status_code == 302
    response = lead.post(path, {"reason": "बैठक"})
    assert "+919826012345" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEntry.objects.filter(verb="person.contact_opened", subject_id=person.pk).count() == 1


def test_the_list_is_narrowed(party, lead):
    woman = factories.make_person(party.block, name_hi="रेखा कल्पित", gender="woman")
    factories.make_person(party.district, name_hi="दूसरा", gender="man")
    factories.make_person(party.neighbour, name_hi="रेखा बाहर")
    for query in ("?search=rekha", "?gender=woman", f"?within={party.block.path}"):
        page = lead.get(f"/people/{query}").context["page"]
        assert list(page) == [woman], query


def test_look_alikes_are_compared_merged_and_taken_back(party, lead):
    kept = factories.make_person(party.block, name_hi="रेखा कल्पित")
    gone = factories.make_person(party.district, name_hi="Rekha Kalpit", name_en="")
    assert gone.code in lead.get("/people/duplicates/").content.decode()
    assert kept.code in lead.get(gone.get_absolute_url()).content.decode()
    path = f"/people/{kept.code}/merge/{gone.code}/"
    assert lead.get(path).status_code == 200
    assert lead.post(path).url == kept.get_absolute_url()
    page = lead.get(kept.get_absolute_url())
    (merge,) = page.context["merges"]
    assert lead.get(f"{gone.get_absolute_url()}edit/").status_code == 200
    assert lead.post(f"/people/merges/{merge.code}/undo/").status_code == 302
    gone.refresh_from_db()
    assert (gone.merged_into, gone.status) == (None, "active")


def test_the_same_record_twice_is_refused(party, lead):
    person = factories.make_person(party.block)
    assert lead.get(f"/people/{person.code}/merge/{person.code}/").status_code == 422


def test_a_person_reads_their_own_page(party, volunteer, client_of):
    assert client_of(volunteer).get(volunteer.person.get_absolute_url()).status_code == 200
