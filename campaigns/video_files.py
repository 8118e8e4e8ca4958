"""Decides which videos are taken (MP4, WebM), and takes out of them where and with what they were made.

Pure: bytes in, bytes of the same length out. Boxes that describe are overwritten by empty ones of their size, so that no
picture moves and nothing has to be encoded anew. What can't be read to its end, or carries other tracks than picture and
sound (positions of a drone, timed notes), is refused.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken

MOST_SECONDS = 180
MP4, WEBM = "video/mp4", "video/webm"
BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"moof", b"traf", b"mvex"}
TOLD = {b"udta", b"meta", b"uuid", b"loci", b"\xa9xyz", b"free", b"skip", b"wide"}
TOP = TOLD | {b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"styp", b"mfra", b"ssix"}
TRACKS = {b"vide", b"soun"}
PLACE = re.compile(rb"[+-]\d{2}(?:\.\d+)?[+-]\d{3}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?(?:CRS[\w]+)?/|\xa9xyz|loci|ISO6709")
# WebM: element numbers as the Matroska specification (RFC 9559) writes them.
EBML, DOCTYPE, SEGMENT, CLUSTER, INFO, TRACKLIST = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B
ENTRY, TRACK_TYPE, SCALE, DURATION = 0xAE, 0x83, 0x2AD7B1, 0x4489
TAGS, ATTACHMENTS, CHAPTERS, TITLE, VOID = 0x1254C367, 0x1941A469, 0x1043A770, 0x7BA9, 0xEC
KNOWN = {
    SEGMENT,
    CLUSTER,
    INFO,
    TRACKLIST,
    TAGS,
    CHAPTERS,
    VOID,
    0x114D9B74,
    0x1C53BB6B,
    0xBF,
    0xE7,
    0xA3,
    0xA0,
    0xA7,
    0xAB,
}


@dataclass(frozen=True)
class Part:
    """A box or an element: what it is, where it starts, where its content starts, and where it ends."""

    name: bytes | int
    start: int
    inner: int
    end: int


def clean_video(content: bytes) -> tuple[str, bytes]:
    """The type and the video without place, maker and device. Raises RuleBroken for anything that is no whole video."""
    if content[4:8] == b"ftyp":
        return MP4, _clean_mp4(content)
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM, _clean_webm(content)
    raise _no_video()


def _no_video() -> RuleBroken:
    return RuleBroken(_("This is no whole MP4 or WebM video with picture and sound only."), code="no_video")


def _too_long() -> RuleBroken:
    return RuleBroken(_("The video is longer than 3 minutes."), code="too_long")


def _clean_mp4(content: bytes) -> bytes:
    cleaned, handlers = bytearray(content), []
    names = [part.name for part in _boxes(content, 0, len(content))]
    if names[:1] != [b"ftyp"] or b"moov" not in names or not set(names) <= TOP or content[8:12] not in BRANDS:
        raise _no_video()
    for part in _walk(content, 0, len(content), depth=0):
        if part.name in TOLD:
            cleaned[part.start + 4 : part.start + 8] = b"free"
            cleaned[part.inner : part.end] = bytes(part.end - part.inner)
        elif part.name == b"hdlr" and part.end - part.inner >= 12:
            handlers.append(content[part.inner + 8 : part.inner + 12])
            cleaned[part.inner + 24 : part.end] = bytes(
                max(0, part.end - part.inner - 24)
            )  # the name of the maker's program
        elif part.name == b"mvhd":
            _check_length(content[part.inner : part.end])
    if b"vide" not in handlers or not set(handlers) <= TRACKS or _tells_place(bytes(cleaned)):
        raise _no_video()
    return bytes(cleaned)


def _check_length(header: bytes) -> None:
    wide = header[:1] == b"\x01"
    at, size = (20, 8) if wide else (12, 4)
    scale = int.from_bytes(header[at : at + 4])
    length = int.from_bytes(header[at + 4 : at + 4 + size])
    if not scale:
        raise _no_video()
    if length / scale > MOST_SECONDS:
        raise _too_long()


def _tells_place(cleaned: bytes) -> bool:
    """Whether a place is still written anywhere but in the pictures and the sound themselves."""
    told = (cleaned[part.inner : part.end] for part in _boxes(cleaned, 0, len(cleaned)) if part.name != b"mdat")
    return any(PLACE.search(text) for text in told)


def _walk(content: bytes, start: int, end: int, *, depth: int) -> Iterator[Part]:
    for part in _boxes(content, start, end):
        yield part
        if part.name in INSIDE:
            if depth > len(INSIDE):
                raise _no_video()
            yield from _walk(content, part.inner, part.end, depth=depth + 1)


def _boxes(content: bytes, start: int, end: int) -> Iterator[Part]:
    while start < end:
        size, name, inner = int.from_bytes(content[start : start + 4]), content[start + 4 : start + 8], start + 8
        if size == 1:
            size, inner = int.from_bytes(content[start + 8 : start + 16]), start + 16
        elif size == 0:
            size = end - start
        if size < inner - start or start + size > end:
            raise _no_video()
        yield Part(name, start, inner, start + size)
        start += size


def _clean_webm(content: bytes) -> bytes:
    cleaned, kinds, scale = bytearray(content), [], 1_000_000
    head = next(_elements(content, 0, len(content)))
    types = [
        content[part.inner : part.end] for part in _elements(content, head.inner, head.end) if part.name == DOCTYPE
    ]
    if head.name != EBML or types != [b"webm"]:
        raise _no_video()
    for part in _flat(content, head.end):
        if part.name not in KNOWN:
            raise _no_video()
        if part.name in (TAGS, CHAPTERS, VOID):
            _empty(cleaned, part)
        elif part.name == INFO:
            scale = _told(content, cleaned, part, scale)
        elif part.name == TRACKLIST:
            kinds += _kinds(content, part)
    if 1 not in kinds or not set(kinds) <= {1, 2}:
        raise _no_video()
    return bytes(cleaned)


def _flat(content: bytes, start: int) -> Iterator[Part]:
    """The parts of the segment and of its clusters, one after the other."""
    end = len(content)
    while start < end:
        part = next(_elements(content, start, end))
        yield part
        start = part.inner if part.name in (SEGMENT, CLUSTER) else part.end


def _told(content: bytes, cleaned: bytearray, info: Part, scale: int) -> int:
    """Check the length that the segment's information tells, and empty all that says by what it was made, and how called."""
    length = 0.0
    for part in _elements(content, info.inner, info.end):
        value = content[part.inner : part.end]
        if part.name == SCALE:
            scale = int.from_bytes(value) or scale
        elif part.name == DURATION and len(value) in (4, 8):
            length = struct.unpack(">f" if len(value) == 4 else ">d", value)[0]
        elif part.name in (TITLE, 0x4D80, 0x5741, 0x4461, 0x73A4, VOID, 0xBF):
            cleaned[part.inner : part.end] = bytes(part.end - part.inner)
    if length * scale / 1_000_000_000 > MOST_SECONDS:
        raise _too_long()
    return scale


