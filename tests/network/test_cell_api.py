"""Cells in the API: listed within either hierarchy, named by appointments; terms found by name and read in order."""

import datetime

import pytest
from django.utils import timezone

from network.models import Appointment, Office
from network.services import areas
from tests import factories
from tests.world import key_of


@pytest.fixture
def call(client):
    """call(user, "POST", "appointments/", body) gives (status, answer)."""

    def ask(user, method: str, path: str, body: object = None):
        headers = {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if method == "POST" else {}
        answer = getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)
        return answer.status_code, answer.json()

    return ask


def codes(answer: tuple[int, dict]) -> list[str]:
    return [row["code"] for row in answer[1]["results"]]


def all_pages(call, user, path: str) -> list[dict]:
    found = []
    while path:
        page = call(user, "GET", path)[1]
        found += page["results"]
        path = page["next"] and page["next"].partition("/api/v1/")[2]
    return found


def test_cells_are_listed_within_either_hierarchy_and_filtered(party, state_lead, district_lead, neighbour_lead, call):
    lok_sabha = areas.place(
        "lok_sabha", "S12-19", parent=party.state, electoral_parent=party.state, name_hi="क", name_en="A"
    )
    seat = areas.place(
        "assembly", "S12-155", parent=party.district, electoral_parent=lok_sabha, name_hi="क", name_en="A"
    )
    it = factories.make_cell(party.district)
    women = factories.make_cell(party.block, kind="women")
    of_seat = factories.make_cell(seat, kind="youth", is_closed=True)
    foreign = factories.make_cell(party.neighbour)

    found = {
        query: codes(call(state_lead, "GET", f"cells/?{query}"))
        for query in (
            "",
            "kind=women",
            "is_closed=true",
            f"within={party.district.path}",
            f"within={lok_sabha.electoral_path}",
        )
    }

    assert list(found.values()) == [
        [foreign.code, of_seat.code, women.code, it.code],
        [women.code],
        [of_seat.code],
        [of_seat.code, women.code, it.code],
        [of_seat.code],
    ]
    assert codes(call(district_lead, "GET", "cells/")) == [of_seat.code, women.code, it.code]
    assert call(neighbour_lead, "GET", f"cells/{it.code}/")[0] == 404
    assert call(district_lead, "GET", f"cells/{it.code}/?fields=code,area,is_closed")[1] == {
        "code": it.code,
        "area": party.district.path,
        "is_closed": False,
    }


def test_appointments_are_made_in_a_cell_one_by_one_and_in_bulk(party, district_lead, call):
    cell, foreign = factories.make_cell(party.district), factories.make_cell(party.neighbour)
    person, other = factories.make_person(party.district), factories.make_person(party.district)
    body = {"person": person.code, "office": "district_cell_member", "area": party.district.path, "cell": cell.code}

    made = call(district_lead, "POST", "appointments/", body)
    bulk = call(
        district_lead,
        "POST",
        "appointments/bulk/",
        [
            body | {"person": other.code},
            body,
            body | {"cell": foreign.code},
            body | {"cell": None},
            body | {"office": "district_cell_lead"},
        ],
    )

    assert (made[0], made[1]["cell"], made[1]["seat"]) == (201, cell.code, 1)
    assert [answer["status"] for answer in bulk[1]] == [201, 422, 400, 422, 201]
    assert [answer["errors"].get("code") for answer in bulk[1] if "errors" in answer] == [
        "held_already",
        None,
        "wrong_cell",
    ]
    assert Appointment.objects.filter(cell=cell).count() == 3


def test_appointments_are_filtered_by_cell_and_found_by_name(party, district_lead, neighbour_lead, call):
    cell = factories.make_cell(party.district)
    holder = factories.make_office_holder("district_cell_lead", party.district, cell=cell)
    member = factories.make_office_holder("panchayat_member", party.panchayat)
    for user, name in ((holder, "सीता वर्मा"), (member, "मोहन उदाहरण"), (neighbour_lead, "सीता नमूना")):
        user.person.name_hi, user.person.name_en = name, ""
        user.person.save()

    of_cell = call(district_lead, "GET", f"appointments/?cell={cell.code}")[1]["results"]
    by_name = [codes(call(district_lead, "GET", f"appointments/?search={text}")) for text in ("sita", "मोहन", "xyz")]

    assert [(row["person"], row["cell"]) for row in of_cell] == [(holder.person.code, cell.code)]
    assert by_name == [
        [holder.person.appointments.get().code],
        [member.person.appointments.get().code],
        [],
    ]


@pytest.mark.parametrize(
    ("order", "kept"),
    [
        ("starts_on", lambda row: row["starts_on"]),
        ("ends_on", lambda row: row["ends_on"] or "9999-12-31"),
    ],
)
def test_appointments_are_read_in_the_order_of_their_days_without_loss(party, state_lead, call, order, kept):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    office = Office.objects.get(code="panchayat_member")
    for number, (starts, ends) in enumerate([(-3, None), (-9, 5), (-3, 7), (-3, None), (-1, 5), (-3, 5), (-3, 9)]):
        Appointment.objects.create(
            person=factories.make_person(party.panchayat),
            office=office,
            area=party.panchayat,
            seat=number + 1,
            starts_on=today + starts * day,
            ends_on=today + ends * day if ends else None,
        )

    up = all_pages(call, state_lead, f"appointments/?ordering={order}&page_size=2")
    down = all_pages(call, state_lead, f"appointments/?ordering=-{order}&page_size=3")

    days = [kept(row) for row in up]
    assert days == sorted(days)
    assert [row["code"] for row in down] == [row["code"] for row in reversed(up)]
    assert len({row["code"] for row in up}) == len(up) == Appointment.objects.count()


def test_a_page_of_one_day_remembers_where_it_stopped(party, state_lead, call):
    """More rows of one day than the framework's cursor counts off (1,000)."""
    today = timezone.localdate()
    office = Office.objects.get(code="panchayat_member")
    office.seats = 1100
    office.save()
    person = factories.make_person(party.panchayat)
    Appointment.objects.bulk_create(
        Appointment(
            person=person,
            office=office,
            area=factories.make_area("panchayat", f"9{number:04}", party.block),
            starts_on=today,
        )
        for number in range(1100)
    )

    found = all_pages(call, state_lead, "appointments/?ordering=starts_on&page_size=200&fields=code")

    assert len({row["code"] for row in found}) == len(found) == Appointment.objects.count()


def test_offices_and_imports_answer_with_the_chosen_fields(party, district_lead, call):
    from network.models import ImportBatch

    ImportBatch.objects.create(
        kind="roster", area=party.district, file_name="list.xlsx", sha256="0" * 64, uploaded_by=district_lead
    )

    offices = call(district_lead, "GET", "offices/?area_kind=block&fields=code,is_for_cells")[1]["results"]
    imports = call(district_lead, "GET", "imports/?fields=status,nothing")[1]["results"]

    assert {"code": "block_cell_lead", "is_for_cells": True} in offices
    assert imports == [{"status": "previewed"}]
