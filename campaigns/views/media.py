"""Pages of a brief's files: adding, approving and removing them, and handing them out: always as downloads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.downloads import fetched, small
from campaigns.media_forms import MediaForm
from campaigns.models import BriefMedia, Topic
from campaigns.services import media
from network.errors import RuleBroken
from network.rights import Feature, may, require


@require_http_methods(["GET", "HEAD", "POST"])
def topic_media(request: HttpRequest, code: str) -> HttpResponse:
    """List the files of a topic's brief; POST takes one more."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("area", "brief")
    topic = get_object_or_404(visible, code=code)
    form = MediaForm()
    if request.method == "POST":
        require(request.user, Feature.TOPIC_WRITE, topic.area)
        form = MediaForm(request.POST, request.FILES)
    if form.is_bound and form.is_valid():
        file, title = form.cleaned_data["file"], form.cleaned_data["title"]
        try:
            media.add(topic, title=title, upload=file, ai=form.answer(), by=request.user)
            messages.success(request, _("The file is there for everybody who writes on the topic."))
            return redirect("campaigns:topic_media", code)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"topic": topic, "form": form, "files": media.of_topic(topic), "may": _what_may_be_done(request, topic)}
    return render(request, "campaigns/topic_media.html", context, status=422 if form.errors else 200)


@require_POST
def media_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file out of a draft."""
    return _step(request, code, media.remove, _("The file is gone."))


@require_POST
def media_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Say, as a second person, that a file made by AI may go out with its label."""
    return _step(request, code, media.approve, _("Approved."))


@require_safe
def media_fetch(request: HttpRequest, code: str) -> HttpResponse:
    """Hand a file out as a download."""
    return fetched(get_object_or_404(media.seen_by(request.user).select_related("file"), code=code))


@require_safe
def media_small(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the small picture for lists."""
    return small(get_object_or_404(media.seen_by(request.user), code=code))


def _step(request: HttpRequest, code: str, act, done: str) -> HttpResponse:
    rows = BriefMedia.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("brief__topic__area", "file")
    row = get_object_or_404(rows, code=code)
    topic = row.brief.topic
    try:
        act(row, by=request.user)
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("campaigns:topic_media", topic.code)


def _what_may_be_done(request: HttpRequest, topic: Topic) -> dict[str, bool]:
    is_draft = topic.status == Topic.Status.DRAFT
    return {
        "change": is_draft and may(request.user, Feature.TOPIC_WRITE, topic.area),
        "approve": may(request.user, Feature.TOPIC_CLEAR, topic.area),
    }
