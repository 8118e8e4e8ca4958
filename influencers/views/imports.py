"""The page of roster imports; what becomes of the sheet is shown by network/views/imports.py."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from network.models import ImportBatch
from network.rights import Feature
from network.views.guards import needs
from network.views.imports import take_sheet


@needs(Feature.IMPORT_RUN)
@needs(Feature.PEOPLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a team list; a worker reads it."""
    return take_sheet(request, ImportBatch.Kind.ROSTER, "influencers/import_new.html")
