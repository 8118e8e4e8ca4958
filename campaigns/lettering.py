"""Decides how words become shapes: letters are joined by HarfBuzz into conjuncts, and drawn the same in SVG and in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

import numpy as np
import uharfbuzz
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import RecordingPen
from PIL import Image

from influencers.fonts import SCRIPTS, font_file

Point = tuple[float, float]
Contour = list[Point]
Colour = tuple[int, int, int]
LEADING = 1.5  # Devanagari has signs above and below
ASCENT = 1.08  # from the top of a line to its base line
FINE = 4  # a letter is drawn four times as large and made smaller, which smooths its edge
BEND = 6  # straight pieces for one bend of an outline
STEPS = (1.0, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Line:
    """A line of text as outlines of its letters, in pixels, with y running down and 0 at its base line."""

    letters: tuple[tuple[Contour, ...], ...]
    width: float


@dataclass(frozen=True)
class Block:
    """Lines one below the other that fit a box, in one size."""

    lines: tuple[Line, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


@cache
def _font(script: str, style: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(script, style)))))


@cache
def _outline(script: str, style: str, glyph: int) -> tuple[Contour, ...]:
    """The contours of a glyph in units of its font, bends as straight pieces."""
    pen = RecordingPen()
    _font(script, style).draw_glyph_with_pen(glyph, pen)
    contours: list[Contour] = []
    for act, points in pen.value:
        if act == "moveTo":
            contours.append([points[0]])
        elif act == "lineTo":
            contours[-1].append(points[0])
        elif act == "qCurveTo":
            for control, end in decomposeQuadraticSegment(points):
                contours[-1].extend(_bend(contours[-1][-1], control, end))
    return tuple(contours)


def _bend(start: Point, control: Point, end: Point) -> Iterator[Point]:
    for step in range(1, BEND + 1):
        far = step / BEND
        near = 1 - far
        yield tuple(
            near * near * a + 2 * near * far * b + far * far * c for a, b, c in zip(start, control, end, strict=True)
        )


def line(text: str, size: float, style: str = "") -> Line:
    """The text set in one line; signs that no font of ours has are left out."""
    letters, x = [], 0.0
    for script, run in _runs(text):
        font = _font(script, style)
        scale = size / font.face.upem
        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            left, up = x + place.x_offset * scale, place.y_offset * scale
            outline = _outline(script, style, info.codepoint)
            if outline:
                letters.append(tuple([(left + a * scale, -up - b * scale) for a, b in each] for each in outline))
            x += place.x_advance * scale
    return Line(tuple(letters), x)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of the text with the script whose font draws them; a sign stays with the letters before it where it can."""
    script, run = "", ""
    for sign in text:
        chosen = next((name for name in dict.fromkeys([script or "deva", *SCRIPTS]) if _has(name, sign)), "")
        if not chosen:
            continue
        if chosen != script and run:
            yield script, run
            run = ""
        script, run = chosen, run + sign
    if run:
        yield script, run


def _has(script: str, sign: str) -> bool:
    return _font(script, "").get_nominal_glyph(ord(sign)) not in (None, 0)


def fit(text: str, *, size: float, style: str, width: float, height: float) -> Block:
    """The text in lines within the box, as large as it fits and at most in that size; what fits in no size is cut with "…"."""
    for step in STEPS:
        block = Block(
            tuple(line(each, size * step, style) for each in _wrap(text, size * step, style, width)), size * step
        )
        if block.height <= height and all(each.width <= width for each in block.lines):
            return block
    most = max(1, int(height / (block.size * LEADING)))
    words = _wrap(text, block.size, style, width)[:most]
    words[-1] = _cut(words[-1], block.size, style, width)
    return Block(tuple(line(_cut(each, block.size, style, width, ""), block.size, style) for each in words), block.size)


def _wrap(text: str, size: float, style: str, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and line(longer, size, style).width <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _cut(text: str, size: float, style: str, width: float, mark: str = ELLIPSIS) -> str:
    while text and line(text + mark, size, style).width > width:
        text = text[:-1]
    return text + mark


def draw(picture: Image.Image, block: Block, *, left: float, top: float, colour: Colour, width: float = 0) -> None:
    """Draw the block on the picture; with a width its lines stand in the middle of it."""
    for row, each in enumerate(block.lines):
        x = left + max(0.0, (width - each.width) / 2 if width else 0.0)
        y = top + block.size * (row * LEADING + ASCENT)
        for letter in each.letters:
            _draw_letter(picture, letter, x, y, colour)


def _draw_letter(picture: Image.Image, contours: Sequence[Contour], x: float, y: float, colour: Colour) -> None:
    """Fill what the contours wind around, as fonts mean it: strokes that cross each other leave no hole."""
    points = [(x + a, y + b) for each in contours for a, b in each]
    left, top = int(min(a for a, _b in points)) - 1, int(min(b for _a, b in points)) - 1
    right, foot = int(max(a for a, _b in points)) + 2, int(max(b for _a, b in points)) + 2
    turns = np.zeros(((foot - top) * FINE, (right - left) * FINE + 1), dtype=np.int16)
    for contour in contours:
        placed = [((x + a - left) * FINE, (y + b - top) * FINE) for a, b in contour]
        for start, end in zip(placed, [*placed[1:], placed[0]], strict=True):
            _cross(turns, start, end)
    inked = (turns.cumsum(axis=1)[:, :-1] != 0).astype(np.uint8) * 255
    mask = Image.fromarray(inked).resize((right - left, foot - top), Image.Resampling.BOX)
    picture.paste(colour, (left, top), mask)


def _cross(turns: np.ndarray, start: Point, end: Point) -> None:
    """Note in each row that the edge crosses the place from which on one turn more, or less, goes around."""
    (ax, ay), (bx, by) = start, end
    turn = 1 if by > ay else -1
    first, last = (ceil(min(ay, by) - 0.5), ceil(max(ay, by) - 0.5))
    rows = np.arange(first, last)
    if len(rows):
        columns = np.ceil(ax + (rows + 0.5 - ay) * (bx - ax) / (by - ay) - 0.5).astype(int)
        turns[rows, columns] += turn


def svg_path(block: Block, *, left: float, top: float, width: float = 0) -> str:
    """The block as the `d` of an SVG path."""
    parts: list[str] = []
    for row, each in enumerate(block.lines):
        x = left + max(0.0, (width - each.width) / 2 if width else 0.0)
        y = top + block.size * (row * LEADING + ASCENT)
        contours = (contour for letter in each.letters for contour in letter)
        parts.extend("M" + "L".join(f"{x + a:.1f} {y + b:.1f}" for a, b in contour) + "Z" for contour in contours)
    return "".join(parts)
