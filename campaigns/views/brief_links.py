"""Pages behind a brief link: one brief for its holder, and nothing else. Looking (GET) changes nothing at all."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms import PostForm
from campaigns.models import Assignment
from campaigns.services import assignments, brief_links, posts
from campaigns.views.beside import beside
from influencers.services import consents
from network.errors import RuleBroken


@login_not_required
@never_cache
@require_safe
def brief_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the brief. Link-preview robots may look as often as they like."""
    return _page(request, _assignment(token), token, PostForm())


@login_not_required
@never_cache
@require_POST
def brief_link_seen(request: HttpRequest, token: str) -> HttpResponse:
    """Note that a person looked: the page says so by itself once it is really on a screen."""
    assignments.see(_assignment(token), by=None)
    return HttpResponse(status=204)


@login_not_required
@never_cache
@require_POST
def brief_link_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take the brief on."""
    return _step(request, token, assignments.accept)


@login_not_required
@never_cache
@require_POST
def brief_link_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no, with a reason or without."""
    return _step(request, token, partial(assignments.decline, reason=request.POST.get("reason", "")))


@login_not_required
@never_cache
@require_POST
def brief_link_submit(request: HttpRequest, token: str) -> HttpResponse:
    """Hand in the link of the post."""
    assignment = _assignment(token)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            posts.submit(assignment, link=form.cleaned_data["link"], by=None)
            return redirect("campaigns:brief_link", token)
        except RuleBroken as error:
            form.add_error("link", str(error))
    return _page(request, assignment, token, form, status=422)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def brief_link_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Take the consent to briefs back: asked once more on GET, done on POST."""
    assignment = _assignment(token)
    if request.method == "POST":
        consents.withdraw(assignment.influencer.person, purposes=["briefs"], by=None)
    context = {"token": token, "is_stopped": request.method == "POST"}
    return render(request, "campaigns/brief_link_stop.html", context)


def _assignment(token: str) -> Assignment:
    assignment = brief_links.find(token)
    if assignment is None:
        raise Http404(_("This link is not valid (any more)."))
    return assignment


def _step(request: HttpRequest, token: str, act) -> HttpResponse:
    assignment = _assignment(token)
    try:
        act(assignment, by=None)
    except RuleBroken as error:
        form = PostForm()
        return _page(request, assignment, token, form, status=409, error=str(error))
    return redirect("campaigns:brief_link", token)


def _page(
    request: HttpRequest, assignment: Assignment, token: str, form: PostForm, *, status: int = 200, error: str = ""
) -> HttpResponse:
    context = {
        "assignment": assignment,
        "topic": assignment.topic,
        "brief": assignment.topic.brief,
        "form": form,
        "token": token,
        "error": error,
    }
    context |= beside(assignment)
    with override(_language(request, assignment)):
        return render(request, "campaigns/brief_link.html", context, status=status)


def _language(request: HttpRequest, assignment: Assignment) -> str:
    """The language chosen on this device, else the person's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return assignment.influencer.person.language
