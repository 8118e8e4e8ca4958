"""Decides how two texts are laid side by side: word by word, so that a person sees at once what changed. Pure."""

import difflib
import re
from dataclasses import dataclass

WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words: `way` says whether it stayed ("same"), went ("out") or came ("in")."""

    way: str
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order; what went stands before what came in its place."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece("out", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("in", "".join(new[k:m])))
    return pieces
