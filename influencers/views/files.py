"""Stored files, given only to who sees the area they belong to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from influencers.models import StoredFile
from influencers.services.files import PICTURE
from network.rights import Feature


@require_safe
def file_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Give a file: pictures in the browser, all else as a download; nothing is kept on the way or run."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user, Feature.PEOPLE_VIEW), code=code)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(file.content_type != PICTURE, file.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
