"""Which column was read as what is told in words, not in names of the program's own."""

from django.utils import translation

from influencers import prospect_rows, roster_rows
from network import people_rows
from network.column_words import WORDS, read_as


def test_columns_are_told_in_the_readers_language():
    columns = {"name": "नाम", "links": "URL", "state_code": "State Code"}

    with translation.override("hi"):
        hindi = read_as(columns)
    with translation.override("en"):
        english = read_as(columns)

    assert hindi == [("नाम", "नाम"), ("प्रोफ़ाइल के लिंक", "URL"), ("state_code", "State Code")]
    assert english == [("Name", "नाम"), ("Links of the profiles", "URL"), ("state_code", "State Code")]


def test_every_column_of_lists_of_people_has_a_word():
    read = {*people_rows.HEADINGS, *roster_rows.HEADINGS, *prospect_rows.HEADINGS}

    assert read - set(WORDS) == set()
