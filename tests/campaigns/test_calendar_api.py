"""The API of the calendar: entering, changing by ETag, moving, cancelling, occurrences and gaps."""

import datetime
import json

import pytest
import time_machine
from django.test import Client

from campaigns.models import CalendarEntry
from network.services import api_tokens
from tests import factories

NOW = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC)
MEETING = {"kind": "event", "title_hi": "बैठक", "recurrence": "once", "starts_on": "2026-12-05", "starts_time": "17:00"}


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


def caller(user):
    key = api_tokens.make(user)

    def call(method: str, path: str, body: dict | None = None, **headers: str):
        send = getattr(Client(), method)
        extra = {"headers": {"Authorization": f"Token {key}", "Accept-Language": "en"} | headers}
        url = f"/api/v1/calendar-entries/{path}"
        if method == "get":
            return send(url, body or {}, **extra)
        return send(url, json.dumps(body or {}), content_type="application/json", **extra)

    return call


def test_an_entry_is_made_changed_moved_and_cancelled(party, district_lead):
    call = caller(district_lead)
    made = call("post", "", MEETING | {"area": party.district.path})
    code = made.json()["code"]
    etag = call("get", f"{code}/").headers["ETag"]

    changed = call("patch", f"{code}/", {"title_en": "Meeting"}, If_Match=etag)
    stale = call("patch", f"{code}/", {"title_en": "Other"}, If_Match=etag)
    bare = call("patch", f"{code}/", {"title_en": "Other"})
    moved = call("post", f"{code}/move/", {"on": "2026-12-05", "to": "2026-12-07"})
    cancelled = [call("post", f"{code}/cancel/") for _ in range(2)]

    statuses = [row.status_code for row in (made, changed, stale, bare, moved, *cancelled)]
    assert statuses == [201, 200, 412, 428, 200, 200, 200]
    assert (changed.json()["title_en"], moved.json()["starts_on"]) == ("Meeting", "2026-12-07")
    assert cancelled[0].json() == cancelled[1].json()
    assert [len(call("get", "", query).json()["results"]) for query in ({}, {"cancelled": "true"})] == [0, 1]


def test_a_table_is_given_with_its_dates(party, state_lead):
    call = caller(state_lead)
    dates = [{"on": "2027-03-22", "certainty": "likely"}]
    fields = {"kind": "festival", "title_hi": "होली", "recurrence": "table", "area": party.state.path, "dates": dates}
    code = call("post", "", fields).json()["code"]

    more = [*dates, {"on": "2028-03-11", "certainty": "uncertain"}]
    changed = call("patch", f"{code}/", {"dates": more}, If_Match="*")
    kept = call("patch", f"{code}/", {"title_en": "Holi"}, If_Match="*")

    assert changed.json()["dates"] == kept.json()["dates"] == more


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"recurrence": "yearly", "month": 2, "day": 30}, "no_such_day"),
        ({"recurrence": "yearly", "month": 13, "day": 1}, "no_such_month"),
        ({"starts_on": "2026-11-24"}, "day_over"),
        ({"recurrence": "rule", "rrule": "FREQ=MINUTELY"}, "rule_unsound"),
        ({"recurrence": "table"}, "day_missing"),
    ],
)
def test_what_a_rule_refuses_is_named(fields, code, party, district_lead):
    answer = caller(district_lead)("post", "", MEETING | {"area": party.district.path} | fields)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert CalendarEntry.objects.count() == 0


def test_foreign_areas_look_like_missing_ones(party, district_lead):
    call = caller(district_lead)
    foreign = factories.make_entry(party.neighbour)

    assert call("post", "", MEETING | {"area": party.neighbour.path}).status_code == 400
    assert call("get", f"{foreign.code}/").status_code == 404
    assert call("post", f"{foreign.code}/cancel/").status_code == 404
    above = factories.make_entry(party.state)
    assert call("patch", f"{above.code}/", {"title_hi": "x"}, If_Match="*").status_code == 403


def test_occurrences_come_by_day_and_can_be_narrowed(party, state_lead):
    factories.make_entry(party.state, month=12, day=3, origin_year=1884)
    once = factories.make_entry(
        party.district,
        recurrence="once",
        kind="event",
        starts_on=datetime.date(2026, 12, 1),
        starts_time=datetime.time(9),
    )
    call = caller(state_lead)

    found = call("get", "occurrences/", {"since": "2026-12-01", "until": "2026-12-31"}).json()
    within = call("get", "occurrences/", {"within": party.district.path}).json()
    too_long = call("get", "occurrences/", {"since": "2026-12-01", "until": "2030-12-31"})

    assert [(row["on"], row["starts_at"], row["years"]) for row in found] == [
        ("2026-12-01", "2026-12-01T09:00:00+05:30", None),
        ("2026-12-03", None, 142),
    ]
    assert [row["entry"] for row in within] == [once.code]
    assert too_long.status_code == 400


def test_gaps_name_entry_and_year(party, state_lead):
    entry = factories.make_entry(party.state, recurrence="table", kind="festival")
    entry.dates.create(on=datetime.date(2026, 12, 1))

    assert caller(state_lead)("get", "gaps/").json() == [
        {"entry": entry.code, "title_hi": entry.title_hi, "year": 2027}
    ]
