"""Decides how a file leaves Samvad: as a download that a browser keeps or shows as a picture, and never runs."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from campaigns.models import BriefMedia

SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; img-src data:; sandbox",
}
HOUR = "private, max-age=3600"


def fetched(row: BriefMedia) -> HttpResponse:
    """The file, never to be opened as a page of ours, whatever it is called."""
    return download(bytes(row.file.content), row.file.content_type, row.file.name, cache="no-store")


def small(row: BriefMedia) -> HttpResponse:
    """The small picture; an empty one for videos and PDF files."""
    return download(bytes(row.thumbnail), "image/webp", f"{row.code}.webp", cache=HOUR)


def download(content: bytes, content_type: str, name: str, *, cache: str) -> HttpResponse:
    """An answer with the name of the file and nothing that a browser could run."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = SAFE_HEADERS | {"Content-Disposition": disposition, "Cache-Control": cache}
    return HttpResponse(content, content_type=content_type, headers=headers)
