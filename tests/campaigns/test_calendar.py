"""Entries of the calendar: how they come back, who may write them, and what is refused."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from campaigns.models import CalendarEntry, EntryDate
from campaigns.services import calendar, occurrences
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from tests.campaigns.days import NOW, ONCE, RULE, TABLE, YEARLY, Day, days


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


def refusal(area, by, dates=(), **fields) -> str:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        calendar.enter(area, by=by, dates=dates, **fields)
    return refused.value.code


def test_each_way_to_come_back_has_its_days(party, state_lead):
    calendar.enter(party.state, by=state_lead, **YEARLY)
    calendar.enter(party.state, by=state_lead, **ONCE, ends_on=Day(2026, 12, 7))
    calendar.enter(party.state, by=state_lead, **TABLE, dates=[(Day(2027, 3, 22), "likely")])
    calendar.enter(party.state, by=state_lead, **RULE, rrule="FREQ=MONTHLY;BYDAY=1SU;COUNT=3")

    found = occurrences.between(CalendarEntry.objects.all(), Day(2026, 11, 25), Day(2027, 4, 1))

    assert [(row.on, row.last_on, row.certainty) for row in found] == [
        (Day(2026, 12, 3), Day(2026, 12, 3), "sure"),
        (Day(2026, 12, 5), Day(2026, 12, 7), "sure"),
        (Day(2026, 12, 6), Day(2026, 12, 6), "sure"),
        (Day(2027, 1, 3), Day(2027, 1, 3), "sure"),
        (Day(2027, 3, 22), Day(2027, 3, 22), "likely"),
    ]


def test_what_lasts_some_days_is_found_while_it_lasts(party, state_lead):
    calendar.enter(party.state, by=state_lead, **ONCE, ends_on=Day(2026, 12, 9))

    assert days(Day(2026, 12, 8), Day(2026, 12, 20)) == [Day(2026, 12, 5)]
    assert days(Day(2026, 12, 10), Day(2026, 12, 20)) == []


def test_the_29th_of_february_is_kept_on_the_28th_in_other_years(party, state_lead):
    calendar.enter(party.state, by=state_lead, **(YEARLY | {"month": 2, "day": 29, "origin_year": 1896}))

    assert days(Day(2027, 1, 1), Day(2028, 12, 31)) == [Day(2027, 2, 28), Day(2028, 2, 29)]


@pytest.mark.parametrize(
    ("kind", "origin", "hindi", "english"),
    [
        ("birth", 1876, "जयंती (150वीं)", "Birth (150th)"),
        ("birthday", 1975, "जयंती (51वाँ)", "Birth (51st)"),
        ("national", 1950, "जयंती (76 वर्ष)", "Birth (76 years)"),
        ("death", 2015, "जयंती (11वीं)", "Birth (11th)"),
        ("birth", None, "जयंती", "Birth"),
        ("birth", 2026, "जयंती", "Birth"),
    ],
)
def test_a_known_year_tells_which_anniversary_it_is(kind, origin, hindi, english, party, state_lead):
    entry = calendar.enter(party.state, by=state_lead, **(YEARLY | {"kind": kind, "origin_year": origin}))
    found = occurrences.next_of(entry, timezone.localdate())

    with translation.override("hi"):
        assert found.title == hindi
    with translation.override("en"):
        assert found.title == english


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (YEARLY | {"month": 13}, "no_such_month"),
        (YEARLY | {"month": 0}, "no_such_month"),
        (YEARLY | {"month": 2, "day": 30}, "no_such_day"),
        (YEARLY | {"month": 11, "day": 31}, "no_such_day"),
        (YEARLY | {"month": 2, "day": 29, "origin_year": 1897}, "no_such_day"),
        (YEARLY | {"month": None}, "day_missing"),
        (YEARLY | {"origin_year": 2027}, "no_such_year"),
        (YEARLY | {"title_hi": "  "}, "title_missing"),
        (YEARLY | {"lead_days": 91}, "lead_too_long"),
        (ONCE | {"starts_on": None}, "day_missing"),
        (ONCE | {"starts_on": Day(2026, 11, 24)}, "day_over"),
        (ONCE | {"starts_on": Day(2056, 11, 24)}, "day_too_far"),
        (ONCE | {"ends_on": Day(2026, 12, 4)}, "wrong_order"),
        (ONCE | {"ends_on": Day(2027, 12, 4)}, "too_long"),
        (ONCE | {"ends_time": datetime.time(10)}, "time_missing"),
        (ONCE | {"starts_time": datetime.time(10), "ends_time": datetime.time(10)}, "wrong_order"),
        (TABLE, "day_missing"),
        (RULE | {"rrule": "FREQ=SECONDLY"}, "rule_unsound"),
        (RULE | {"rrule": ""}, "rule_unsound"),
        (RULE | {"rrule": "FREQ=DAILY;COUNT=3"}, "day_over"),
    ],
)
def test_days_that_do_not_exist_or_are_over_are_refused_in_words(fields, code, party, state_lead):
    assert refusal(party.state, state_lead, **fields) == code
    assert CalendarEntry.objects.count() == 0


def test_dates_of_a_table_are_refused_when_over_or_twice(party, state_lead):
    past, soon = (Day(2026, 11, 24), "sure"), (Day(2027, 3, 22), "sure")

    assert refusal(party.state, state_lead, [past], **TABLE) == "day_over"
    assert refusal(party.state, state_lead, [soon, soon], **TABLE) == "date_twice"


def test_the_same_day_stands_once_in_an_area(party, state_lead):
    calendar.enter(party.state, by=state_lead, **YEARLY)

    assert refusal(party.state, state_lead, **YEARLY) == "stands_already"
    calendar.enter(party.district, by=state_lead, **YEARLY)


def test_a_lead_enters_days_for_their_district_only(party, district_lead, neighbour_lead, panchayat_incharge):
    entry = calendar.enter(party.district, by=district_lead, **ONCE)

    for area, by in [
        (party.state, district_lead),
        (party.neighbour, district_lead),
        (party.panchayat, panchayat_incharge),
    ]:
        with pytest.raises(RightMissing):
            calendar.enter(area, by=by, **ONCE)
    for act in (
        lambda: calendar.change(entry, by=neighbour_lead, title_hi="x"),
        lambda: calendar.cancel(entry, by=neighbour_lead),
        lambda: calendar.move(entry, on=entry.starts_on, to=Day(2026, 12, 9), by=neighbour_lead),
    ):
        with pytest.raises(RightMissing):
            act()
    assert CalendarEntry.objects.get().version == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence": "yearly", "month": 2, "day": 30},
        {"recurrence": "yearly", "month": 4, "day": 31},
        {"recurrence": "yearly", "month": 13, "day": 1},
        {"recurrence": "yearly", "month": 1, "day": 1, "starts_on": Day(2027, 1, 1)},
        {"recurrence": "once"},
        {"recurrence": "once", "starts_on": Day(2027, 1, 2), "ends_on": Day(2027, 1, 1)},
        {"recurrence": "once", "starts_on": Day(2027, 1, 2), "rrule": "FREQ=DAILY"},
        {"recurrence": "rule", "starts_on": Day(2027, 1, 2)},
        {"recurrence": "table", "starts_on": Day(2027, 1, 2)},
        {"recurrence": "once", "starts_on": Day(2027, 1, 2), "ends_time": datetime.time(9)},
        {"recurrence": "yearly", "month": 1, "day": 1, "lead_days": 91},
    ],
)
def test_the_database_itself_keeps_entries_sound(fields, party):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarEntry.objects.create(area=party.state, kind="event", title_hi="x", title_en="x", **fields)


def test_changing_drops_what_belongs_to_another_way_and_is_told_when_it_is_stale(party, state_lead):
    entry = calendar.enter(party.state, by=state_lead, **(YEARLY | {"origin_year": 1876}))

    entry = calendar.change(entry, by=state_lead, version=1, recurrence="once", starts_on=Day(2027, 1, 9))

    assert (entry.month, entry.day, entry.origin_year, entry.starts_on, entry.version) == (
        None,
        None,
        None,
        Day(2027, 1, 9),
        2,
    )
    with pytest.raises(calendar.StaleEntry):
        calendar.change(entry, by=state_lead, version=1, title_hi="और")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "calendar_entry.entered",
        "calendar_entry.changed",
    ]


def test_a_date_that_stays_in_the_table_keeps_its_row_and_old_ones_may_stay(party, state_lead):
    entry = calendar.enter(
        party.state, by=state_lead, **TABLE, dates=[(Day(2026, 12, 1), "sure"), (Day(2027, 3, 22), "sure")]
    )
    kept = entry.dates.get(on=Day(2027, 3, 22)).code

    with time_machine.travel(datetime.datetime(2026, 12, 20, tzinfo=datetime.UTC), tick=False):
        wanted = [(Day(2026, 12, 1), "sure"), (Day(2027, 3, 22), "likely"), (Day(2028, 3, 11), "uncertain")]
        calendar.change(entry, by=state_lead, dates=wanted)

    assert list(EntryDate.objects.values_list("on", "certainty")) == wanted
    assert entry.dates.get(on=Day(2027, 3, 22)).code == kept
