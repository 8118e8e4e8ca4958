"""Pages of posts: the queue of those that wait to be checked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms import RejectForm
from campaigns.models import Post
from campaigns.services import originality, posts
from network.errors import RuleBroken
from network.rights import Feature
from network.views.guards import needs

QUEUE = 50


@needs(Feature.POST_VERIFY)
@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """The posts that wait to be checked, oldest first, and how many there are."""
    waiting = _visible(request).claimed()
    shown = list(waiting.order_by("pk")[:QUEUE])
    for post in shown:
        draft = getattr(post.assignment, "own_draft", None)
        if draft is not None and draft.needs_review:
            post.own_draft, post.texts = draft, originality.both(draft)
    context = {"posts": shown, "waiting_count": waiting.count()}
    return render(request, "campaigns/post_list.html", context)


@require_POST
def post_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the post is what was asked for."""
    post = get_object_or_404(_visible(request), code=code)
    try:
        posts.verify(post, has_compared="has_compared" in request.POST, by=request.user)
        messages.success(request, _("Verified: it counts now."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("campaigns:post_list")


@require_POST
def post_reject(request: HttpRequest, code: str) -> HttpResponse:
    """Say why the post does not count."""
    post = get_object_or_404(_visible(request), code=code)
    form = RejectForm(request.POST)
    try:
        posts.reject(post, reason=form.data.get("reason", ""), by=request.user)
        messages.success(request, _("Not accepted. The person can hand in another link."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("campaigns:post_list")


def _visible(request: HttpRequest):
    rows = Post.objects.visible_to(request.user, Feature.POST_VERIFY)
    return rows.select_related(
        "assignment__topic__brief",
        "assignment__angle",
        "assignment__influencer__person",
        "assignment__own_draft__like",
        "district",
    ).prefetch_related("assignment__topic__brief__facts")
