"""Decides which font files papers are printed with: the variable web fonts of the pages, turned into static ones once."""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Of the package that pages take their Hindi font from; the licence (SIL OFL 1.1) allows embedding.
PACKAGE = "@fontsource-variable/noto-sans-devanagari"
SCRIPTS = {"deva": "devanagari", "latn": "latin", "latx": "latin-ext"}
WEIGHTS = {"": 400, "B": 700}


@cache
def font_file(script: str, style: str) -> Path:
    """The TrueType file of a script ("deva", "latn", "latx") in a style ("" plain, "B" bold).

    Made below SAMVAD_HOME when it is first needed. Its name carries a hash of the source, so a new version of the package
    gets files of its own; it appears by a rename, so two processes never read half a file.
    """
    source = Path(settings.NODE_MODULES, PACKAGE, "files", f"noto-sans-devanagari-{SCRIPTS[script]}-wght-normal.woff2")
    tag = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    made = Path(settings.HOME, "fonts", f"{script}-{WEIGHTS[style]}-{tag}.ttf")
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        _make(source, WEIGHTS[style], made)
    return made


def _make(source: Path, weight: int, made: Path) -> None:
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight})
    font.flavor = None
    handle, half = tempfile.mkstemp(dir=made.parent, suffix=".half")
    with os.fdopen(handle, "wb") as file:
        font.save(file)
    Path(half).replace(made)
