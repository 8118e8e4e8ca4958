"""Files: only real pictures are kept, without what hides in or behind them, and only their area sees them."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from influencers.models import StoredFile
from influencers.services import files
from network.errors import RightMissing, RuleBroken
from network.rights import Feature

SCRIPT = b"<script>alert(1)</script>"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def keep(content: bytes, name: str = "screen.png", *, area, by, **options: object) -> StoredFile:
    return files.store(SimpleUploadedFile(name, content), area=area, by=by, feature=Feature.ROSTER_EDIT, **options)


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that claims a size, with almost nothing in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_webp_whatever_its_name(kind, district, district_lead):
    stored = keep(picture(kind), "../../etc/पर्दा shot.PHP.svg", area=district, by=district_lead)

    assert (stored.content_type, stored.name) == ("image/webp", "पर्दा_shot.webp")
    with Image.open(io.BytesIO(bytes(stored.content))) as opened:
        assert (opened.format, opened.size) == ("WEBP", (40, 30))


def test_place_and_everything_else_that_is_no_picture_is_gone(district, district_lead):
    exif = Image.Exif()
    exif[0x010E] = "made by somebody"
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 15.0, 35.0), 3: "E", 4: (77.0, 24.0, 46.0)})
    content = picture("JPEG", exif=exif, comment=SCRIPT)
    assert b"made by somebody" in content

    stored = keep(content, area=district, by=district_lead)

    with Image.open(io.BytesIO(bytes(stored.content))) as opened:
        assert (dict(opened.getexif()), opened.size) == ({}, (30, 40))
        assert set(opened.info) & {"exif", "xmp", "icc_profile", "comment"} == set()
    assert b"made by somebody" not in bytes(stored.content)


@pytest.mark.parametrize("tail", [SCRIPT, b"PK\x03\x04" + b"archive" * 9, b"<?php system($_GET['x']); ?>"])
def test_what_hides_behind_a_picture_is_cut_off(tail, district, district_lead):
    for kind in ("PNG", "JPEG", "WEBP"):
        assert tail not in bytes(keep(picture(kind) + tail, area=district, by=district_lead).content)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        b"<html>" + SCRIPT,
        b"GIF89a/*" + SCRIPT,
        b"%PDF-1.7\n" + SCRIPT,
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture("PNG", (300, 300))[:-40],
        picture("JPEG", (300, 300))[:400],
        picture("GIF"),
        picture("TIFF"),
        b"\xff\xd8\xff" + b"\0" * 300,
    ],
)
def test_what_is_no_whole_picture_is_refused(content, district, district_lead):
    with pytest.raises(RuleBroken) as refusal:
        keep(content, "picture.png", area=district, by=district_lead)
    assert refusal.value.code == "no_picture"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("size", [(6_000, 4_001), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(size, district, district_lead):
    with pytest.raises(RuleBroken) as refusal:
        keep(png_of(*size), area=district, by=district_lead)
    assert refusal.value.code == "too_many_pixels"


def test_a_large_file_is_refused_before_it_is_read(district, district_lead):
    with pytest.raises(RuleBroken) as refusal:
        keep(b"\0" * (files.MOST_BYTES + 1), area=district, by=district_lead)
    assert refusal.value.code == "too_large"


def test_a_long_screenshot_is_made_smaller(district, district_lead):
    stored = keep(picture(size=(1_000, 6_000)), area=district, by=district_lead)
    with Image.open(io.BytesIO(bytes(stored.content))) as opened:
        assert opened.size == (400, 2_400)


def test_transparent_pictures_become_white_not_black(district, district_lead):
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    stored = keep(out.getvalue(), area=district, by=district_lead)
    with Image.open(io.BytesIO(bytes(stored.content))) as opened:
        assert min(opened.convert("RGB").getpixel((4, 4))) > 250


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\windows\\system.ini", "system.webp"),
        ("/etc/passwd", "passwd.webp"),
        ("\u202egnp.exe", "gnp.webp"),
        ('a";\r\nX-Evil: 1.png', "a_X-Evil_1.webp"),
        ("", "file.webp"),
        ("....", "file.webp"),
        ("क़िला.jpg", "क़िला.webp"),
        ("x" * 300 + ".png", "x" * 80 + ".webp"),
    ],
)
def test_names_are_harmless(name, clean):
    import unicodedata

    assert files.clean_name(name, files.PICTURE) == unicodedata.normalize("NFC", clean)


def test_documents_are_kept_only_where_they_are_wanted(district, district_lead, client_of):
    stored = keep(b"%PDF-1.7\n%%EOF", "plan.pdf", area=district, by=district_lead, with_documents=True)
    answer = client_of(district_lead).get(f"/files/{stored.code}/")
    assert (stored.content_type, answer.headers["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="plan.pdf"',
    )


def test_a_right_is_asked_first(district, neighbour_lead):
    with pytest.raises(RightMissing):
        keep(picture(), area=district, by=neighbour_lead)


def test_a_file_is_given_within_its_area_and_never_run_or_kept(district, district_lead, neighbour_lead, client_of):
    stored = keep(picture(), area=district, by=district_lead)

    answer = client_of(district_lead).get(f"/files/{stored.code}/")

    assert (answer.status_code, answer.content) == (200, bytes(stored.content))
    found = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")}
    assert found == {"Content-Type": "image/webp", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client_of(neighbour_lead).get(f"/files/{stored.code}/").status_code == 404
    assert client_of(None).get(f"/files/{stored.code}/").status_code == 302
