"""Pages of one's own accounts: declare, show a code, give up; and the lead who confirms an account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from influencers.models import Handle
from influencers.own_forms import AccountForm
from influencers.services import handles, own_side
from influencers.views.influencers import find_influencer
from network.errors import RuleBroken
from network.services import own_record


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_accounts(request: HttpRequest) -> HttpResponse:
    """One's own accounts, and a field for one more."""
    voice = own_side.voice_of(own_record.require(request.user))
    form = AccountForm(request.POST or None)
    if request.method == "POST" and voice is not None and form.is_valid():
        try:
            platform = form.cleaned_data["platform"] or None
            handles.declare(voice, form.cleaned_data["profile"], platform=platform, by=request.user)
            messages.success(request, _("Your account is recorded."))
            return redirect("influencers:own_accounts")
        except RuleBroken as error:
            form.add_error("profile", str(error))
    shown = list(voice.handles.current()) if voice else []
    context = {"form": form, "voice": voice, "handles": shown}
    return render(request, "influencers/own_accounts.html", context, status=422 if form.errors else 200)


@require_POST
def own_account_code(request: HttpRequest) -> HttpResponse:
    """Make the code that shows that the account is one's own."""
    handles.ask_for_code(_own(request), by=request.user)
    return redirect("influencers:own_accounts")


@require_POST
def own_account_give_up(request: HttpRequest) -> HttpResponse:
    """The account is no longer one's own."""
    handles.give_up(_own(request), by=request.user)
    messages.success(request, _("The account is given up."))
    return redirect("influencers:own_accounts")


@require_POST
def account_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """A lead looked at the account, or knows the person."""
    influencer = find_influencer(request, code)
    handle = _current(influencer.handles.current().filter(platform=request.POST.get("platform", "")))
    try:
        handles.confirm(handle, seen=request.POST.get("seen", ""), by=request.user)
        messages.success(request, _("The account is confirmed."))
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(influencer)


def _own(request: HttpRequest) -> Handle:
    mine = Handle.objects.visible_to(request.user).current()
    return _current(mine.filter(platform=request.POST.get("platform", "")))


def _current(rows) -> Handle:
    handle = rows.select_related("influencer__district", "influencer__person").first()
    if handle is None:
        raise Http404
    return handle
