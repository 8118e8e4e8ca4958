"""Pictures and files for tests: as people upload them, and as nobody should."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.services.media import AiAnswer

NO_AI = AiAnswer(is_ai=False)
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


def landscape(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with soft and hard edges in many colours."""
    sky = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [sky, Image.radial_gradient("L").resize(size), sky.rotate(180)])


def jpeg(picture: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (picture or landscape()).save(out, "JPEG", **options)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "तालाब.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(bytes(content)))
