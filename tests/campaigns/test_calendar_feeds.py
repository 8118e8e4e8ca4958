"""Calendar feeds: what the file says by RFC 5545, read again by another library; and whom the secret address serves."""

import datetime
import re

import ics as other_library
import pytest
import time_machine
from django.utils import translation

from campaigns.models import CalendarEntry, CalendarFeed
from campaigns.services import calendar, feeds
from network.errors import RightMissing
from network.models import Appointment, AuditEntry
from tests import factories

NOW = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC)
Day = datetime.date


@pytest.fixture(autouse=True)
def _november(settings):
    settings.BASE_URL = "https://samvad.example"
    with time_machine.travel(NOW, tick=False):
        yield


def office_of(user) -> Appointment:
    return user.person.appointments.get()


def address_of(user) -> str:
    return feeds.make(office_of(user), by=user).removeprefix("https://samvad.example")


def enter(area, **fields) -> CalendarEntry:
    defaults = {
        "kind": "event",
        "recurrence": "once",
        "title_hi": "बैठक",
        "title_en": "Meeting",
        "starts_on": Day(2026, 12, 5),
    }
    return calendar.enter(area, by=None, **(defaults | fields))


@pytest.fixture
def fetch(client_of):
    def get(address: str, **headers):
        return client_of(None).get(address, headers=headers)

    return get


def unfolded(text: str) -> list[str]:
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")


def test_the_other_library_reads_what_stands_in_the_calendar(party, state_lead, fetch):
    enter(party.state, ends_on=Day(2026, 12, 7), title_en="Camp; with, signs\\ and more")
    enter(party.state, starts_on=Day(2026, 12, 9), starts_time=datetime.time(17, 30), title_en="Talk")
    enter(
        party.state,
        kind="festival",
        recurrence="table",
        starts_on=None,
        title_en="Holi",
        dates=[(Day(2027, 3, 22), "likely")],
    )
    factories.make_entry(party.state, title_en="Birth", month=12, day=3, origin_year=1884)
    with translation.override("en"):
        address = address_of(state_lead)

    read = other_library.Calendar(fetch(address).content.decode())

    assert sorted((e.begin.date().isoformat(), e.name, e.all_day, e.status) for e in read.events) == [
        ("2026-12-03", "Birth (142nd)", True, "CONFIRMED"),
        ("2026-12-05", "Camp; with, signs\\ and more", True, "CONFIRMED"),
        ("2026-12-09", "Talk", False, "CONFIRMED"),
        ("2027-03-22", "Holi", True, "TENTATIVE"),
        ("2027-12-03", "Birth (143rd)", True, "CONFIRMED"),
    ]
    by_name = {event.name: event for event in read.events}
    assert by_name["Talk"].begin.to("utc").isoformat() == "2026-12-09T12:00:00+00:00"
    assert by_name["Talk"].end - by_name["Talk"].begin == datetime.timedelta(hours=1)
    assert by_name["Camp; with, signs\\ and more"].duration == datetime.timedelta(days=3)


def test_the_file_keeps_to_rfc_5545(party, state_lead, fetch):
    enter(party.state, title_hi="बहुत लंबा शीर्षक " * 10)
    enter(party.state, starts_on=Day(2026, 12, 9), ends_on=Day(2026, 12, 10))
    response = fetch(address_of(state_lead))
    content = response.content

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is cut in two by folding
    lines = unfolded(content.decode())
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert {
        name: sum(line.startswith(name) for line in lines) for name in ("PRODID:", "UID:", "DTSTAMP:", "BEGIN:VEVENT")
    } == {
        "PRODID:": 1,
        "UID:": 2,
        "DTSTAMP:": 2,
        "BEGIN:VEVENT": 2,
    }
    assert [line for line in lines if line.startswith("DTSTAMP")] == ["DTSTAMP:20261125T060000Z"] * 2
    assert [line for line in lines if line.startswith(("DTSTART", "DTEND"))] == [
        "DTSTART;VALUE=DATE:20261205",
        "DTEND;VALUE=DATE:20261206",
        "DTSTART;VALUE=DATE:20261209",
        "DTEND;VALUE=DATE:20261211",
    ]


