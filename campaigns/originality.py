"""Decides how much of a text stands in another one: by pieces of five signs, however it is spelled, spaced or marked.

Pure: texts in, figures out. A figure is the share of the writer's own text that the other text holds, too: a short text taken
whole from a long brief is 100 % like it. Jaccard's figure (what both share of all that either says) stands beside it.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasketch import MinHash

from network.names import HALF_NASAL, NASALS

PIECE = 5
FEWEST = 30  # below so many pieces (a dozen words) everybody's texts are alike
WARN, REVIEW = 70, 90
SIGNS, BANDS, ROWS = 128, 42, 3  # two texts that share 40 % meet in a band in 94 of 100 cases, at 70 % always
SEED = 1


@dataclass(frozen=True)
class Likeness:
    """How like: in whole percent, and to which of the others (None = to none of them)."""

    percent: int = 0
    jaccard: int = 0
    index: int | None = None


def fold(text: str) -> tuple[str, list[int]]:
    """Letters and digits only, in one spelling (as names are folded), and where in the text each stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, written in enumerate(text):
        plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", written).casefold()).translate(NASALS)
        for sign in plain:
            if unicodedata.category(sign)[0] in "LMN" and not "\u0300" <= sign <= "\u036f":
                signs.append(_digit(sign))
                places.append(place)
    folded = "".join(signs)
    for found in reversed(list(HALF_NASAL.finditer(folded))):
        folded = f"{folded[: found.start()]}ं{folded[found.end() :]}"
        del places[found.start() + 1 : found.end()]
    return folded, places


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def pieces(text: str) -> set[str]:
    """All runs of five signs of the folded text."""
    folded, _places = fold(text)
    return {folded[at : at + PIECE] for at in range(len(folded) - PIECE + 1)}


def likeness(text: str, others: Sequence[str]) -> Likeness:
    """The greatest share of `text` that one of the others holds. A text of a few words is like nothing."""
    own = pieces(text)
    if len(own) < FEWEST:
        return Likeness()
    found = [_compare(own, pieces(other), index) for index, other in enumerate(others)]
    best = max(found, key=lambda each: (each.percent, each.jaccard), default=Likeness())
    return best if best.percent else Likeness()


def _compare(own: set[str], other: set[str], index: int) -> Likeness:
    both = len(own & other)
    return Likeness(both * 100 // len(own), both * 100 // len(own | other), index)


def marked(text: str, others: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in parts that, joined, give it again; True for those that stand in one of the others."""
    known = set().union(*(pieces(other) for other in others))
    folded, places = fold(text)
    is_like = [False] * len(text)
    for at in range(len(folded) - PIECE + 1):
        if folded[at : at + PIECE] in known:
            first, last = places[at], places[at + PIECE - 1]
            is_like[first : last + 1] = [True] * (last + 1 - first)
    parts: list[tuple[str, bool]] = []
    for sign, like in zip(text, is_like, strict=True):
        if parts and parts[-1][1] == like:
            parts[-1] = (parts[-1][0] + sign, like)
        else:
            parts.append((sign, like))
    return parts


def signature(text: str) -> bytes:
    """MinHash of the text's pieces: 128 numbers of four bytes."""
    hashed = MinHash(num_perm=SIGNS, seed=SEED)
    hashed.update_batch([piece.encode() for piece in pieces(text)])
    return hashed.hashvalues.astype("<u4").tobytes()


def bands(signed: bytes) -> list[int]:
    """The signature in bands: texts that are alike have at least one of them in common (locality-sensitive hashing)."""
    wide = ROWS * 4
    cut = (signed[band * wide : (band + 1) * wide] for band in range(BANDS))
    return [_number(bytes([band]) + piece) for band, piece in enumerate(cut)]


def _number(piece: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(piece, digest_size=8).digest(), signed=True)


def estimate(one: bytes, other: bytes) -> float:
    """What two signatures say of how like their texts are (Jaccard), 0 to 1."""
    same = sum(one[at : at + 4] == other[at : at + 4] for at in range(0, SIGNS * 4, 4))
    return same / SIGNS
