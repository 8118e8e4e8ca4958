"""Decides how a local card looks: the district's name in Devanagari, a line of words, perhaps a picture; as PNG and as SVG.

Pure: the same card gives the same bytes. A card never carries a hashtag, and says over a tenth of itself when its picture was
made by AI.
"""

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import Image, ImageOps

from campaigns import ai_labels, lettering
from campaigns.lettering import Block, Colour

SIDE, MARGIN, SLOT, FOOT = 1080, 60, 500, 104
PAPER, INK, BRAND, ACCENT, WHITE = (255, 253, 248), (27, 33, 64), (39, 52, 139), (156, 68, 5), (255, 255, 255)
MOST_BYTES = 150_000
# Detail of the picture (one in so many pixels) and number of colours, from best to smallest.
SAVINGS = ((1, 128), (2, 128), (3, 64), (5, 48), (10, 32))
HASHES = re.compile("[#＃﹟♯]+")
LAYOUT = 1  # rises when cards come to look different, so that none is taken from the cache as it was


@dataclass(frozen=True)
class Card:
    """What stands on a card. `line` says who speaks ("I volunteer for …"); `photo` is a JPEG."""

    district: str
    words: str
    line: str = ""
    photo: bytes = b""
    is_ai: bool = False

    @property
    def key(self) -> str:
        """Changes with everything that can be seen."""
        digest = hashlib.sha256(f"{LAYOUT}\0{self.district}\0{self.words}\0{self.line}\0{self.is_ai}\0".encode())
        digest.update(self.photo)
        return digest.hexdigest()


@dataclass(frozen=True)
class _Area:
    left: int
    top: int
    width: int
    height: int
    colour: Colour


@dataclass(frozen=True)
class _Words:
    block: Block
    top: float
    colour: Colour


@dataclass(frozen=True)
class _Picture:
    picture: Image.Image
    top: int
    is_label: bool = False


_Item = _Area | _Words | _Picture


def png(card: Card) -> bytes:
    """The card as PNG of at most 150 kB: a picture with much detail loses of it until it fits."""
    items, content = _items(card), b""
    sheet = Image.new("RGB", (SIDE, SIDE), PAPER)
    for item in items:
        _paint(sheet, item)
    for detail, colours in SAVINGS:
        for item in items:
            _coarsen(sheet, item, detail)
        out = io.BytesIO()
        few = sheet.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", compress_level=7)
        content = out.getvalue()
        if len(content) <= MOST_BYTES:
            break
    return content


def svg(card: Card) -> bytes:
    """The card as SVG; words are outlines, so that it looks the same without our font."""
    title = escape(" · ".join(part for part in (_plain(card.district), _plain(card.words), _plain(card.line)) if part))
    drawn = "".join(_element(item) for item in _items(card))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}" role="img">'
        f'<title>{title}</title><rect width="{SIDE}" height="{SIDE}" fill="{_hex(PAPER)}"/>{drawn}</svg>'
    ).encode()


def _plain(text: str) -> str:
    return " ".join(HASHES.sub("", text).split())


def _items(card: Card) -> list[_Item]:
    items: list[_Item] = []
    top, end = 0, SIDE - (FOOT if card.line else 0)
    if card.is_ai:
        top = ai_labels.band_height(SIDE, SIDE)
        items.append(_Picture(ai_labels.band(SIDE, top), 0, is_label=True))
    if card.photo:
        items.append(_Picture(_in_slot(card), top))
        top += SLOT
    width = SIDE - 2 * MARGIN
    district = lettering.fit(_plain(card.district), size=72, style="B", width=width, height=116)
    start = top + 34 + district.height + 10
    if not card.photo:
        items.append(_Area(0, top, SIDE, int(start) + 20 - top, BRAND))
        start += 20
    items.append(_Area(0, top if card.photo else int(start), SIDE, 14, ACCENT))
    items.append(_Words(district, top + 34, ACCENT if card.photo else WHITE))
    room = end - start - 24
    words = lettering.fit(_plain(card.words), size=60 if card.photo else 84, style="B", width=width, height=room)
    items.append(_Words(words, start + max(0.0, (room - words.height) / 3), INK))
    if card.line:
        items.append(_Area(0, end, SIDE, FOOT, BRAND))
        line = lettering.fit(_plain(card.line), size=36, style="", width=width, height=FOOT - 16)
        items.append(_Words(line, end + (FOOT - line.height) / 2, WHITE))
    return items


def _in_slot(card: Card) -> Image.Image:
    """The picture in its slot: cut to it, or, by AI, whole, so that its own label is not cut off."""
    with Image.open(io.BytesIO(card.photo), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    if card.is_ai:
        return ImageOps.pad(picture, (SIDE, SLOT), color=INK)
    return ImageOps.fit(picture, (SIDE, SLOT), centering=(0.5, 0.4))


def _paint(sheet: Image.Image, item: _Item) -> None:
    if isinstance(item, _Area):
        sheet.paste(item.colour, (item.left, item.top, item.left + item.width, item.top + item.height))
    elif isinstance(item, _Words):
        lettering.draw(sheet, item.block, left=MARGIN, top=item.top, colour=item.colour)
    else:
        sheet.paste(item.picture, (0, item.top))


def _coarsen(sheet: Image.Image, item: _Item, detail: int) -> None:
    """Paint a picture with less detail; words and the label stay as they are."""
    if detail > 1 and isinstance(item, _Picture) and not item.is_label:
        coarse = item.picture.reduce(detail).resize(item.picture.size, Image.Resampling.BICUBIC)
        sheet.paste(coarse, (0, item.top))


def _element(item: _Item) -> str:
    if isinstance(item, _Area):
        place = f'x="{item.left}" y="{item.top}" width="{item.width}" height="{item.height}"'
        return f'<rect {place} fill="{_hex(item.colour)}"/>'
    if isinstance(item, _Words):
        return f'<path fill="{_hex(item.colour)}" d="{lettering.svg_path(item.block, left=MARGIN, top=item.top)}"/>'
    out = io.BytesIO()
    item.picture.save(out, "JPEG", quality=76, optimize=True)
    place = f'x="0" y="{item.top}" width="{item.picture.width}" height="{item.picture.height}"'
    return f'<image {place} href="data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"/>'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
