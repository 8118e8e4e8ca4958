"""Rules of recurrence: what people use is let through, what could search or count for ever is not."""

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import recurrence
from network.errors import RuleBroken

MONDAY = datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("freq=monthly;byday=-1SU", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=WEEKLY;UNTIL=20261231T182959Z;WKST=SU", "FREQ=WEEKLY;WKST=SU;UNTIL=20261231"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ],
)
def test_rules_that_people_use_are_kept_in_one_form(given_text, kept):
    assert recurrence.normalise(given_text, MONDAY) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "every monday",
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2",
        "FREQ=YEARLY;BYYEARDAY=366",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=100000",
        "FREQ=WEEKLY;COUNT=99999999",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;X-OWN=1",
        "FREQ=WEEKLY;BYDAY=" + "MO," * 100,
    ],
)
def test_rules_that_could_run_away_are_refused_in_words(text):
    with pytest.raises(RuleBroken) as refused:
        recurrence.normalise(text, MONDAY)
    assert refused.value.code == "rule_unsound"
    assert str(refused.value)


def test_days_of_a_rule_lie_between_first_and_last_and_not_before_it_begins():
    found = recurrence.days("FREQ=WEEKLY;BYDAY=MO", MONDAY, datetime.date(2026, 10, 1), datetime.date(2026, 11, 16))

    assert list(found) == [datetime.date(2026, 11, 2), datetime.date(2026, 11, 9), datetime.date(2026, 11, 16)]


PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(-1, 120).map(str),
        "BYDAY": st.sampled_from(["MO", "1MO", "-1SU", "4TH", "SA,SU", "5FR"]),
        "BYMONTHDAY": st.integers(-32, 32).map(str),
        "BYMONTH": st.integers(0, 13).map(str),
        "BYSETPOS": st.integers(-6, 6).map(str),
    },
)


@settings(max_examples=300, deadline=None)
@given(PARTS, st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)))
def test_no_rule_that_is_let_through_searches_for_long(parts, starts_on):
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        rule = recurrence.normalise(text, starts_on)
    except RuleBroken:
        return
    begun = time.process_time()

    found = list(recurrence.days(rule, starts_on, starts_on, starts_on + datetime.timedelta(days=400)))

    assert time.process_time() - begun < 0.5, rule
    assert all(day >= starts_on for day in found)
