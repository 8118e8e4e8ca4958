"""Files: what somebody uploads is looked at by its content, pictures are encoded anew, and names are made harmless."""

import hashlib
import io
import re
import unicodedata

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from influencers.models import StoredFile
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit

MOST_BYTES = 5_000_000
MOST_PIXELS = 24_000_000  # a long screenshot of a phone has about 16 million
LONGEST_SIDE = 2_400
FORMATS = ("PNG", "JPEG", "WEBP")
PICTURE, PDF = "image/webp", "application/pdf"
LONGEST_NAME = 80
ENDINGS = {PICTURE: "webp", PDF: "pdf"}


@transaction.atomic
def store(
    upload: UploadedFile, *, area: Area, by: User | None, feature: Feature, with_documents: bool = False
) -> StoredFile:
    """Keep a picture (PNG, JPEG or WebP), or with `with_documents` a PDF, too, for who holds the feature in the area.

    Pictures become WebP without EXIF, place and all else that is no picture. Raises RuleBroken for anything else and for what
    is too large in bytes or pixels.
    """
    require(by, feature, area)
    content = _bytes_of(upload)
    is_pdf = with_documents and content.startswith(b"%PDF-")
    kind, content = (PDF, content) if is_pdf else (PICTURE, clean_picture(content))
    stored = StoredFile.objects.create(
        area=area,
        name=clean_name(upload.name or "", kind),
        content_type=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        uploaded_by=by,
    )
    audit.record("file.stored", stored, by=by, area=area, type=kind, bytes=len(content))
    return stored


def clean_picture(content: bytes) -> bytes:
    """The picture alone as WebP, turned the right way up, at most 2,400 pixels long. Raises RuleBroken for what is none."""
    out = io.BytesIO()
    bare_picture(content).save(out, "WEBP", quality=80)
    return out.getvalue()


def bare_picture(content: bytes) -> Image.Image:
    """The picture's pixels alone, upright, at most 2,400 of them long. Raises RuleBroken for what is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:  # reads the header only
            if opened.width * opened.height > MOST_PIXELS:
                raise RuleBroken(_("The picture has too many pixels."), code="too_many_pixels")
            upright = ImageOps.exif_transpose(opened)
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleBroken(_("The picture has too many pixels."), code="too_many_pixels") from error
    except Exception as error:  # readers of broken pictures raise whatever they stumble over
        raise RuleBroken(_("This is no whole picture (PNG, JPEG or WebP)."), code="no_picture") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = upright.convert("RGBA")
    bare = Image.new("RGB", upright.size, "white")  # a new picture has no EXIF, no comments, nothing behind its end
    bare.paste(upright, mask=upright)
    return bare


def clean_name(name: str, kind: str) -> str:
    """The last part of a file's name, letters and digits of any script only, with the ending of what it really is."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2].partition(".")[0]
    stem = re.sub(r"[^\w\u0900-\u097f-]+", "_", stem).strip("_-")[:LONGEST_NAME]
    return f"{stem or 'file'}.{ENDINGS[kind]}"


def _bytes_of(upload: UploadedFile) -> bytes:
    if upload.size is None or upload.size > MOST_BYTES:
        raise RuleBroken(
            _("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000}, code="too_large"
        )
    return upload.read(MOST_BYTES + 1)
