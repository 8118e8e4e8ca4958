"""Days of sheets: as people in India write them, and nothing that is only almost a day."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.days import parse_day

DAY = datetime.date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "04/03/2026",
        "4-3-26",
        "04.03.2026",
        "०४/०३/२०२६",
        "4 March 2026",
        "4 मार्च 2026",
        "4 मार्च, 2026",
        "2026-03-04",
        "2026-03-04T00:00:00",
    ],
)
def test_a_day_is_read_day_before_month(text):
    assert parse_day(text) == DAY


@pytest.mark.parametrize("text", ["-", "today", "कल", "03/2026", "31/02/2026", "32/13/2025", "46085", "x" * 200])
def test_what_is_no_whole_day_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_day(text)


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2060, 1, 1)))
def test_every_day_survives_being_written(day):
    assert parse_day(f"{day:%d/%m/%Y}") == parse_day(day.isoformat()) == day


@given(st.text(max_size=60))
def test_any_text_gives_a_day_or_value_error(text):
    try:
        assert isinstance(parse_day(text), datetime.date)
    except ValueError:
        pass
