"""Decides when two spellings are the same name: one key for nukta, anusvara, case and spaces, and near misses by distance."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

FORMER_NAMES_FILE = Path(__file__).resolve().parent / "seeds" / "former_names.csv"
TITLES = [
    "श्रीमती", "श्री", "सुश्री", "कुमारी", "कु.", "डॉ.", "डॉ", "डा.", "पं.", "प्रो.", "एडवोकेट",
    "shrimati", "smt.", "smt", "shri", "sri", "sushri", "kumari", "km.", "dr.", "dr", "mr.", "mr", "mrs.", "mrs",
    "ms.", "ms", "adv.",
]  # fmt: skip
TITLE = re.compile(
    r"^(?:" + "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True)) + r")[\s.]+", re.IGNORECASE
)
NASALS = str.maketrans({"ँ": "ं", "़": None, "\u200c": None, "\u200d": None})
# Half nasals before a consonant are written as anusvara just as often: इन्दौर, इंदौर.
HALF_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
LONG_VOWELS = str.maketrans({"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ौ": "ो", "ै": "े", "औ": "ओ", "ऐ": "ए"})
LATIN_PAIRS = [("aa", "a"), ("ee", "i"), ("oo", "u"), ("chh", "ch"), ("ph", "f"), ("w", "v"), ("z", "j")]

Place = TypeVar("Place")


@dataclass(frozen=True)
class PlaceMatch(Generic[Place]):
    """The place a text names: "exact", by a "former" name, or "unclear" (a near miss, for a person to confirm)."""

    place: Place
    quality: str


@lru_cache(maxsize=200_000)  # imports meet the same names over and over
def fold(text: str) -> str:
    """The key under which equal names meet: no case, spaces, punctuation, nukta; one way to write nasals."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", str(text)).casefold()).translate(NASALS)
    text = HALF_NASAL.sub("ं", text)
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMN" and not _is_latin_accent(sign))


@lru_cache(maxsize=50_000)
def sound(text: str) -> str:
    """A coarser key for near misses: long and short vowels alike, doubled Latin letters once."""
    text = fold(text).translate(LONG_VOWELS)
    for long, short in LATIN_PAIRS:
        text = text.replace(long, short)
    return re.sub(r"([a-z])\1", r"\1", text)


def strip_titles(name: str) -> str:
    """The name without forms of address before it, spaces tidied: "श्रीमती  ममता मरावी" gives "ममता मरावी"."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    while (shorter := TITLE.sub("", name)) != name and shorter:
        name = shorter
    return name


def match_place(text: str, places: Iterable[tuple[Place, str, str]]) -> PlaceMatch[Place] | None:
    """The place that `text` names among (place, Hindi name, English name); None where none or several could be meant."""
    places = list(places)
    wanted = fold(text)
    exact = [place for place, *names in places if wanted in map(fold, names)]
    if len(exact) == 1:
        return PlaceMatch(exact[0], "exact")
    present = former_names().get(wanted)
    former = [place for place, _name_hi, name_en in places if present and fold(name_en) == present]
    if len(former) == 1:
        return PlaceMatch(former[0], "former")
    near = _nearest(sound(text), places)
    return PlaceMatch(near, "unclear") if near is not None else None


@cache
def former_names() -> dict[str, str]:
    """Folded former names of places and the folded English names of what they are today."""
    with FORMER_NAMES_FILE.open(encoding="utf-8", newline="") as lines:
        return {fold(row["former"]): fold(row["present_en"]) for row in csv.DictReader(lines)}


def names_before(name_en: str) -> list[str]:
    """The former names, folded, of the place that is called so today."""
    present = fold(name_en)
    return [former for former, now in former_names().items() if now == present]


def _nearest(wanted: str, places: list[tuple[Place, str, str]]) -> Place | None:
    """The one place within a sixth of its length (at least one sign, from four signs on) and clearly nearest, or None."""
    if len(wanted) < 4:
        return None
    distances = sorted(
        ((min(OSA.distance(wanted, sound(name)) for name in names), place) for place, *names in places),
        key=lambda pair: pair[0],
    )
    if not distances or distances[0][0] > max(1, len(wanted) // 6):
        return None
    if len(distances) > 1 and distances[1][0] == distances[0][0]:
        return None
    return distances[0][1]


def _is_latin_accent(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f"
