"""Rows of lists of people by themselves: the legacy font, and names of places; nothing in them can break the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import krutidev
from network.people_rows import Place, Places


@pytest.mark.parametrize(
    ("legacy", "text"),
    [("jkds'k 'kekZ", "राकेश शर्मा"), ("v/;{k", "अध्यक्ष"), ("fLFkfr", "स्थिति"), ("cM+h", "बड़ी"), ("[k.Mok", "खण्डवा")],
)
def test_kruti_dev(legacy, text):
    assert krutidev.to_unicode(legacy) == text.replace("ड़", "ड़")


@given(st.text(max_size=60))
def test_any_text_survives_the_conversion_without_error(text):
    assert isinstance(krutidev.to_unicode(text), str)
    assert krutidev.is_likely([text]) in (True, False)


@given(st.dictionaries(st.sampled_from(["district", "block", "panchayat", "town", "ward"]), st.text(max_size=20)))
def test_no_name_of_a_place_leads_outside_what_is_known(names):
    places = [Place(1, "district", "भोपाल", "Bhopal", "/di1/"), Place(2, "block", "फंदा", "Phanda", "/di1/bl2/")]
    found, doubts = Places(places).find(names)
    assert found in (None, *places)
    assert found is not None or doubts or not any(names.values())
