"""Pages of exports: ask for a list with a reason, fetch it within a day."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.errors import RuleBroken
from network.exports import LISTS
from network.forms import ExportForm
from network.models import Area, Export
from network.rights import Feature
from network.services import exports
from network.sheets_out import csv_lines, xlsx_file
from network.views.guards import needs

SHOWN = 20


@needs(Feature.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: HttpRequest) -> HttpResponse:
    """Take what is wanted and why, and list what the reader asked for before."""
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        areas=Area.objects.visible_to(request.user, Feature.EXPORT),
        with_contacts=request.user.may(Feature.CONTACT_OPEN),
        initial={"list_code": request.GET.get("list"), "area": request.GET.get("area")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            exports.make(**form.cleaned_data, by=request.user)
            messages.success(request, _("The list is ready; you can fetch it for 24 hours."))
            return redirect("network:export_list")
        except RuleBroken as error:
            form.add_error(None, str(error))
    made = Export.objects.visible_to(request.user).select_related("area")[:SHOWN]
    rows = [
        {"export": row, "title": LISTS[row.list_code].title, "is_open": row.expires_at > timezone.now()} for row in made
    ]
    context = {"form": form, "rows": rows}
    return render(request, "network/export_list.html", context, status=422 if form.errors else 200)


@require_safe
def export_fetch(request: HttpRequest, code: str) -> HttpResponse:
    """Give the list as a file, made at this moment."""
    export = get_object_or_404(Export.objects.visible_to(request.user).select_related("area"), code=code)
    try:
        rows = exports.fetch(export, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("network:export_list")
    name = f"{export.list_code}-{export.code}.{export.format}"
    if export.format == Export.Format.XLSX:
        response = FileResponse(xlsx_file(rows), as_attachment=True, filename=name)
    else:
        response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
