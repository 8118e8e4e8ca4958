"""Pages of vetting: the queue of prospects, and the card of a reviewer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from influencers.models import ScoreCard
from influencers.services import vetting, vetting_queue
from influencers.services.vetting_queue import Waiting
from influencers.vetting_forms import CardForm
from influencers.views.influencers import find_influencer
from network.errors import RuleBroken
from network.rights import Feature
from network.views.guards import needs

PER_PAGE = 50


@needs(Feature.VET)
@require_safe
def vetting_list(request: HttpRequest) -> HttpResponse:
    """List the prospects of the reader's districts that wait for a card; ?waiting= first, second, third or mine."""
    numbers = vetting_queue.counts(request.user)
    chosen = request.GET.get("waiting", "")
    if chosen not in Waiting.values:
        chosen = next((what for what in ("mine", "third", "second") if numbers[what]), "first")
    page = Paginator(vetting_queue.waiting(request.user, chosen), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"code": what.value, "label": what.label, "count": numbers[what.value]} for what in Waiting]
    context = {"page": page, "tabs": tabs, "chosen": chosen, "query": f"waiting={chosen}&"}
    return render(request, "influencers/vetting_list.html", context)


@require_POST
def vetting_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Open one's own card for a prospect."""
    influencer = find_influencer(request, code, Feature.VET)
    try:
        return redirect("influencers:vetting_card", vetting.begin(influencer, by=request.user).code)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("influencers:vetting_list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vetting_card(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's own card; keep what is typed (htmx does so by itself), or hand it in."""
    card = _own_card(request, code)
    if card.status != ScoreCard.Status.DRAFT:
        return redirect(card.influencer)
    form = CardForm(request.POST or None, criteria=list(card.rubric.criteria.all()), draft=card.draft)
    if request.method != "POST":
        return _shown(request, card, form)
    try:
        is_valid = form.is_valid()
        card = vetting.score(card, form.given(), by=request.user)
        if is_valid and "submit" in request.POST:
            vetting.submit(card, by=request.user)
            messages.success(request, _("Your card is handed in. Thank you."))
            return redirect(card.influencer)
    except RuleBroken as error:
        form.problems = getattr(error, "errors", {})
        return _shown(request, card, form, problem=str(error))
    return _shown(request, card, form)


@require_POST
def vetting_discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw one's own draft away."""
    card = _own_card(request, code)
    try:
        vetting.discard(card, by=request.user)
        messages.success(request, _("Your draft is thrown away."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("influencers:vetting_list")


def _own_card(request: HttpRequest, code: str) -> ScoreCard:
    rows = ScoreCard.objects.visible_to(request.user, Feature.VET).filter(reviewer=request.user)
    return get_object_or_404(rows.select_related("influencer__person", "influencer__district", "rubric"), code=code)


def _shown(request: HttpRequest, card: ScoreCard, form: CardForm, *, problem: str = "") -> HttpResponse:
    is_wrong = bool(problem or form.errors)
    context = {
        "card": card,
        "form": form,
        "rows": list(form.rows()),
        "handles": card.influencer.handles.all(),
        "problem": problem,
        "is_saved": request.method == "POST" and not is_wrong,
    }
    page = "_vetting_saved" if request.htmx else "vetting_card"
    return render(request, f"influencers/{page}.html", context, status=422 if is_wrong and not request.htmx else 200)
