"""Pages of one's own work: the briefs one was asked to write on, for people who sign in."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms import PostForm
from campaigns.models import Assignment
from campaigns.services import assignments, notices, posts, training_messages
from campaigns.views.beside import beside
from network.errors import RuleBroken


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The reader's own briefs, newest first, and what is new."""
    rows = Assignment.objects.visible_to(request.user).exclude(topic__status="withdrawn")
    context = {
        "assignments": rows.select_related("topic", "angle")[:100],
        "new_codes": notices.unread_codes(request.user),
        "training_news": len(training_messages.unread(request.user)),
    }
    return render(request, "campaigns/work_list.html", context)


@require_safe
def work_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One brief. Looking at it while signed in counts as seen."""
    assignment = _own(request, code)
    if assignment.status == Assignment.Status.OFFERED:
        assignments.see(assignment, by=request.user)
        assignment = _own(request, code)
    notices.read(assignment, by=request.user)
    return _page(request, assignment, PostForm())


@require_POST
def work_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Take the brief on."""
    return _step(request, code, assignments.accept, _("Thank you. Write in your own words, then hand in the link."))


@require_POST
def work_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Say no, with a reason or without."""
    decline = partial(assignments.decline, reason=request.POST.get("reason", ""))
    return _step(request, code, decline, _("All right. You will be asked again another time."))


@require_POST
def work_submit(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in the link of the post."""
    assignment = _own(request, code)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            posts.submit(assignment, link=form.cleaned_data["link"], by=request.user)
            messages.success(request, _("Thank you! Your post is handed in and will be checked."))
            return redirect(assignment)
        except RuleBroken as error:
            form.add_error("link", str(error))
    return _page(request, assignment, form, status=422)


def _own(request: HttpRequest, code: str) -> Assignment:
    return get_object_or_404(Assignment.objects.visible_to(request.user).for_reading(), code=code)


def _step(request: HttpRequest, code: str, act, done: str) -> HttpResponse:
    assignment = _own(request, code)
    try:
        act(assignment, by=request.user)
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(assignment)


def _page(request: HttpRequest, assignment: Assignment, form: PostForm, *, status: int = 200) -> HttpResponse:
    context = {"assignment": assignment, "topic": assignment.topic, "brief": assignment.topic.brief, "form": form}
    return render(request, "campaigns/work_detail.html", context | beside(assignment), status=status)
