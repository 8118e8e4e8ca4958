"""Calendar files of other programs: what is read, what is left out, and that hostile files do no harm."""

import datetime
import time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns import ics
from campaigns.models import CalendarEntry, CalendarImport
from campaigns.services import calendar_import, occurrences
from network.errors import RightMissing, RuleBroken

Day = datetime.date
TODAY = Day(2026, 11, 25)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\n"
GOOGLE = (
    HEAD
    + """BEGIN:VTIMEZONE\r
TZID:Asia/Kolkata\r
BEGIN:STANDARD\r
TZOFFSETFROM:+0530\r
TZOFFSETTO:+0530\r
DTSTART:19700101T000000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:one@google.com\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=Asia/Kolkata:20261205T170000\r
DTEND;TZID=Asia/Kolkata:20261205T183000\r
SUMMARY:ज़िला बैठक\\, भोपाल\r
DESCRIPTION:Call Ramesh 9876543210\r
LOCATION:12 Secret Street\r
ATTENDEE;CN=Somebody:mailto:somebody@example.org\r
ORGANIZER:mailto:boss@example.org\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:two@google.com\r
DTSTART;VALUE=DATE:20261210\r
DTEND;VALUE=DATE:20261213\r
SUMMARY:Camp\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:series@google.com\r
DTSTART;TZID=Asia/Kolkata:20261102T090000\r
DTEND;TZID=Asia/Kolkata:20261102T093000\r
RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T182959Z\r
EXDATE;TZID=Asia/Kolkata:20261207T090000\r
SUMMARY:Weekly call\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:series@google.com\r
RECURRENCE-ID;TZID=Asia/Kolkata:20261214T090000\r
DTSTART;TZID=Asia/Kolkata:20261215T110000\r
DTEND;TZID=Asia/Kolkata:20261215T113000\r
SUMMARY:Weekly call (moved)\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:old@google.com\r
DTSTART;VALUE=DATE:20250101\r
SUMMARY:Long ago\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:off@google.com\r
DTSTART;VALUE=DATE:20270101\r
STATUS:CANCELLED\r
SUMMARY:Called off\r
END:VEVENT\r
END:VCALENDAR\r
"""
)
OUTLOOK = """BEGIN:VCALENDAR\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
VERSION:2.0\r
METHOD:PUBLISH\r
BEGIN:VEVENT\r
UID:040000008200E00074C5B7101A82E008\r
DTSTART;TZID="India Standard Time":20261208T140000\r
DURATION:PT2H\r
SUMMARY;LANGUAGE=en-in:Review\r
X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:utc\r
DTSTART:20261208T200000Z\r
DTEND:20261208T210000Z\r
SUMMARY:After midnight in India\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC), tick=False):
        yield


def events(*lines: str) -> bytes:
    return (HEAD + "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{line}\r\nEND:VEVENT\r\n" for n, line in enumerate(lines))
            + "END:VCALENDAR\r\n").encode()  # fmt: skip


def upload(area, content: str | bytes, by=None) -> CalendarImport:
    content = content.encode() if isinstance(content, str) else content
    return calendar_import.upload(area, kind="event", name="my.ics", content=content, by=by)


def found() -> list[tuple]:
    rows = occurrences.between(CalendarEntry.objects.all(), TODAY, Day(2026, 12, 31))
    return [
        (row.on.isoformat(), row.last_on.isoformat(), str(row.entry.starts_time or "")[:5], row.title) for row in rows
    ]


def test_a_file_by_google_is_shown_then_entered(party, district_lead):
    batch = upload(party.district, GOOGLE, district_lead)
    assert CalendarEntry.objects.count() == 0
    assert batch.left_out == [["Long ago", "बीत चुका है"], ["Called off", "फ़ाइल में रद्द है"]]

    batch = calendar_import.confirm(batch, by=district_lead)

    assert batch.entered_count == 4
    assert found() == [
        ("2026-11-30", "2026-11-30", "09:00", "Weekly call"),
        ("2026-12-05", "2026-12-05", "17:00", "ज़िला बैठक, भोपाल"),
        ("2026-12-10", "2026-12-12", "", "Camp"),
        ("2026-12-15", "2026-12-15", "11:00", "Weekly call (moved)"),
        ("2026-12-21", "2026-12-21", "09:00", "Weekly call"),
        ("2026-12-28", "2026-12-28", "09:00", "Weekly call"),
    ]
    assert set(CalendarEntry.objects.values_list("area", "kind")) == {(party.district.pk, "event")}


def test_names_numbers_and_places_of_a_file_are_not_kept(party):
    batch = upload(party.district, GOOGLE)
    calendar_import.confirm(batch, by=None)

    kept = str(list(CalendarImport.objects.values())) + str(list(CalendarEntry.objects.values()))
    for private in ("9876543210", "Ramesh", "Secret Street", "somebody@example.org", "boss@example.org"):
        assert private not in kept


def test_a_file_by_outlook_is_read_in_indian_time(party):
    calendar_import.confirm(upload(party.district, OUTLOOK), by=None)

    assert found() == [
        ("2026-12-08", "2026-12-08", "14:00", "Review"),
        ("2026-12-09", "2026-12-09", "01:30", "After midnight in India"),
    ]
    assert str(CalendarEntry.objects.get(title_en="Review").ends_time) == "16:00:00"


def test_the_same_file_twice_enters_nothing_twice(party):
    calendar_import.confirm(upload(party.district, GOOGLE), by=None)
    again = upload(party.district, GOOGLE)

    assert len(calendar_import.known_keys(again)) == 4
    assert calendar_import.confirm(again, by=None).entered_count == 0
    assert CalendarEntry.objects.count() == 4
    assert calendar_import.confirm(upload(party.neighbour, GOOGLE), by=None).entered_count == 4
    with pytest.raises(RuleBroken) as refused:
        calendar_import.confirm(again, by=None)
    assert refused.value.code == "entered_already"


def test_an_event_that_stands_twice_in_one_file_is_entered_once(party):
    line = "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Twice"
    content = events(line, line).replace(b"UID:1\r\n", b"UID:0\r\n")

    assert calendar_import.confirm(upload(party.district, content), by=None).entered_count == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_calendar"),
        (b"PK\x03\x04 a zip", "no_calendar"),
        (b"\xff\xfe\x00", "no_calendar"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no_events"),
        (b"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n", "no_events"),
        (b"x" * (ics.MOST_BYTES + 1), "file_too_large"),
        (b"BEGIN:VEVENT\r\n" * 5000, "too_many_events"),
        (events(*["DTSTART;VALUE=DATE:20261210\r\nSUMMARY:x"] * 1001), "too_many_events"),
    ],
)
def test_what_is_no_calendar_or_too_large_is_refused_in_words(content, code, party):
    with pytest.raises(RuleBroken) as refused:
        upload(party.district, content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:No day",
        "DTSTART;VALUE=DATE:20261310\r\nSUMMARY:No such month",
        "DTSTART;VALUE=DATE:20261210",
        "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:\u202e\u0007 ",
        "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Bomb\r\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Never\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Long\r\nRRULE:FREQ=DAILY;BYMONTHDAY=" + ",".join(["31"] * 500),
        "DTSTART;VALUE=DATE:19000101\r\nSUMMARY:Old rule\r\nRRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Two\r\nRRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:20261210\r\nDURATION:P99999999999D\r\nSUMMARY:Endless",
    ],
)
def test_single_hostile_events_are_left_out_with_the_reason(line, party):
    begun = time.process_time()
    batch = upload(party.district, events(line, "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:Good"))

    calendar_import.confirm(batch, by=None)

    assert time.process_time() - begun < 2
    assert list(CalendarEntry.objects.values_list("title_en", flat=True)) == ["Good"]
    assert len(batch.left_out) == 1


def test_a_zone_with_an_endless_rule_is_not_run(party):
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Trap\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    content = (
        HEAD
        + zone
        + "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Trap:20261210T100000\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    begun = time.process_time()

    batch = upload(party.district, content)

    assert time.process_time() - begun < 1
    assert [(row["starts_on"], row["starts_time"]) for row in batch.rows] == [("2026-12-10", "10:00:00")]


def test_deep_nesting_does_no_harm():
    with pytest.raises(RuleBroken):
        ics.read(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 2900, TODAY)


def test_titles_lose_control_and_direction_signs_and_are_cut():
    line = "DTSTART;VALUE=DATE:20261210\r\nSUMMARY:A\u202eB\\n" + "x" * 300
    title = ics.read(events(line), TODAY).rows[0]["title"]

    assert title == "A B " + "x" * 196


def test_pages_take_a_file_show_it_and_enter_it(party, district_lead, neighbour_lead, client_of):
    client = client_of(district_lead)
    file = SimpleUploadedFile("my.ics", GOOGLE.encode(), "text/calendar")

    refused = client.post("/calendar/import/", {"file": file, "area": party.neighbour.path, "kind": "event"})
    file.seek(0)
    shown = client.post("/calendar/import/", {"file": file, "area": party.district.path, "kind": "event"}, follow=True)
    path = shown.redirect_chain[0][0]

    assert refused.status_code == 422
    assert "Weekly call (moved)" in shown.content.decode()
    assert client_of(neighbour_lead).get(path).status_code == 404
    client.post(path)
    assert CalendarEntry.objects.count() == 4


def test_who_may_not_write_there_uploads_and_enters_nothing(party, district_lead, neighbour_lead):
    batch = upload(party.district, GOOGLE, district_lead)

    for act in (
        lambda: upload(party.district, GOOGLE, neighbour_lead),
        lambda: calendar_import.confirm(batch, by=neighbour_lead),
    ):
        with pytest.raises(RightMissing):
            act()
    assert CalendarEntry.objects.count() == 0


def test_after_thirty_days_a_file_is_forgotten_and_its_entries_stay(party, district_lead):
    entered, left = (upload(party.district, GOOGLE, district_lead) for _ in range(2))
    calendar_import.confirm(entered, by=district_lead)
    now = timezone.now()
    assert calendar_import.forget_old(now + datetime.timedelta(days=29)) == 0
    assert calendar_import.forget_old(now + datetime.timedelta(days=31)) == 2
    entered.refresh_from_db()
    assert (entered.rows, entered.left_out, entered.entered_count) == ([], [], 4)
    assert not CalendarImport.objects.filter(pk=left.pk).exists()
    assert CalendarEntry.objects.count() == 4
    assert calendar_import.forget_old(now + datetime.timedelta(days=31)) == 0
