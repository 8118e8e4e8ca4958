"""The network's API: both hierarchies, chosen fields, offices, and appointing with the rules of the pages."""

import pytest

from network.models import Appointment
from network.services import areas
from tests import factories
from tests.world import key_of


@pytest.fixture
def call(client):
    """call(user, "POST", "appointments/", {...}) gives (status, answer)."""

    def ask(user, method: str, path: str, body: dict | None = None):
        headers = {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if method == "POST" else {}
        answer = getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)
        return answer.status_code, answer.json()

    return ask


@pytest.fixture
def booth(party):
    lok_sabha = areas.place(
        "lok_sabha", "S12-19", parent=party.state, electoral_parent=party.state, name_hi="क", name_en="A"
    )
    seat = areas.place(
        "assembly", "S12-155", parent=party.district, electoral_parent=lok_sabha, name_hi="क", name_en="A"
    )
    return areas.place("booth", "S12-155-7", parent=party.panchayat, electoral_parent=seat, name_hi="७", name_en="7")


def test_areas_and_people_are_found_within_either_hierarchy(party, booth, state_lead, call):
    person = factories.make_person(booth)
    seat = booth.electoral_parent

    areas_of_seat = call(state_lead, "GET", f"areas/?within={seat.electoral_path}")[1]["results"]
    people = [
        [row["code"] for row in call(state_lead, "GET", f"people/?within={path}")[1]["results"]]
        for path in (seat.electoral_path, party.panchayat.path, party.neighbour.path)
    ]

    assert [row["code"] for row in areas_of_seat] == [seat.code, booth.code]
    assert people[:2] == [[person.code], [person.code]]
    assert person.code not in people[2]


def test_lists_answer_with_the_chosen_fields(party, state_lead, call):
    (first, *_rest) = call(state_lead, "GET", "areas/?kind=district&fields=code,name_hi,nothing")[1]["results"]

    assert first == {"code": "390", "name_hi": "भोपाल"}


def test_offices_say_who_fills_them(party, volunteer, call):
    status, office = call(volunteer, "GET", "offices/block_coordinator/")

    assert (status, office["seats"], sorted(office["appointers"])) == (200, 1, ["district_lead", "state_coordinator"])


def test_appointing_by_the_api_obeys_the_rules(party, district_lead, call):
    person = factories.make_person(party.block)
    stranger = factories.make_person(party.neighbour)
    body = {"person": person.code, "office": "block_coordinator", "area": party.block.path}

    made = call(district_lead, "POST", "appointments/", body)
    answers = [
        call(district_lead, "POST", "appointments/", body | change)
        for change in (
            {"person": stranger.code},
            {"area": party.neighbour.path},
            {"office": "district_deputy"},
            {},
        )
    ]
    ended = call(district_lead, "POST", f"appointments/{made[1]['code']}/end/", {"reason": "चला गया"})

    assert (made[0], made[1]["seat"]) == (201, 1)
    assert [status for status, _answer in answers] == [400, 400, 422, 422]
    assert [answer.get("code") for _status, answer in answers[2:]] == ["wrong_area_kind", "office_full"]
    assert (ended[0], Appointment.objects.get(code=made[1]["code"]).ends_on is not None) == (200, True)


def test_the_second_person_confirms_by_the_api(party, state_lead, operator, call):
    auditor = factories.make_person(party.state)
    _status, made = call(
        operator, "POST", "appointments/", {"person": auditor.code, "office": "auditor", "area": party.state.path}
    )

    own = call(operator, "POST", f"appointments/{made['code']}/confirm/")
    other = call(state_lead, "POST", f"appointments/{made['code']}/confirm/")

    assert made["is_confirmed"] is False
    assert (own[0], own[1]["code"]) == (422, "second_person_needed")
    assert (other[0], other[1]["is_confirmed"]) == (200, True)
