"""Pages beside a brief for who writes: keeping the sheet, handing out files and cards; signed in, or by a brief link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.downloads import HOUR, download, fetched, small
from campaigns.media_forms import CardForm, SheetForm
from campaigns.models import Assignment, BriefMedia, Topic
from campaigns.services import brief_links, cards, compose, media
from campaigns.views.beside import sheet
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature


@require_POST
def work_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what the person wrote and say how like it is to other texts."""
    assignment = _own(request, code)
    return _keep(request, assignment, request.user, page=assignment.get_absolute_url())


@login_not_required
@never_cache
@require_POST
def brief_link_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a brief link."""
    return _keep(request, _linked(token), None, page=reverse("campaigns:brief_link", args=[token]))


@require_safe
def work_card(request: HttpRequest, code: str) -> HttpResponse:
    """Make a card for the person's own district."""
    assignment = _own(request, code)
    return _card(request, assignment.topic, assignment.district)


@login_not_required
@require_safe
def brief_link_card(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a brief link."""
    assignment = _linked(token)
    return _card(request, assignment.topic, assignment.district)


@require_safe
def topic_card(request: HttpRequest, code: str) -> HttpResponse:
    """Show a writer or a lead how a card comes out; ?district= chooses one of those they see."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW)
    topic = get_object_or_404(visible.select_related("brief", "area"), code=code)
    districts = Area.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(kind="district").order_by("code")
    wanted = request.GET.get("district", "")
    chosen = districts.filter(code=wanted) if wanted else districts.filter(path__startswith=topic.area.path)
    district = chosen.first() or (topic.area if not wanted and topic.area.kind == "district" else None)
    if district is None:
        raise Http404
    return _card(request, topic, district)


@login_not_required
@require_safe
def brief_link_media(request: HttpRequest, token: str, media: str) -> HttpResponse:
    """Hand a file of the brief out as a download."""
    return fetched(_file(token, media))


@login_not_required
@require_safe
def brief_link_media_small(request: HttpRequest, token: str, media: str) -> HttpResponse:
    """Hand out its small picture."""
    return small(_file(token, media))


def _own(request: HttpRequest, code: str) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).exclude(topic__status="withdrawn")
    return get_object_or_404(rows.for_reading(), code=code)


def _linked(token: str) -> Assignment:
    assignment = brief_links.find(token)
    if assignment is None:
        raise Http404(_("This link is not valid (any more)."))
    return assignment


def _file(token: str, code: str) -> BriefMedia:
    return get_object_or_404(media.of_topic(_linked(token).topic), code=code)


def _keep(request: HttpRequest, assignment: Assignment, by: User | None, *, page: str) -> HttpResponse:
    """Save and go back to the page; what can't be saved is shown again with all that was typed."""
    form = SheetForm(request.POST)
    if form.is_valid():
        try:
            draft = compose.save(assignment, text=form.cleaned_data["text"], by=by)
            if not (draft and draft.is_warned):
                messages.success(request, _("Saved."))
            return redirect(f"{page}#sheet")
        except RuleBroken as error:
            form.add_error("text", str(error))
    context = sheet(assignment, compose.of_assignment(assignment), form) | {"assignment": assignment, "page": page}
    context |= {"topic": assignment.topic, "sheet_url": request.path}
    return render(request, "campaigns/sheet.html", context, status=422)


def _card(request: HttpRequest, topic: Topic, district: Area) -> HttpResponse:
    form = CardForm(request.GET)
    if not form.is_valid():
        raise Http404
    try:
        made = cards.make(topic, district, form.wish())
    except RuleBroken as error:
        raise Http404(str(error)) from error
    response = download(made.content, made.content_type, made.name, cache=HOUR)
    response["ETag"] = f'"{made.key}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
