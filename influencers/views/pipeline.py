"""Pages of the pipeline: the board, the list, the funnel, and steps of one or of many."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from influencers import boards
from influencers.filters import DOWNWARD, ORDERS, InfluencerFilter, in_order
from influencers.models import Influencer, Subject
from influencers.owners import owners
from influencers.prospect_forms import StepForm
from influencers.services import pipeline
from influencers.views.influencers import find_influencer
from network.errors import RuleBroken
from network.models import Area, AreaKind
from network.rights import Feature
from network.views.guards import needs

PER_PAGE = 50


@needs(Feature.PEOPLE_VIEW)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show every stage with its newest people; the filters of the list narrow it."""
    return render(request, "influencers/board.html", _board(request, request.GET))


@needs(Feature.PEOPLE_VIEW)
@require_safe
def influencer_list(request: HttpRequest) -> HttpResponse:
    """List the influencers of the reader's areas, narrowed and in the order asked for."""
    found, rows = _found(request, request.GET)
    order = request.GET.get("order", "since")
    rows = in_order(rows, order).select_related("person", "district", "owner__person").prefetch_related("handles")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = _choices(request, found) | {
        "page": page,
        "rows": [(row, [Subject(subject).label for subject in row.subjects]) for row in page],
        "query": _query(request, "page"),
        "kept": _query(request, "page", "order"),
        "orders": _orders(order),
        "stages": Influencer.Stage.choices,
    }
    return render(request, "influencers/influencer_list.html", context)


@needs(Feature.PEOPLE_VIEW)
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """Show how many stand in each stage, for how long people stay there, and both by district."""
    found, rows = _found(request, request.GET)
    context = _choices(request, found) | {"funnel": boards.funnel(rows), "stages": Influencer.Stage}
    return render(request, "influencers/funnel.html", context)


@require_POST
def influencer_move(request: HttpRequest, code: str) -> HttpResponse:
    """Move one influencer; htmx is given the board anew, a form leads back to where it stood."""
    influencer = find_influencer(request, code)
    form, problem, said = StepForm(request.POST), "", ""
    if form.is_valid():
        try:
            moved = pipeline.move(influencer, **form.cleaned_data, by=request.user)
            said = _("%(name)s: %(stage)s") % {"name": moved.person.name, "stage": moved.get_stage_display()}
        except RuleBroken as error:
            problem = str(error)
    else:
        problem = _("Choose a stage and say why.")
    if request.htmx:
        asked = QueryDict(urlsplit(request.htmx.current_url or "").query)
        context = _board(request, asked) | {"problem": problem, "said": said}
        return render(request, "influencers/_board.html", context)
    messages.add_message(request, messages.ERROR if problem else messages.SUCCESS, problem or said)
    return redirect(_back(request, influencer.get_absolute_url()))


@needs(Feature.PEOPLE_VIEW)
@require_POST
def influencer_move_many(request: HttpRequest) -> HttpResponse:
    """Move the ticked influencers; who was refused is named with the reason."""
    try:
        answers = pipeline.move_many(
            request.POST.getlist("code"),
            request.POST.get("stage", ""),
            by=request.user,
            reason=request.POST.get("reason", "")[:300],
        )
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(_back(request, reverse("influencers:influencer_list")))
    count = sum(answer.is_moved for answer in answers)
    if count:
        messages.success(
            request, ngettext("%(count)s person moved.", "%(count)s people moved.", count) % {"count": count}
        )
    for answer in answers:
        if not answer.is_moved:
            messages.error(request, f"{answer.influencer or answer.influencer_code}: {answer.detail}")
    return redirect(_back(request, reverse("influencers:influencer_list")))


def _board(request: HttpRequest, asked) -> dict[str, object]:
    found, rows = _found(request, asked)
    kept = asked.copy()
    for name in ("stage", "page"):
        kept.pop(name, None)
    paths = request.user.paths_with(Feature.ROSTER_EDIT)
    shown = [
        (column, [(card, any(card.district.lies_in(path) for path in paths)) for card in column.cards])
        for column in boards.columns(rows)
    ]
    address = f"{reverse('influencers:board')}?{asked.urlencode()}"
    return _choices(request, found) | {
        "columns": shown,
        "kept": f"{kept.urlencode()}&" if kept else "",
        "address": address,
    }


def _found(request: HttpRequest, asked) -> tuple[InfluencerFilter, object]:
    rows = Influencer.objects.visible_to(request.user, Feature.PEOPLE_VIEW).exclude(person__user=request.user)
    found = InfluencerFilter(asked, queryset=rows, request=request)
    return found, found.qs if found.is_valid() else rows.none()


def _choices(request: HttpRequest, found: InfluencerFilter) -> dict[str, object]:
    districts = Area.objects.visible_to(request.user, Feature.PEOPLE_VIEW).of_kind(AreaKind.DISTRICT)
    return {
        "filter": found,
        "districts": districts.current().by_name(),
        "owners": owners(request.user)[1:],
        "may_add": request.user.may(Feature.ROSTER_EDIT),
        "may_move": request.user.may(Feature.ROSTER_EDIT),
    }


def _orders(chosen: str) -> dict[str, dict[str, str]]:
    """For each order: what its heading asks for next, and how the column is sorted now (for `aria-sort`)."""
    found = {}
    for name in ORDERS:
        is_first, is_last = chosen == name, chosen == f"-{name}"
        way = "descending" if is_first == (name in DOWNWARD) else "ascending"
        found[name] = {"next": f"-{name}" if is_first else name, "way": way if is_first or is_last else "none"}
    return found


def _query(request: HttpRequest, *without: str) -> str:
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the form stood, if that is an address of ours."""
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise
