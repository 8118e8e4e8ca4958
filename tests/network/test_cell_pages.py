"""Pages of cells: a lead opens one, fills its seats, names and closes it; others see it as far as their area goes."""

import datetime

from django.utils import timezone

from network.models import Appointment, Cell
from network.services import appointments, offices
from tests import factories


def text_of(client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_lead_opens_a_cell_from_the_area_page_and_fills_it(party, district_lead, client_of):
    person = factories.make_person(party.district)
    client = client_of(district_lead)
    assert "/areas/district/390/cells/new/" in text_of(client, "/areas/district/390/")

    answer = client.post("/areas/district/390/cells/new/", {"kind": "it"})
    cell = Cell.objects.get()
    board = text_of(client, answer.headers["Location"])
    made = client.post(f"/cells/{cell.code}/appoint/", {"person": person.code, "office": "district_cell_member"})

    assert answer.headers["Location"] == made.headers["Location"] == f"/cells/{cell.code}/"
    assert board.count("seat-vacant") == 16
    assert person.name_hi in board
    assert text_of(client, f"/cells/{cell.code}/").count("seat-vacant") == 15
    assert Appointment.objects.get(person=person).cell == cell


def test_the_area_page_links_each_cell_with_its_seats(party, district_lead, panchayat_incharge, client_of):
    today = timezone.localdate()
    cell = factories.make_cell(party.district, name_hi="आईटी प्रकोष्ठ")
    factories.make_cell(party.district, is_closed=True)
    holder = factories.make_office_holder("district_cell_member", party.district, cell=cell)
    held = holder.person.appointments.get()
    appointments.deputise(
        held,
        factories.make_person(party.district),
        features=["area_view"],
        ends_on=today + datetime.timedelta(days=3),
        by=holder,
    )
    factories.make_office_holder("district_cell_lead", party.district, cell=cell)

    page = text_of(client_of(district_lead), "/areas/district/390/")
    without_people = text_of(client_of(holder), "/areas/district/390/")

    assert f'<a href="/cells/{cell.code}/">आईटी प्रकोष्ठ</a> <span class="muted small">16 में से 2 सीटें भरी' in page
    assert "बंद" in page
    assert "आईटी प्रकोष्ठ" in without_people
    assert "/cells/" not in without_people


def test_wrong_input_is_said_at_the_form(party, district_lead, client_of):
    factories.make_cell(party.district, name_hi="आईटी प्रकोष्ठ")
    client = client_of(district_lead)

    answers = [
        client.post("/areas/district/390/cells/new/", fields)
        for fields in ({"kind": "it"}, {"kind": "nothing"}, {"kind": "other"}, {"kind": "it", "name_hi": "क" * 121})
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert "इस नाम का प्रकोष्ठ" in answers[0].content.decode()
    assert Cell.objects.count() == 1


def test_the_board_shows_terms_women_and_deputies_of_this_cell_only(party, district_lead, client_of):
    today = timezone.localdate()
    cell, other = factories.make_cell(party.district), factories.make_cell(party.district)
    woman = factories.make_office_holder("district_cell_member", party.district, cell=cell)
    woman.person.gender = "woman"
    woman.person.save()
    woman.person.appointments.update(ends_on=today + datetime.timedelta(days=9))
    elsewhere = factories.make_office_holder("district_cell_member", party.district, cell=other)

    page = text_of(client_of(district_lead), f"/cells/{cell.code}/")
    area_board = text_of(client_of(district_lead), "/areas/district/390/offices/")

    assert "<dd>100%</dd>" in page
    assert page.count("badge-over") == 1
    assert woman.person.name_hi in page
    assert f"<strong>{elsewhere.person.name_hi}</strong>\n" not in page
    assert woman.person.name_hi not in area_board


def test_people_are_found_by_sound_for_htmx_and_without_script(party, district_lead, client_of):
    factories.make_person(party.panchayat, name_hi="सीता वर्मा", name_en="")
    cell = factories.make_cell(party.district)
    client, path = client_of(district_lead), f"/cells/{cell.code}/?q=sita"

    whole, part = client.get(path), client.get(path, headers={"HX-Request": "true"})

    for answer in (whole, part):
        assert "सीता वर्मा" in answer.content.decode()
        assert f'action="/cells/{cell.code}/appoint/"' in answer.content.decode()
    assert "<html" not in part.content.decode()


def test_offices_of_the_area_are_not_given_in_a_cell_nor_strangers(party, district_lead, client_of):
    cell = factories.make_cell(party.district)
    person, stranger = factories.make_person(party.district), factories.make_person(party.neighbour)
    client = client_of(district_lead)

    for who, office in ((person, "district_deputy"), (stranger, "district_cell_lead")):
        client.post(f"/cells/{cell.code}/appoint/", {"person": who.code, "office": office})

    assert not Appointment.objects.filter(person__in=[person, stranger]).exists()


def test_confirming_ending_and_naming_a_deputy_lead_back_to_the_cell(party, state_lead, client_of):
    second = factories.make_office_holder("state_coordinator", party.state)
    cell, until = factories.make_cell(party.state), timezone.localdate() + datetime.timedelta(days=5)
    person = factories.make_person(party.state)
    office = offices.of_kind("state", in_cells=True).get(code="state_cell_lead")
    made = appointments.appoint(person, office, party.state, cell=cell, by=state_lead)
    client = client_of(second)

    assert "badge-asked" in text_of(client, f"/cells/{cell.code}/")
    answers = [client.post(f"/appointments/{made.code}/confirm/")]
    deputy = {"person": factories.make_person(party.state).code, "features": ["area_view"], "ends_on": until}
    answers.append(client_of(state_lead).post(f"/appointments/{made.code}/deputy/", deputy))
    answers.append(client.post(f"/appointments/{made.code}/end/"))

    assert {answer.headers["Location"] for answer in answers} == {f"/cells/{cell.code}/"}
    assert made.deputies.count() == 1
    assert Appointment.objects.get(pk=made.pk).ends_on == timezone.localdate()


def test_lead_renames_and_closes_a_cell(party, district_lead, client_of):
    cell = factories.make_cell(party.district)
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)
    client, path = client_of(district_lead), f"/cells/{cell.code}/"

    half = client.post(f"{path}rename/", {"name_hi": "तकनीकी", "name_en": ""})
    client.post(f"{path}rename/", {"name_hi": "तकनीकी", "name_en": "Technical"})
    client.post(f"{path}close/", {"reason": "विलय"})
    page = text_of(client, path)

    cell.refresh_from_db()
    assert (half.status_code, cell.name_hi, cell.is_closed) == (422, "तकनीकी", True)
    assert holder.person.appointments.get().ends_on == timezone.localdate()
    assert "seat-vacant" not in page
    assert "/close/" not in page
    assert holder.person.name_hi in page
    assert holder.person.name_hi in text_of(client, f"/history/cells/{cell.code}/")


def test_a_cell_is_seen_and_not_touched_by_offices_without_the_right(party, content_desk, neighbour_lead, client_of):
    cell = factories.make_cell(party.district)

    page = text_of(client_of(content_desk), f"/cells/{cell.code}/")

    assert cell.name_hi in page
    assert not any(f"/cells/{cell.code}/{what}/" in page for what in ("rename", "close", "appoint"))
    assert client_of(neighbour_lead).get(f"/cells/{cell.code}/").status_code == 404


def test_a_person_an_office_and_the_own_account_name_the_cell(party, district_lead, client_of):
    cell = factories.make_cell(party.district, name_hi="आईटी प्रकोष्ठ")
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)

    pages = [
        text_of(client_of(district_lead), path)
        for path in (holder.person.get_absolute_url(), "/offices/district_cell_lead/")
    ]

    assert all(f'<a href="/cells/{cell.code}/">आईटी प्रकोष्ठ, भोपाल</a>' in page for page in pages)
    assert "आईटी प्रकोष्ठ, भोपाल" in text_of(client_of(holder), "/account/")


def test_the_history_names_who_got_which_office(party, district_lead, client_of):
    cell = factories.make_cell(party.district, name_hi="आईटी प्रकोष्ठ")
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)
    client = client_of(district_lead)

    of_cell = text_of(client, f"/history/cells/{cell.code}/")
    of_person = text_of(client, f"/history/people/{holder.person.code}/")

    assert f"{holder.person.name_hi}, प्रकोष्ठ संयोजक" in of_cell
    assert "प्रकोष्ठ संयोजक, भोपाल, आईटी प्रकोष्ठ" in of_person


def test_the_admin_opens_renames_and_closes_through_the_service(party, operator, client_of):
    client = client_of(operator)
    fields = {"area": party.district.pk, "kind": "it", "name_hi": "आईटी", "name_en": "IT"}
    assert client.post("/admin/network/cell/add/", fields).status_code == 302
    cell = Cell.objects.get()
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)

    doubled = text_of(client, "/admin/network/cell/") and client.post("/admin/network/cell/add/", fields, follow=True)
    client.post(f"/admin/network/cell/{cell.pk}/change/", {"name_hi": "तकनीकी", "name_en": "Technical"})
    client.post("/admin/network/cell/", {"action": "close", "_selected_action": [cell.pk]})

    cell.refresh_from_db()
    assert doubled.status_code == 200
    assert (Cell.objects.count(), cell.name_en, cell.is_closed) == (1, "Technical", True)
    assert holder.person.appointments.get().ends_on == timezone.localdate()
