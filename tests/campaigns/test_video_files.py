"""Videos: real ones are taken and lose place and maker, with no byte of the pictures moved; everything else is refused."""

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.video_files import MP4, WEBM, clean_video
from network.errors import RuleBroken

DATA = Path(__file__).parents[1] / "data"
CLIP_MP4, CLIP_WEBM = (DATA / "clip.mp4").read_bytes(), (DATA / "clip.webm").read_bytes()
PLACE = b"+23.2599+077.4126/"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(
    *, moov: bytes = b"", after: bytes = b"", brand: bytes = b"isom", handler: bytes = b"vide", seconds: int = 5
) -> bytes:
    """A small whole MP4 with what is to be tested put into its moov box, or behind it."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12) + b"Maker 3000\0")))
    return (
        box(b"ftyp", brand + bytes(4) + brand)
        + box(b"moov", header + track + moov)
        + after
        + box(b"mdat", b"\x05" * 40)
    )


def element(name: int, content: bytes) -> bytes:
    return name.to_bytes((name.bit_length() + 7) // 8) + bytes([0x01]) + len(content).to_bytes(7) + content


def webm(*more: bytes, kind: int = 1, doctype: bytes = b"webm", seconds: float = 5.0) -> bytes:
    info = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4489, struct.pack(">d", seconds * 1000)))
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes([kind]))))
    cluster = element(0x1F43B675, element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\0frame"))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(0x18538067, b"".join([info, tracks, *more, cluster]))


@pytest.mark.parametrize(("clip", "kind"), [(CLIP_MP4, MP4), (CLIP_WEBM, WEBM), (mp4(), MP4), (webm(), WEBM)])
def test_real_videos_are_taken_and_keep_their_length(clip, kind):
    found, cleaned = clean_video(clip)
    assert (found, len(cleaned)) == (kind, len(clip))
    assert clean_video(cleaned) == (kind, cleaned), "cleaning twice changes nothing more"


def test_the_pictures_of_a_real_clip_are_not_touched():
    cleaned = clean_video(CLIP_MP4)[1]
    at = CLIP_MP4.index(b"mdat")
    assert cleaned[at : at + 200] == CLIP_MP4[at : at + 200]
    cleaned = clean_video(CLIP_WEBM)[1]
    at = CLIP_WEBM.rindex(b"\x1f\x43\xb6\x75")
    assert cleaned[at:] == CLIP_WEBM[at:]


@pytest.mark.parametrize(
    "told",
    [
        box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7" + PLACE)),
        box(b"udta", box(b"loci", b"\0" * 6 + b"Bhopal\0" + b"\0" * 12)),
        box(b"meta", b"mdta com.apple.quicktime.location.ISO6709 " + PLACE),
        box(b"uuid", bytes(16) + b"<x:xmpmeta>exif:GPSLatitude " + PLACE),
        box(b"free", PLACE),
        box(b"trak", box(b"udta", box(b"\xa9xyz", PLACE)) + box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(13)))),
    ],
)
def test_place_and_maker_are_overwritten(told):
    cleaned = clean_video(mp4(moov=told))[1]
    assert len(cleaned) == len(mp4(moov=told))
    for word in (PLACE, b"xyz", b"loci", b"ISO6709", b"GPSLatitude", b"Bhopal", b"Maker 3000"):
        assert word not in cleaned


def test_tags_of_a_webm_and_the_program_that_wrote_it_are_overwritten():
    tags = element(0x1254C367, element(0x7373, b"LOCATION " + PLACE))
    written = element(0x1549A966, element(0x4D80, b"Phone 7") + element(0x7BA9, b"At home"))
    cleaned = clean_video(webm(tags, written, element(0xEC, b"hidden here")))[1]
    for word in (PLACE, b"LOCATION", b"Phone 7", b"At home", b"hidden here"):
        assert word not in cleaned


@pytest.mark.parametrize(
    "content",
    [
        mp4(handler=b"meta"),
        mp4(moov=box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(13))))),
        mp4(moov=box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"text" + bytes(13))))),
        mp4(moov=box(b"xtra", PLACE)),
        mp4(handler=b"soun"),
        mp4(brand=b"qt  "),
        mp4(brand=b"heic"),
        mp4(after=box(b"html", b"<script>alert(1)</script>")),
        mp4() + b"<html><script>alert(1)</script>",
        mp4() + b"PK\x03\x04",
        mp4()[:-1],
        mp4().replace(b"moov", b"mooo"),
        struct.pack(">I", 24) + b"ftypisom" + bytes(12),
        struct.pack(">I", 4) + b"ftypisom" + bytes(12),
        box(b"ftyp", b"isom" + bytes(8)) + struct.pack(">I", 1) + b"moov" + struct.pack(">Q", 2**63),
        webm(kind=17),
        webm(kind=2),
        webm(doctype=b"matroska"),
        webm(element(0x1941A469, b"MZ an attached program")),
        webm() + b"<html>",
        webm()[:-3],
        b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3\xff",
        b"RIFF\0\0\0\0AVI LIST",
        b"\0\0\x01\xba",
        b"",
        b"#!/bin/sh",
    ],
)
def test_what_is_no_plain_video_is_refused(content):
    with pytest.raises(RuleBroken) as broken:
        clean_video(content)
    assert broken.value.code == "no_video"


@pytest.mark.parametrize("content", [mp4(seconds=181), webm(seconds=181.0)])
def test_more_than_three_minutes_are_refused(content):
    with pytest.raises(RuleBroken) as broken:
        clean_video(content)
    assert broken.value.code == "too_long"


def test_boxes_in_boxes_have_an_end():
    deep = b""
    for _ in range(3_000):
        deep = box(b"trak", deep)
    with pytest.raises(RuleBroken):
        clean_video(mp4(moov=deep))


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.sampled_from([CLIP_MP4, CLIP_WEBM, mp4(), webm()]), st.integers(0, 1_300), st.binary(max_size=12))
def test_a_damaged_video_is_cleaned_or_refused_and_nothing_else(clip, at, damage):
    content = clip[:at] + damage + clip[at + len(damage) :]
    try:
        assert len(clean_video(content)[1]) == len(content)
    except RuleBroken as broken:
        assert broken.code in ("no_video", "too_long")
