"""Decides which day a cell of a sheet means, as people in India write it: day before month, digits and months of both scripts."""

import datetime
from functools import lru_cache

import dateparser

# A whole day, nothing relative ("tomorrow"), never guessed from a part of a date.
SETTINGS = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
LONGEST = 30


@lru_cache(maxsize=4_096)
def parse_day(text: str) -> datetime.date:
    """The day: "24/11/2026", "२४.११.२६", "24 नवंबर 2026", "2026-11-24T00:00:00". Raises ValueError for everything else."""
    try:
        return datetime.datetime.fromisoformat(text).date()
    except ValueError:
        found = dateparser.parse(text, languages=["hi", "en"], settings=SETTINGS) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(text)
    return found.date()
