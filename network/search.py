"""Decides by which words a name is found: its spelling in both scripts, and how it sounds.

"Sehore", "sihor", "सीहोर" and "सिहोर" are the same word to the ear: the key of all four is "sihur".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Length
from indic_transliteration.sanscript import DEVANAGARI, HK, transliterate

from network.names import fold, strip_titles

MOST_WORDS = 5
LONGEST_WORD = 40
LEAST_KEY = 2
LONGEST_NAME_KEY = 120
NUKTA = "\u093c"
RA = str.maketrans({"ड": "र", "ढ": "र"})  # ड़ and ढ़ are heard and written as r: Barwani, Chhindwara, Tikamgarh
# Harvard-Kyoto, the library's plain form of Devanagari, as people in India spell: its capitals are other letters.
PLAIN = [("jJ", "gy"), ("z", "sh"), ("S", "sh"), ("R", "ri"), ("H", "")]
PLAIN += [(nasal, "n") for nasal in "GJNM"] + [(sign, sign.lower()) for sign in "AIUTD"]
SOUNDS = [
    (r"ngh", "nh"), (r"x", "ks"), (r"q", "k"), (r"w", "v"), (r"z", "j"), (r"ph", "f"), (r"sh", "s"), (r"ch+", "c"), (r"rh$", "r"),
    (r"([kgjtdpb])h", r"\1"), (r"m(?=[pbf])", "n"),
    (r"[eiy]|a(?=[iy])", "i"), (r"[ou]|a(?=[uo])", "u"), (r"(?<!^)a", ""), (r"(.)\1+", r"\1"),
]  # fmt: skip


@lru_cache(maxsize=50_000)
def sound_key(word: str) -> str:
    """How a word sounds, in either script: consonants, aspiration dropped, and the vowels i and u."""
    latin = _latin(word)
    for pattern, sound in SOUNDS:
        latin = re.sub(pattern, sound, latin)
    return re.sub(r"[^a-z]", "", latin)


def search_words(names: Iterable[str]) -> str:
    """What a row is found by: " सीहोर sehore =sihur ", every word between blanks and sounds behind a "=".

    A name with ड़ is found as people spell it with r and with d: Barwani, Badwani.
    """
    words = [word for name in names for word in _words(name)]
    spellings = dict.fromkeys(fold(word) for word in words)
    heard = [word for spelled in words for word in (spelled, unicodedata.normalize("NFD", spelled).replace(NUKTA, ""))]
    keys = dict.fromkeys(f"={key}" for word in heard if len(key := sound_key(word)) >= LEAST_KEY)
    return f" {' '.join([*filter(None, spellings), *keys])} "


class SearchWordsField(models.TextField):
    """Filled on every save from `searchable_names()` of its model; bulk_create fills it, too, update() does not."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**({"default": "", "editable": False} | kwargs))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """The words of the row as it is saved."""
        words = search_words(model_instance.searchable_names())
        setattr(model_instance, self.attname, words)
        return words


def name_key(name: str) -> str:
    """One key for a name in either script and any order of its words: "Anjali Namuna" and "नमूना अंजलि" have the same."""
    return " ".join(sorted(filter(None, map(sound_key, _words(strip_titles(name))))))[:LONGEST_NAME_KEY]


class NameKeyField(models.CharField):
    """The key of `name_hi`, filled on every save and by bulk_create, as SearchWordsField is."""

    def __init__(self, **kwargs: object) -> None:
        filled = {"max_length": LONGEST_NAME_KEY, "default": "", "editable": False, "db_index": True}
        super().__init__(**(filled | kwargs))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """The key of the name as it is saved."""
        key = name_key(model_instance.name_hi)
        setattr(model_instance, self.attname, key)
        return key


def search_index(name: str) -> GinIndex:
    """The trigram index that finds parts of words and words that are nearly the same."""
    return GinIndex(OpClass("search_words", name="gin_trgm_ops"), name=name)


class SearchQuerySet(models.QuerySet):
    """Rows with `search_words`, found by what somebody typed."""

    def search(self, text: str) -> Self:
        """Rows in which every typed word begins a word, by spelling or by sound; whole words first, then short names."""
        words = _words(text)[:MOST_WORDS]
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(_begins(word))
        first = words[0]
        rank = Case(
            When(search_words__contains=f" {fold(first)} ", then=Value(0)),
            When(search_words__contains=f" ={sound_key(first)} ", then=Value(1)),
            default=Value(2),
        )
        return found.order_by(rank, Length("search_words"), "pk")

    def sounding_like(self, text: str) -> Self:
        """Rows with a word that nearly sounds like what was typed, the nearest first (pg_trgm word similarity)."""
        key = " ".join(sound_key(word) for word in _words(text)[:MOST_WORDS])
        if len(key) <= LEAST_KEY:
            return self.none()
        near = self.filter(search_words__trigram_word_similar=key)
        return near.order_by(TrigramWordSimilarity(key, "search_words").desc(), "pk")

    def find(self, text: str, *, most: int) -> list[models.Model]:
        """The best rows for what was typed; near misses only where nothing begins like it."""
        return list(self.search(text)[:most]) or list(self.sounding_like(text)[:most])


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,.()/–-]+", str(text)) if 0 < len(word) <= LONGEST_WORD and fold(word)]


def _begins(word: str) -> Q:
    found = Q(search_words__contains=f" {fold(word)}")
    key = sound_key(word)
    return found | Q(search_words__contains=f" ={key}") if len(key) >= LEAST_KEY else found


def _latin(word: str) -> str:
    word = unicodedata.normalize("NFD", word)
    if not re.search(r"[\u0900-\u097F]", word):
        return re.sub(r"e$", "", word.casefold()) if len(word) > 3 else word.casefold()
    word = re.sub(f"[डढ]{NUKTA}", lambda found: found[0][0].translate(RA), word).replace(NUKTA, "")
    latin = transliterate(word, DEVANAGARI, HK)
    for sign, plain in PLAIN:
        latin = latin.replace(sign, plain)
    return latin
