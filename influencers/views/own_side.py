"""Pages of one's own side: profile, accounts, pause, leaving, one's data and its erasure. For cheap phones and slow lines."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from influencers import own_files
from influencers.models import Subject
from influencers.own_forms import EraseForm, PauseForm, ProfileForm
from influencers.services import own_consents, own_erasure, own_side
from influencers.services.consents import newest_notice
from network.errors import RuleBroken
from network.forms import LANGUAGES
from network.services import own_record


@never_cache
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    """Everything about oneself at a glance, and the way to each part."""
    person = own_record.of(request.user)
    if person is None:
        return render(request, "influencers/own_nobody.html")
    voice = own_side.voice_of(person)
    standings = own_consents.standings(person, newest_notice())
    context = {
        "person": person,
        "voice": voice,
        "languages": [label for code, label in LANGUAGES if code in person.languages],
        "subjects": [Subject(subject).label for subject in voice.subjects] if voice else [],
        "handles": list(voice.handles.current()) if voice else [],
        "standings": standings,
        "is_asked_anew": any(standing.is_asked_anew for standing in standings),
        "pause_form": PauseForm(),
    }
    return render(request, "influencers/own_page.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request: HttpRequest) -> HttpResponse:
    """Change one's own profile."""
    person = own_record.require(request.user)
    form = ProfileForm(request.POST or None, person=person, voice=own_side.voice_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            own_side.update(person, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your profile is saved."))
            return redirect("influencers:own_page")
        except RuleBroken as error:
            form.add_error(None, str(error))
    return render(request, "influencers/own_profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def own_pause(request: HttpRequest) -> HttpResponse:
    """Take a pause."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not a day."))
        return redirect("influencers:own_page")
    return _act(request, lambda person: own_side.pause(person, until=form.cleaned_data["until"], by=request.user),
                _("You are on a pause: no messages. You come back with one tap."))  # fmt: skip


@require_POST
def own_come_back(request: HttpRequest) -> HttpResponse:
    """End one's pause."""
    return _act(request, lambda person: own_side.come_back(person, by=request.user), _("Good that you are back!"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_leave(request: HttpRequest) -> HttpResponse:
    """Ask once more, then leave."""
    person = own_record.require(request.user)
    if request.method != "POST":
        return render(request, "influencers/own_leave.html", {"person": person})
    own_side.leave(person, by=request.user)
    return _goodbye(request, "left")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_erase(request: HttpRequest) -> HttpResponse:
    """Take the word that confirms it, then erase."""
    person = own_record.require(request.user)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own_erasure.erase_me(person, by=request.user)
            return _goodbye(request, "erased")
        except RuleBroken as error:
            form.add_error("word", str(error))
    return render(request, "influencers/own_erase.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_POST
def own_data(request: HttpRequest) -> StreamingHttpResponse:
    """Give everything that is held about the reader, as a zip."""
    person = own_record.require(request.user)
    own_record.note_taken(person, by=request.user)
    pieces = own_files.zip_pieces(person, get_language() or "hi")
    headers = {"Content-Disposition": 'attachment; filename="samvad_my_data.zip"'}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


@login_not_required
@require_safe
def own_goodbye(request: HttpRequest) -> HttpResponse:
    """What is said to who has left or was erased; it knows nobody."""
    return render(request, "influencers/own_goodbye.html", {"is_erased": "erased" in request.GET})


def _goodbye(request: HttpRequest, what: str) -> HttpResponse:
    logout(request)
    return redirect(f"{reverse('influencers:own_goodbye')}?{what}")


def _act(request: HttpRequest, act, done: str) -> HttpResponse:
    try:
        act(own_record.require(request.user))
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("influencers:own_page")
