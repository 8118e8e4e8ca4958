"""Phone numbers as sheets hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.phones import PhoneRefused, mask, normalise

GOOD = "+919826012345"


@pytest.mark.parametrize(
    "written",
    ["9826012345", "+91 98260-12345", "09826012345", "९८२६०१२३४५", 9826012345, 9826012345.0, "mob: 9826012345",
     "12345 / 9826012345", "0091 9826012345", "91-9826012345"],
)  # fmt: skip
def test_every_way_to_write_a_number_gives_the_same(written):
    assert normalise(written) == GOOD


@pytest.mark.parametrize(
    "written", ["", "12345", "5826012345", "98260123", "abc", "+1 202 555 0142", None, "98260x12345"]
)
def test_what_is_no_indian_mobile_number_is_refused(written):
    with pytest.raises(PhoneRefused):
        normalise(written)


def test_only_three_digits_are_shown():
    assert mask(GOOD[-3:]) == "+91 ••••• ••345"


@given(st.integers(min_value=6_000_000_000, max_value=9_999_999_999), st.sampled_from(["", "+91", "0", "91 "]))
def test_prefixes_change_nothing(number, prefix):
    assert normalise(f"{prefix}{number}") == f"+91{number}"


@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_a_refusal(text):
    try:
        assert len(normalise(text)) == 13
    except PhoneRefused:
        pass
