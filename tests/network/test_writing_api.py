"""Writing by the API: one by one and in bulk, updates that name the state they were made for, lists of people as files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from network.models import ImportBatch, Person
from network.services import imports
from tests import factories
from tests.world import key_of


@pytest.fixture
def send(client):
    """send(user, "PATCH", "people/x/", body, If_Match=etag) gives the response."""

    def ask(user, method: str, path: str, body: object = None, **headers: str):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if body is not None or method != "GET" else {}
        return getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)

    return ask


def test_a_person_is_entered_and_answered_masked(party, district_lead, send):
    body = {"name_hi": "रेखा कल्पित", "home_area": party.panchayat.path, "phone": "98260 12345", "email": "r@example.org"}
    made = send(district_lead, "POST", "people/", body)
    assert (made.status_code, made.json()["phone"]) == (201, "+91 ••••• ••345")
    assert "email" not in made.json()
    assert Person.objects.get(code=made.json()["code"]).phone == "+919826012345"


def test_an_update_needs_the_state_it_was_made_for(party, district_lead, send):
    person = factories.make_person(party.block)
    path = f"people/{person.code}/"
    etag = send(district_lead, "GET", path).headers["ETag"]
    assert send(district_lead, "GET", path, If_None_Match=etag).status_code == 304
    assert send(district_lead, "PATCH", path, {"gender": "woman"}).status_code == 428
    first = send(district_lead, "PATCH", path, {"gender": "woman"}, If_Match=etag)
    assert (first.status_code, first.json()["gender"]) == (200, "woman")
    late = send(district_lead, "PATCH", path, {"gender": "man"}, If_Match=etag)
    assert (late.status_code, Person.objects.get(pk=person.pk).gender) == (412, "woman")
    again = send(district_lead, "PATCH", path, {"gender": "man"}, If_Match=first.headers["ETag"])
    assert again.status_code == 200


def test_a_chosen_view_has_the_same_etag(party, district_lead, send):
    person = factories.make_person(party.block)
    whole = send(district_lead, "GET", f"people/{person.code}/")
    part = send(district_lead, "GET", f"people/{person.code}/?fields=code")
    assert (part.json(), part.headers["ETag"]) == ({"code": person.code}, whole.headers["ETag"])


def test_a_person_is_moved_within_the_own_area_only(party, district_lead, send):
    person = factories.make_person(party.block)
    path = f"people/{person.code}/"
    assert send(district_lead, "PATCH", path, {"home_area": party.panchayat.path}, If_Match="*").status_code == 200
    assert send(district_lead, "PATCH", path, {"home_area": party.neighbour.path}, If_Match="*").status_code == 400
    person.refresh_from_db()
    assert (person.home_area, person.home_path) == (party.panchayat, party.panchayat.path)


def test_of_many_rows_each_is_made_or_refused_by_itself(party, district_lead, send):
    rows = [
        {"name_hi": "रेखा कल्पित", "home_area": party.panchayat.path, "phone": "9826012345"},
        {"name_hi": "मोहन उदाहरण", "home_area": party.panchayat.path, "phone": "9826012345"},
        {"name_hi": "", "home_area": party.panchayat.path},
        {"name_hi": "सोहन मिसाल", "home_area": party.neighbour.path},
        "nonsense",
        {"name_hi": "कविता नमूना", "home_area": party.block.path},
    ]
    response = send(district_lead, "POST", "people/bulk/", rows)
    assert response.status_code == 207
    assert [answer["status"] for answer in response.json()] == [201, 422, 400, 400, 400, 201]
    assert response.json()[1]["errors"]["code"] == "phone_known"
    assert Person.objects.filter(name_hi__in=["रेखा कल्पित", "कविता नमूना"]).count() == 2


@pytest.mark.parametrize("body", [[], {}, [{}] * 501, "text"])
def test_a_bulk_of_nothing_or_too_much_is_refused(party, district_lead, send, body):
    assert send(district_lead, "POST", "people/bulk/", body).status_code == 400


def test_appointments_are_made_in_bulk_by_the_same_rules(party, district_lead, send):
    body = {"person": factories.make_person(party.block).code, "office": "block_coordinator", "area": party.block.path}
    answers = send(
        district_lead, "POST", "appointments/bulk/", [body, body, body | {"area": party.neighbour.path}]
    ).json()
    assert [answer["status"] for answer in answers] == [201, 422, 400]


def test_lists_are_ordered_and_paged_without_loss(party, district_lead, send):
    for name in ("ख", "क", "क", "ग", "क"):
        factories.make_person(party.block, name_hi=name)
    found, path = [], "people/?ordering=name_hi&page_size=2&fields=name_hi,code"
    while path:
        page = send(district_lead, "GET", path).json()
        found += page["results"]
        path = page["next"] and page["next"].partition("/api/v1/")[2]
    names = [row["name_hi"] for row in found]
    assert names == sorted(names)
    assert (
        len({row["code"] for row in found})
        == len(found)
        == Person.objects.filter(home_path__startswith=party.district.path).count()
    )


def test_a_list_of_people_is_imported(party, district_lead, client, send):
    sheet = SimpleUploadedFile("list.csv", "नाम,ज़िला\nमोहन उदाहरण,भोपाल\n".encode())
    headers = {"Authorization": f"Token {key_of(district_lead)}"}
    made = client.post("/api/v1/imports/", {"kind": "people", "sheet": sheet}, headers=headers)
    code = made.json()["code"]
    assert (made.status_code, made.json()["status"]) == (202, "uploaded")
    imports.run_next()
    assert send(district_lead, "GET", f"imports/{code}/").json()["status"] == "previewed"
    assert send(district_lead, "POST", f"imports/{code}/write/", {"all_doubtful": True}).status_code == 202
    imports.run_next()
    assert Person.objects.filter(name_hi="मोहन उदाहरण").exists()
    undone = send(district_lead, "POST", f"imports/{code}/undo/", {})
    assert (undone.json()["status"], Person.objects.filter(name_hi="मोहन उदाहरण").exists()) == ("undone", False)


def test_nobody_imports_without_the_right(party, volunteer, client):
    sheet = SimpleUploadedFile("list.csv", "नाम,ज़िला\nमोहन उदाहरण,भोपाल\n".encode())
    headers = {"Authorization": f"Token {key_of(volunteer)}"}
    assert client.post("/api/v1/imports/", {"kind": "people", "sheet": sheet}, headers=headers).status_code == 403
    assert not ImportBatch.objects.exists()