def _kinds(content: bytes, tracks: Part) -> list[int]:
    entries = (part for part in _elements(content, tracks.inner, tracks.end) if part.name == ENTRY)
    return [
        int.from_bytes(content[part.inner : part.end])
        for entry in entries
        for part in _elements(content, entry.inner, entry.end)
        if part.name == TRACK_TYPE
    ]


def _empty(cleaned: bytearray, part: Part) -> None:
    """Overwrite an element by one that is void and has its length (a void one needs at least two bytes)."""
    room = part.end - part.start
    if room >= 9:
        head = bytes([VOID, 0x01]) + (room - 9).to_bytes(7)
    elif room >= 2:
        head = bytes([VOID, 0x80 | (room - 2)])
    else:
        raise _no_video()
    cleaned[part.start : part.end] = head + bytes(room - len(head))


def _elements(content: bytes, start: int, end: int) -> Iterator[Part]:
    while start < end:
        name, at = _number(content, start, end, keep_mark=True)
        size, inner = _number(content, at, end, keep_mark=False)
        if size is None:  # written without knowing the length, as a recorder does
            if name not in (SEGMENT, CLUSTER):
                raise _no_video()
            size = end - inner
        if inner + size > end:
            raise _no_video()
        yield Part(name, start, inner, inner + size)
        start = inner + size


def _number(content: bytes, start: int, end: int, *, keep_mark: bool) -> tuple[int | None, int]:
    """A number of variable length, and where it ends; None for "not known"."""
    first = content[start] if start < end else 0
    length = 9 - first.bit_length()
    if not first or start + length > end or (keep_mark and length > 4):
        raise _no_video()
    value = int.from_bytes(content[start : start + length])
    if keep_mark:
        return value, start + length
    value &= (1 << 7 * length) - 1
    return (None if value == (1 << 7 * length) - 1 else value), start + length
