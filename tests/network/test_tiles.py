"""Tiles of the map: words that are too long for a tile are set narrower, in either script."""

import pytest

from network.tiles import tile


@pytest.mark.parametrize(
    ("name", "label", "found"),
    [
        ("Dhar", "5", (False, False, False)),
        ("Chhatarpur", "5 · in good order", (True, False, True)),
        ("Narmadapuram", "5 · needs care", (True, True, True)),
        ("नर्मदापुरम", "5 · ध्यान चाहिए", (False, False, False)),
    ],
)
def test_what_is_too_long_is_marked(party, name, label, found):
    party.district.name_hi = party.district.name_en = name
    party.district.grid_col, party.district.grid_row = 1, 1

    shown = tile(party.district, 4, label)

    assert (shown["is_long"], shown["is_longest"], shown["is_label_long"]) == found
