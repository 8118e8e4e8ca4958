"""Pages of the calendar: what they show, how entries are written there, and what scripts are answered."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import CalendarEntry, CalendarKind, ChecklistLine, Topic
from campaigns.services import calendar, calendar_kinds, drafting
from tests import factories

NOW = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC)
Day = datetime.date
EMPTY = {"dates-TOTAL_FORMS": "0", "dates-INITIAL_FORMS": "0"}
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


def meeting(area, **fields) -> CalendarEntry:
    defaults = {
        "kind": "event",
        "recurrence": "once",
        "title_hi": "बैठक",
        "title_en": "Meeting",
        "starts_on": Day(2026, 12, 5),
    }
    return calendar.enter(area, by=None, **(defaults | fields))


def posted(area, **fields) -> dict[str, str]:
    given = {"kind": "event", "title_hi": "बैठक", "area": area.path, "certainty": "sure", "recurrence": "once"}
    return given | {"starts_on": "2026-12-05"} | EMPTY | fields


@pytest.mark.parametrize("view", ["agenda", "month", "week", "print"])
def test_every_view_is_whole_without_script(view, party, district_lead, client_of):
    for area, title in [(party.state, "राज्य"), (party.district, "भोपाल-दिन"), (party.neighbour, "इंदौर-दिन")]:
        meeting(area, title_hi=title)

    page = client_of(district_lead).get("/calendar/", {"view": view, "from": "2026-12-01"}).content.decode()

    assert ("राज्य" in page, "भोपाल-दिन" in page, "इंदौर-दिन" in page) == (True, True, False)


def test_the_calendar_is_narrowed_by_kind_and_area(party, state_lead, client_of):
    meeting(party.district, title_hi="भोपाल-दिन")
    meeting(party.neighbour, title_hi="इंदौर-दिन")
    meeting(party.state, title_hi="नीति-दिन", kind="policy")

    def shown(**query: str) -> list[bool]:
        page = client_of(state_lead).get("/calendar/", query).content.decode()
        return [f">{title}<" in page for title in ("भोपाल-दिन", "इंदौर-दिन", "नीति-दिन")]

    assert shown(kind="event") == [True, True, False]
    assert shown(area=party.district.path) == [True, False, True]
    assert shown(area=party.district.path, kind="policy") == [False, False, True]
    assert shown(area="/nowhere/", kind="nothing", **{"from": "2026-99-99"}) == [True, True, True]
    assert shown(**{"from": "9999-12-31"}) == shown(**{"from": "0001-01-01"}) == [False, False, False]


def test_missing_dates_are_told_on_the_calendar_and_on_the_entry(party, district_lead, client_of):
    entry = meeting(
        party.district,
        kind="festival",
        recurrence="table",
        title_hi="होली",
        starts_on=None,
        dates=[(Day(2026, 12, 1), "sure")],
    )

    assert "2027 की तारीख़ नहीं है" in client_of(district_lead).get("/calendar/").content.decode()
    assert "2027 की तारीख़ अभी नहीं है" in client_of(district_lead).get(entry.get_absolute_url()).content.decode()


def test_uncertain_dates_are_shown_as_such(party, district_lead, client_of):
    entry = meeting(
        party.district, kind="festival", recurrence="table", starts_on=None, dates=[(Day(2026, 12, 1), "uncertain")]
    )

    for path in ("/calendar/", entry.get_absolute_url()):
        assert "अनिश्चित" in client_of(district_lead).get(path).content.decode()


def test_a_lead_enters_changes_and_cancels_on_the_pages(party, district_lead, client_of):
    client = client_of(district_lead)
    client.post("/calendar/new/", posted(party.district, starts_time="17:00", ends_time="18:30"))
    entry = CalendarEntry.objects.get()

    changed = client.post(f"/calendar/{entry.code}/edit/", posted(party.district, title_hi="बड़ी बैठक", version="1"))
    stale = client.post(f"/calendar/{entry.code}/edit/", posted(party.district, title_hi="छोटी बैठक", version="1"))
    client.post(f"/calendar/{entry.code}/cancel/")

    entry.refresh_from_db()
    assert (changed.status_code, stale.status_code, entry.title_hi, entry.starts_time) == (302, 422, "बड़ी बैठक", None)
    assert (entry.cancelled_by, entry.version) == (district_lead, 3)
    assert "बड़ी बैठक" not in client.get("/calendar/").content.decode()
    assert "रद्द" in client.get(entry.get_absolute_url()).content.decode()
    assert client.get(f"/history/calendar/{entry.code}/").status_code == 200


def test_a_table_of_dates_is_entered_on_the_page(party, state_lead, client_of):
    given = posted(party.state, kind="festival", recurrence="table", starts_on="") | {
        "dates-TOTAL_FORMS": "3",
        "dates-0-on": "2027-03-22",
        "dates-0-certainty": "likely",
        "dates-1-on": "",
        "dates-1-certainty": "sure",
        "dates-2-on": "2028-03-11",
        "dates-2-certainty": "uncertain",
    }

    answer = client_of(state_lead).post("/calendar/new/", given)

    entry = CalendarEntry.objects.get()
    assert answer.status_code == 302
    assert list(entry.dates.values_list("on", "certainty")) == [
        (Day(2027, 3, 22), "likely"),
        (Day(2028, 3, 11), "uncertain"),
    ]
    assert client_of(state_lead).get(f"/calendar/{entry.code}/edit/").content.decode().count("2028-03-11") == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recurrence": "yearly", "day": "31", "month": "4"}, "इस महीने में ऐसा कोई दिन नहीं है।"),
        ({"recurrence": "yearly", "day": "29", "month": "2", "origin_year": "1897"}, "उस वर्ष 29 फ़रवरी नहीं थी।"),
        ({"starts_on": "2026-11-24"}, "यह दिन बीत चुका है।"),
        ({"recurrence": "rule", "rrule": "FREQ=SECONDLY"}, "नियम दिन, हफ़्ते, महीने या वर्ष से चलता है।"),
        ({"recurrence": "table", "starts_on": ""}, "कम से कम एक तारीख़ लिखें।"),
    ],
)
def test_the_page_says_in_words_what_is_wrong_and_keeps_what_was_typed(
    fields, sentence, party, district_lead, client_of
):
    answer = client_of(district_lead).post("/calendar/new/", posted(party.district, **fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="बैठक"' in answer.content.decode()


def test_a_foreign_area_is_not_offered_and_not_taken(party, district_lead, client_of):
    for area in (party.neighbour, party.state):
        assert client_of(district_lead).post("/calendar/new/", posted(area)).status_code == 422
    assert CalendarEntry.objects.count() == 0


def test_a_dragged_day_is_moved_or_refused_in_words(party, state_lead, district_lead, client_of):
    own, above = meeting(party.district), meeting(party.state)
    yearly = factories.make_entry(party.district)
    client = client_of(district_lead)

    def drag(entry, on: str, to: str) -> tuple[int, str]:
        answer = client.post(f"/calendar/{entry.code}/move/", {"on": on, "to": to}, headers=SCRIPT)
        return answer.status_code, json.loads(answer.content)["detail"]

    assert drag(own, "2026-12-05", "2026-12-08")[0] == 200
    assert drag(yearly, "2027-11-14", "2027-11-15") == (
        422,
        "हर वर्ष आने वाला या नियम वाला दिन अकेले नहीं खिसकता: प्रविष्टि बदलें।",
    )
    assert drag(own, "2026-12-08", "2026-11-01") == (422, "यह दिन बीत चुका है।")
    assert drag(own, "2026-12-08", "x") == (422, "दोनों दिन लिखें।")
    assert drag(above, "2026-12-05", "2026-12-06") == (403, "यह आपके पद में शामिल नहीं है।")
    own.refresh_from_db()
    assert own.starts_on == Day(2026, 12, 8)


def test_scripts_get_the_days_with_looks_and_whether_they_may_be_moved(party, district_lead, client_of):
    own = meeting(party.district, starts_time=datetime.time(17, 0))
    above = meeting(party.state, kind="policy", ends_on=Day(2026, 12, 6), certainty="likely")
    meeting(party.district, starts_on=Day(2027, 1, 1))

    query = {"start": "2026-11-29", "end": "2027-01-01T00:00:00"}
    found = json.loads(client_of(district_lead).get("/calendar/events/", query).content)

    assert [
        (row["url"], row["start"], row["end"], row["allDay"], row["editable"], row["className"]) for row in found
    ] == [
        (above.get_absolute_url(), "2026-12-05", "2026-12-07", True, False, "cal-shown cal-policy cal-is-likely"),
        (
            own.get_absolute_url(),
            "2026-12-05T17:00:00",
            "2026-12-05T18:00:00",
            False,
            True,
            "cal-shown cal-event cal-is-sure",
        ),
    ]


def test_the_state_sets_a_kind_on_its_page(party, state_lead, client_of):
    calendar_kinds.load_seed()
    client = client_of(state_lead)
    fields = {"lead_days": "12", "owner": "district_lead", "is_drafted": "on", "checklist": "एक\n\nदो"}

    client.post("/calendar/kinds/event/", fields)
    refused = client.post("/calendar/kinds/event/", fields | {"lead_days": "120"})

    kind = CalendarKind.objects.get(kind="event")
    assert (kind.lead_days, kind.owner.code, kind.is_drafted, kind.checklist) == (
        12,
        "district_lead",
        True,
        ["एक", "दो"],
    )
    assert (refused.status_code, client.get("/calendar/kinds/nothing/").status_code) == (422, 404)


def test_a_draft_of_the_calendar_is_shown_with_its_checklist_and_ticked(party, state_lead, client_of):
    calendar_kinds.load_seed()
    entry = meeting(party.state, lead_days=20)
    drafting.draft_due(timezone.now())
    topic, client = Topic.objects.get(), client_of(state_lead)
    line = ChecklistLine.objects.first()

    client.post(f"/checklist/{line.code}/tick/", {"done": "1"})

    page = client.get(topic.get_absolute_url()).content.decode()
    assert line.text in page
    assert f"{state_lead.person.name}, 25 नवंबर" in page
    assert "कैलेंडर का मसौदा" in page
    assert topic.title in client.get("/calendar/").content.decode()
    assert client.get("/topics/").status_code == 200
    assert client.get(f"/topics/{topic.code}/edit/").status_code == 200
    assert f'href="/topics/{topic.code}/edit/"' in client.get(entry.get_absolute_url()).content.decode()


def test_the_page_of_a_kind_sets_for_whom_its_topics_are_and_shows_it(party, state_lead, client_of):
    calendar_kinds.load_seed()
    segment = factories.make_segment(party.state)
    client = client_of(state_lead)
    page = client.get("/calendar/kinds/event/").content.decode()
    assert 'name="segment"' in page

    client.post("/calendar/kinds/event/", {"lead_days": "5", "segment": segment.code, "checklist": ""})

    assert calendar_kinds.find("event").segment == segment
    assert segment.name in client.get("/calendar/kinds/").content.decode()
    assert f'<option value="{segment.code}" selected>' in client.get("/calendar/kinds/event/").content.decode()
