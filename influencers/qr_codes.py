"""Decides what a QR code looks like: black on white with its quiet zone, as a picture of lines that prints at any size."""

from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def svg(text: str) -> bytes:
    """The text as a QR code; a quarter of it may be torn off or dirty, and it is still read."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    out = BytesIO()
    code.make_image().save(out)
    return out.getvalue()
