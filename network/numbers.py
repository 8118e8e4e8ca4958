"""Decides what a number means as people in India write it: लाख, करोड़, K, M, digits of both scripts."""

import re
import unicodedata

MOST = 2_000_000_000
UNITS = {
    "": 1,
    "k": 1_000, "हज़ार": 1_000, "हजार": 1_000, "thousand": 1_000,
    "लाख": 100_000, "lakh": 100_000, "lac": 100_000, "lakhs": 100_000, "l": 100_000,
    "m": 1_000_000, "million": 1_000_000,
    "करोड़": 10_000_000, "crore": 10_000_000, "cr": 10_000_000,
}  # fmt: skip
FOLDED_UNITS = {unicodedata.normalize("NFC", unit): value for unit, value in UNITS.items()}
EMPTY = {"", "-", "–", "na", "n/a", "nil", "none", "नहीं"}
NUMBER = re.compile(r"(\d+(?:,\d+)*(?:\.\d+)?)\s*([^\d\s.,+]*)\s*\+?")


def parse_count(value: object) -> int | None:
    """A count as written in a sheet; None where the cell says nothing.

    "5.80 लाख" gives 580,000, "68.9K" 68,900, "१०९८५" 10,985, "3,86,696" 386,696.
    Raises ValueError for what is no count and for more than two thousand million.
    """
    text = unicodedata.normalize("NFC", str(value if value is not None else "")).strip().lower()
    text = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    if text in EMPTY:
        return None
    found = NUMBER.fullmatch(text)
    if not found or found[2] not in FOLDED_UNITS:
        raise ValueError(text)
    count = round(float(found[1].replace(",", "")) * FOLDED_UNITS[found[2]])
    if count > MOST:
        raise ValueError(text)
    return count
