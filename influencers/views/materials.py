"""Pages of material: adding a file, removing it, and handing it out: always as a download, never as a page of ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from influencers.models import Material, Training
from influencers.services import materials
from influencers.training_forms import MaterialForm
from network.errors import RuleBroken
from network.rights import Feature, require


@require_POST
def material_add(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file for the people of a training."""
    rows = Training.objects.visible_to(request.user, Feature.TRAIN).select_related("area")
    training = get_object_or_404(rows, code=code)
    require(request.user, Feature.TRAIN, training.area)
    form = MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file and give it a title."))
        return redirect(training)
    file = form.cleaned_data["file"]
    try:
        if file.size > materials.MOST_BYTES:
            raise RuleBroken(_("The file is larger than 5 MB."), code="too_big")
        materials.add(training, title=form.cleaned_data["title"], name=file.name, content=file.read(), by=request.user)
        messages.success(request, _("The file is there for everybody who was invited."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(training)


@require_POST
def material_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a file for good."""
    material = _material(request, code)
    materials.remove(material, by=request.user)
    return redirect(material.training)


@never_cache
@require_safe
def material_fetch(request: HttpRequest, code: str) -> HttpResponse:
    """Hand a file out as a download."""
    file = _material(request, code).file
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)


def _material(request: HttpRequest, code: str) -> Material:
    rows = materials.seen_by(request.user).select_related("training__area", "file")
    return get_object_or_404(rows, file__code=code)
