"""Notes on the page of an influencer: writing one, deleting one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from influencers.models import Influencer, Note
from influencers.services import notes
from influencers.touch_forms import NoteForm
from influencers.touch_panels import notes as panel
from network.errors import RuleBroken
from network.rights import Feature, require


@require_POST
def note_write(request: HttpRequest, code: str) -> HttpResponse:
    """Write a note; what is missing is said beside the form."""
    rows = Influencer.objects.visible_to(request.user, Feature.PEOPLE_VIEW).exclude(person__user=request.user)
    influencer = get_object_or_404(rows.select_related("person", "district"), code=code)
    require(request.user, Feature.ROSTER_EDIT, influencer.district)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            notes.write(influencer, by=request.user, **form.cleaned_data)
            messages.success(request, _("The note is written."))
            return redirect(f"{influencer.get_absolute_url()}#notes")
        except RuleBroken as error:
            form.add_error("text", str(error))
    context = {"influencer": influencer, "panel": panel(influencer, request.user, form)}
    return render(request, "influencers/note_form.html", context, status=422)


@require_POST
def note_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete one's own note."""
    rows = Note.objects.visible_to(request.user, Feature.PEOPLE_VIEW).select_related("influencer__district")
    note = get_object_or_404(rows, code=code)
    notes.delete(note, by=request.user)
    messages.success(request, _("The note is deleted."))
    return redirect(f"{note.influencer.get_absolute_url()}#notes")
