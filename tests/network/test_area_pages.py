"""Pages of areas and of their offices: what a lead sees and does there."""

import datetime

import pytest
from django.utils import timezone

from network.models import Appointment, Area, Office
from network.services import appointments, areas, figures
from tests import factories


def test_area_page_shows_both_ways_parts_and_seats(party, state_lead, panchayat_incharge, client_of):
    lok_sabha = areas.place(
        "lok_sabha",
        "S12-19",
        parent=party.state,
        electoral_parent=party.state,
        name_hi="भोपाल सीट",
        name_en="Bhopal seat",
    )
    areas.place(
        "assembly", "S12-155", parent=party.district, electoral_parent=lok_sabha, name_hi="हुज़ूर", name_en="Huzur"
    )
    figures.refresh()

    seat = client_of(state_lead).get("/areas/assembly/S12-155/").content.decode()
    block = client_of(state_lead).get("/areas/block/3600/").content.decode()
    state = client_of(state_lead).get("/areas/state/23/").content.decode()

    assert "भोपाल संभाग" in seat
    assert "भोपाल सीट" in seat
    assert "आदमपुर" in block
    assert "badge-thin" in block
    assert 'id="tile-390"' in state


def test_merged_area_says_where_it_went_and_leaves_the_list(party, state_lead, client_of):
    into = areas.place("block", "3601", parent=party.district, name_hi="बैरसिया", name_en="Berasia")
    client = client_of(state_lead)

    answer = client.post(
        "/areas/block/3600/change/merge/", {"into": into.pk, "on": timezone.localdate().isoformat()}, follow=True
    )

    assert answer.redirect_chain[-1][0] == "/areas/block/3601/"
    assert "आदमपुर" in answer.content.decode()
    assert "बैरसिया" in client.get("/areas/block/3600/").content.decode()
    assert (
        "/areas/block/3600/"
        not in client.get("/areas/district/390/").content.decode().split("part-table")[1].split("</table>")[0]
    )


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ("rename", {"name_hi": "", "name_en": "A"}),
        ("move", {"to": "999999"}),
        ("merge", {}),
        ("split", {"code": "3600", "name_hi": "क", "name_en": "A"}),
        ("rename", {"name_hi": "क", "name_en": "A", "on": "2999-01-01"}),
    ],
)
def test_wrong_input_to_a_change_is_said_and_changes_nothing(party, state_lead, client_of, change, fields):
    before = list(Area.objects.order_by("pk").values())

    answer = client_of(state_lead).post(f"/areas/block/3600/change/{change}/", {"on": "2026-01-01"} | fields)

    assert answer.status_code == 422
    assert list(Area.objects.order_by("pk").values()) == before


def test_lead_appoints_confirms_and_ends_on_the_board(party, district_lead, client_of):
    person = factories.make_person(party.panchayat)
    client, board = client_of(district_lead), "/areas/panchayat/120001/offices/"
    assert person.name_hi in client.get(board).content.decode()

    client.post("/areas/panchayat/120001/appoint/", {"person": person.code, "office": "panchayat_member"})
    made = Appointment.objects.get(person=person)
    page = client.get(board).content.decode()
    client.post(f"/appointments/{made.code}/end/", {"reason": "चला गया"})

    assert page.count("seat-vacant") == 24
    assert client.get(board).content.decode().count("seat-vacant") == 25
    assert Appointment.objects.get(person=person).ends_on == timezone.localdate()


def test_board_finds_people_by_sound_for_htmx_and_without_script(party, district_lead, client_of):
    factories.make_person(party.district, name_hi="सीता वर्मा", name_en="")
    client, path = client_of(district_lead), "/areas/panchayat/120001/offices/?q=sita"

    whole, part = client.get(path), client.get(path, headers={"HX-Request": "true"})

    assert "सीता वर्मा" in whole.content.decode()
    assert "सीता वर्मा" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_people_of_other_districts_are_not_offered_and_not_appointed(party, district_lead, client_of):
    stranger = factories.make_person(party.neighbour, name_hi="दूर का व्यक्ति")
    client = client_of(district_lead)

    found = client.get("/areas/panchayat/120001/offices/?q=दूर").content.decode()
    client.post("/areas/panchayat/120001/appoint/", {"person": stranger.code, "office": "panchayat_member"})

    assert stranger.code not in found
    assert not Appointment.objects.filter(person=stranger).exists()


def test_ending_terms_and_unconfirmed_seats_are_marked(party, state_lead, operator, client_of):
    today = timezone.localdate()
    member = factories.make_office_holder("panchayat_member", party.panchayat)
    member.person.appointments.update(ends_on=today + datetime.timedelta(days=10))
    auditor = factories.make_person(party.state)
    appointments.appoint(auditor, Office.objects.get(code="auditor"), party.state, by=operator)
    client = client_of(state_lead)

    committee = client.get("/areas/panchayat/120001/offices/", headers={"Accept-Language": "en"}).content.decode()
    state = client.get("/areas/state/23/offices/").content.decode()

    assert "badge-over" in committee
    assert "badge-asked" in state


def test_holder_names_a_deputy_on_the_page(party, district_lead, client_of):
    person, held = factories.make_person(party.district), district_lead.person.appointments.get()
    until = timezone.localdate() + datetime.timedelta(days=20)
    client, path = client_of(district_lead), f"/appointments/{held.code}/deputy/"

    wrong = client.post(path, {"person": person.code, "features": ["export"], "ends_on": until.isoformat()})
    right = client.post(path, {"person": person.code, "features": ["people_view"], "ends_on": until.isoformat()})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Appointment.objects.get(person=person).deputy_features == ["people_view"]


def test_areas_leads_to_the_own_area_or_lists_several(party, district_lead, client_of):
    client = client_of(district_lead)
    assert client.get("/areas/").headers["Location"] == "/areas/district/390/"
    appointments.appoint(district_lead.person, Office.objects.get(code="district_lead"), party.neighbour, by=None)

    page = client_of(district_lead).get("/areas/").content.decode()

    assert "/areas/district/390/" in page
    assert "/areas/district/407/" in page


def test_board_tells_the_share_of_women_among_those_who_said(party, district_lead, client_of):
    for gender in ("woman", "man", "woman", ""):
        member = factories.make_office_holder("panchayat_member", party.panchayat)
        member.person.gender = gender
        member.person.save()

    page = client_of(district_lead).get("/areas/panchayat/120001/offices/").content.decode()

    assert "<dd>66%</dd>" in page


def test_office_page_tells_rights_fillers_and_holders_of_the_own_areas(party, district_lead, neighbour_lead, client_of):
    page = client_of(district_lead).get("/offices/district_lead/").content.decode()

    assert "सूचियाँ डाउनलोड करना" in page
    assert "प्रदेश समन्वयक" in page
    assert district_lead.person.name_hi in page
    assert neighbour_lead.person.name_hi not in page
