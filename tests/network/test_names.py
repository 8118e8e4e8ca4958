"""Names of places and people in many spellings, numbers as people write them, headings of sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.columns import find_headings
from network.names import fold, match_place, strip_titles
from network.numbers import parse_count

PLACES = [
    ("indore", "इंदौर", "Indore"),
    ("sehore", "सीहोर", "Sehore"),
    ("narmadapuram", "नर्मदापुरम", "Narmadapuram"),
    ("chhindwara", "छिंदवाड़ा", "Chhindwara"),
]


@pytest.mark.parametrize(
    ("written", "place", "quality"),
    [("इंदौर", "indore", "exact"), ("इन्दौर", "indore", "exact"), (" INDORE ", "indore", "exact"), ("Indor", "indore", "unclear"),
     ("Hoshangabad", "narmadapuram", "former"), ("होशंगाबाद", "narmadapuram", "former"), ("छिन्दवाडा", "chhindwara", "exact"),
     ("सिहोर", "sehore", "unclear")],
)  # fmt: skip
def test_spellings_of_districts(written, place, quality):
    found = match_place(written, PLACES)
    assert (found.place, found.quality) == (place, quality)


@pytest.mark.parametrize("written", ["MP", "", "xyz", "पटना", "Bhopal"])
def test_what_could_be_anything_is_nothing(written):
    assert match_place(written, PLACES) is None


def test_titles_are_no_part_of_a_name():
    assert strip_titles("श्रीमती  डॉ. ममता मरावी") == "ममता मरावी"
    assert strip_titles("Dr. Mamta") == "Mamta"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "count"),
    [("5.80 लाख", 580_000), ("68.9K", 68_900), ("१०९८५", 10_985), ("3,86,696", 386_696), ("", None), ("-", None), (1200.0, 1200),
     ("1.2 crore", 12_000_000), ("5k+", 5000)],
)  # fmt: skip
def test_counts_as_people_write_them(written, count):
    assert parse_count(written) == count


@pytest.mark.parametrize("written", ["many", "12 apples", "9999999 लाख", "1.2.3"])
def test_what_is_no_count(written):
    with pytest.raises(ValueError):
        parse_count(written)


def test_headings_are_found_below_a_title_and_with_a_slip():
    rows = [["ज़िला दल सूची 2026"], [], ["क्र.", "नाम", "जिला", "Mobiel"], ["1", "अ", "इंदौर", "98"]]
    found = find_headings(rows, {"name": ["नाम", "name"], "district": ["ज़िला", "district"], "phone": ["mobile"]})
    assert (found.row, found.columns) == (2, {"name": 1, "district": 2, "phone": 3})


def test_no_headings_no_guess():
    assert find_headings([["a", "b"], ["c", "d"]], {"name": ["नाम"], "district": ["ज़िला"]}) is None
