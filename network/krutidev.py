"""Decides how text typed in the legacy font Kruti Dev 010 becomes Unicode, and what looks like such text.

The font draws Devanagari over Latin letters: "lquhrk" is सुनीता. Half letters are letters of their own, which a stroke (k)
completes; the short i stands before its consonants, the r above (Z) behind its syllable.
"""

import re
import unicodedata
from collections.abc import Iterable

HALF = {
    "D": "क", "[": "ख", "X": "ग", "?": "घ", "P": "च", "T": "ज", "÷": "झ", ".": "ण", "R": "त", "F": "थ", "/": "ध", "U": "न",
    "I": "प", "¶": "फ", "C": "ब", "H": "भ", "E": "म", "¸": "य", "Y": "ल", "O": "व", "'": "श", '"': "ष", "L": "स", "{": "क्ष",
    "«": "त्र", "Ù": "त्त", "™": "न्न", "º": "ह", "è": "ध", "Ä": "घ", "Ü": "श",
}  # fmt: skip
WHOLE = {
    "d": "क", "x": "ग", "p": "च", "N": "छ", "t": "ज", ">": "झ", "¥": "ञ", "V": "ट", "B": "ठ", "M": "ड", "<": "ढ", "r": "त",
    "n": "द", "u": "न", "i": "प", "Q": "फ", "c": "ब", "e": "म", ";": "य", "j": "र", "y": "ल", "G": "ळ", "o": "व", "l": "स",
    "g": "ह", "=": "त्र", "K": "ज्ञ", "|": "द्य", "}": "द्व", "J": "श्र", "Ø": "क्र", "æ": "द्र", "ç": "प्र", "Á": "प्र", "Ý": "फ्र",
    "#": "रु", ":": "रू", "ä": "क्त", "é": "न्न",
    "à": "ह्न", "á": "ह्य", "ã": "ह्म", "í": "द्द", ")": "द्ध", "ê": "ट्ट", "ë": "ट्ठ", "ì": "ड्ड",
    "ï": "ड्ढ", "Ñ": "कृ", "â": "हृ", "–": "दृ", "—": "कृ", "î": "्य", "ª": "्र", "z": "्र", "v": "अ", "b": "इ", "bZ": "ई", "Ã": "ई",
    "m": "उ", "Å": "ऊ", "_": "ऋ", ",": "ए", ",s": "ऐ", "h": "ी", "q": "ु", "w": "ू", "`": "ृ", "s": "े", "S": "ै", "k": "ा", "a": "ं",
    "¡": "ँ", "%": "ः", "W": "ॅ", "‚": "ॉ", "+": "़", "~": "्", "A": "।", "&": "-", "]": ",", "@": "/", "¼": "(", "½": ")",
    "^": "‘", "*": "’", "Z": "\ue001", "f": "\ue000",
}  # fmt: skip
VIRAMA = "्"
SIGNS = {sign: letters + VIRAMA for sign, letters in HALF.items()} | WHOLE
SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
CLUSTER = "(?:[क-ह]़?्)*[क-ह]़?"
JOINED = [("अा", "आ"), ("ाे", "ो"), ("ाै", "ौ"), ("आे", "ओ"), ("आै", "औ"), ("अो", "ओ"), ("अौ", "औ"), ("ाॅ", "ॉ"), ("एे", "ऐ")]
# The most frequent words of Indian name lists, as the font writes them: कुमार, सिंह, राम, देवी, शर्मा, वर्मा, पटेल, यादव …
FREQUENT = {
    "dqekj", "flag", "jke", "nsoh", "'kekZ", "oekZ", "iVsy", ";kno", "ckbZ", "yky", "izlkn", "Bkdqj", "feJk", "jktiwr", "tSu",
    "xqIrk", "Jherh", "Jh", "dqekjh", "eksgu", "jkt", "fo'odekZ", "ekyoh;", "pkSgku", "ehuk", "vgjokj",
}  # fmt: skip
SHARE = 0.2


def to_unicode(text: str) -> str:
    """The text in Unicode; what the font does not draw as Devanagari (digits, blanks) stays."""
    found = SIGN.sub(lambda sign: SIGNS[sign[0]], text)
    found = found.replace(f"{VIRAMA}ा", "")  # the stroke completes a half letter
    found = re.sub(f"\ue000({CLUSTER})", r"\1ि", found)
    found = re.sub(f"({CLUSTER}[ा-ौ]*[ँंः]?)\ue001([ा-ौ]?[ँं]?)", r"र्\1\2", found)
    for apart, joined in JOINED:
        found = found.replace(apart, joined)
    return unicodedata.normalize("NFC", found.replace("\ue000", "ि").replace("\ue001", f"र{VIRAMA}"))


def is_likely(cells: Iterable[str]) -> bool:
    """Whether a column is in this font: of its filled cells at least a fifth hold a word that only the font explains."""
    filled = [cell for cell in cells if cell.strip()]
    hits = sum(1 for cell in filled if FREQUENT & set(cell.split()))
    return bool(filled) and hits / len(filled) >= SHARE