def test_a_moved_day_keeps_its_name_and_counts_its_changes(party, state_lead, fetch):
    once = enter(party.state)
    table = enter(party.state, recurrence="table", starts_on=None, dates=[(Day(2027, 3, 22), "sure")])
    address = address_of(state_lead)

    def named() -> dict[str, tuple[str, str]]:
        parts = "\n".join(unfolded(fetch(address).content.decode())).split("BEGIN:VEVENT")[1:]
        found = [dict(line.split(":", 1) for line in part.strip().split("\n") if ":" in line) for part in parts]
        return {row["UID"]: (row["DTSTART;VALUE=DATE"], row["SEQUENCE"]) for row in found}

    before = named()
    calendar.move(once, on=Day(2026, 12, 5), to=Day(2026, 12, 8), by=state_lead)
    calendar.move(table, on=Day(2027, 3, 22), to=Day(2027, 3, 23), by=state_lead)

    assert sorted(before.values()) == [("20261205", "0"), ("20270322", "0")]
    assert sorted(named().values()) == [("20261208", "1"), ("20270323", "1")]
    assert set(named()) == set(before)


def test_what_did_not_change_is_not_sent_again(party, state_lead, fetch):
    entry = enter(party.state)
    address = address_of(state_lead)
    etag = fetch(address).headers["ETag"]

    again = fetch(address, If_None_Match=etag)
    calendar.cancel(entry, by=state_lead)
    after = fetch(address, If_None_Match=etag)

    assert (again.status_code, again.content) == (304, b"")
    assert (after.status_code, b"VEVENT" in after.content) == (200, False)


def test_each_office_gets_its_own_days(party, state_lead, district_lead, neighbour_lead, fetch):
    for area, title in [
        (party.state, "State"),
        (party.district, "Bhopal"),
        (party.block, "Phanda"),
        (party.neighbour, "Indore"),
    ]:
        enter(area, title_hi=title)

    def titles(user) -> list[str]:
        return sorted(re.findall("SUMMARY:(.*)\r", fetch(address_of(user)).content.decode()))

    assert titles(state_lead) == ["Bhopal", "Indore", "Phanda", "State"]
    assert titles(district_lead) == ["Bhopal", "Phanda", "State"]
    assert titles(neighbour_lead) == ["Indore", "State"]


def test_a_dead_address_answers_like_one_that_never_was(party, district_lead, fetch):
    first = address_of(district_lead)
    second = address_of(district_lead)
    assert [fetch(address).status_code for address in (first, second)] == [404, 200]

    feeds.revoke(CalendarFeed.objects.live().get(), by=district_lead)
    third = address_of(district_lead)
    assert [fetch(address).status_code for address in (second, third, "/calendar/feed/xyz.ics")] == [404, 200, 404]

    Appointment.objects.filter(person__user=district_lead).update(ends_on=Day(2026, 11, 25))
    assert fetch(third).status_code == 404


def test_an_address_dies_with_the_login(party, district_lead, fetch):
    address = address_of(district_lead)
    type(district_lead).objects.filter(pk=district_lead.pk).update(is_active=False)

    assert fetch(address).status_code == 404


def test_only_hashes_are_kept_and_only_who_holds_the_office_makes_or_kills_its_address(
    party, state_lead, district_lead
):
    address = address_of(district_lead)
    feed = CalendarFeed.objects.get()
    token = address.removeprefix("/calendar/feed/").removesuffix(".ics")

    assert token not in {str(value) for value in CalendarFeed.objects.values().get().values()}
    assert len(token) == 43
    for act in (lambda: feeds.make(office_of(district_lead), by=state_lead), lambda: feeds.revoke(feed, by=state_lead)):
        with pytest.raises(RightMissing):
            act()
    assert list(AuditEntry.objects.values_list("verb", "by__username")) == [("calendar_feed.made", "district-lead")]


def test_the_holder_sees_whether_a_program_still_asks(party, district_lead, fetch, client_of):
    address = address_of(district_lead)
    fetch(address)

    assert CalendarFeed.objects.get().fetched_at == NOW
    page = client_of(district_lead).get("/calendar/feeds/").content.decode()
    assert "25 नवंबर 2026, 11:30" in page
    assert address not in page


def test_the_page_shows_an_address_once(party, district_lead, client_of, fetch):
    client = client_of(district_lead)
    made = client.post("/calendar/feeds/", {"office": office_of(district_lead).code})
    address = re.search(r"https://samvad.example(/calendar/feed/[\w-]+\.ics)", made.content.decode())[1]

    assert fetch(address).status_code == 200
    assert address not in client.get("/calendar/feeds/").content.decode()
    client.post(f"/calendar/feeds/{CalendarFeed.objects.get().code}/revoke/")
    assert fetch(address).status_code == 404
