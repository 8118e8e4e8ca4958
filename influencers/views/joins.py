"""Pages of joining: the open page of a district, its short link, the page to print, and the lead's queue."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from influencers import qr_codes
from influencers.join_forms import ApprovalForm, JoinForm, RefusalForm
from influencers.models import JoinPage, JoinRequest, Roster
from influencers.rate_limits import is_too_often
from influencers.services import joins
from influencers.services.consents import newest_notice
from network.errors import RuleBroken
from network.models import Area
from network.rights import Feature
from network.views.guards import needs

MOST_OF_AN_ADDRESS = 60  # an hour; carriers put many phones behind one address


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notice and take what the person enters. The answer is the same whoever they are."""
    district = joins.find_open(district_code=code)
    if district is None:
        return render(request, "influencers/join_closed.html", status=404)
    if request.method == "POST" and is_too_often(request, "join", most=MOST_OF_AN_ADDRESS):
        return render(request, "influencers/join_later.html", {"district": district}, status=429)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_by_a_program:
        return render(request, "influencers/join_done.html", {"district": district})
    if request.method == "POST" and form.is_valid():
        try:
            return _noted(request, district, form)
        except RuleBroken as error:
            form.add_error("profile" if error.code in ("not_a_profile", "no_link", "too_long") else None, str(error))
    context = {"district": district, "form": form, "notice": newest_notice(), "began": form.first_moment}
    return render(request, "influencers/join.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def join_short(request: HttpRequest, code: str) -> HttpResponse:
    """The short link of a printed page."""
    district = joins.district_of(code)
    if district is None:
        raise Http404
    return redirect("influencers:join", district.code)


@never_cache
@require_safe
def join_page(request: HttpRequest, code: str) -> HttpResponse:
    """The page for the wall: short link and QR code, and whether it is open."""
    page = _page(request, code)
    context = {"page": page, "district": page.district, "address": _short_address(page)}
    return render(request, "influencers/join_page.html", context)


@require_safe
def join_page_code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of the short link as a picture that any printer takes (SVG)."""
    page = _page(request, code)
    headers = {"Content-Disposition": f'inline; filename="samvad-join-{page.district.code}.svg"'}
    return HttpResponse(qr_codes.svg(_short_address(page)), content_type="image/svg+xml", headers=headers)


@require_POST
def join_page_switch(request: HttpRequest, code: str) -> HttpResponse:
    """Open or close the page."""
    page = joins.switch(_page(request, code).district, is_open=request.POST.get("is_open") == "yes", by=request.user)
    messages.success(request, _("The join page is open.") if page.is_open else _("The join page is closed."))
    return redirect("influencers:join_page", code)


@never_cache
@needs(Feature.ROSTER_EDIT)
@require_safe
def join_list(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the reader's answer."""
    return _queue(request)


@never_cache
@require_POST
def join_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Show the number, to call; this is logged."""
    row = _request(request, code)
    return _queue(request, opened=row.code, phone=joins.open_contact(row, by=request.user))


@require_POST
def join_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Take the person in."""
    form = ApprovalForm(request.POST)
    has_spoken = form.is_valid() and form.cleaned_data["has_spoken"]
    return _decide(request, code, lambda row: joins.approve(row, has_spoken=has_spoken, by=request.user),
                   _("Taken in. The person has agreed; now they can get a seat in the team."))  # fmt: skip


@require_POST
def join_refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Do not take the person in."""
    refusal = request.POST.get("refusal", "")
    return _decide(request, code, lambda row: joins.refuse(row, refusal=refusal, by=request.user),
                   _("Not taken in. What they entered is forgotten after 7 days."))  # fmt: skip


def _noted(request: HttpRequest, district: Area, form: JoinForm) -> HttpResponse:
    entered = {name: form.cleaned_data[name] for name in ("name", "phone", "profile", "purposes", "is_adult")}
    if not joins.ask(district, **entered, notice=newest_notice()):
        return render(request, "influencers/join_later.html", {"district": district}, status=429)
    return render(request, "influencers/join_done.html", {"district": district})


def _queue(request: HttpRequest, **shown: str) -> HttpResponse:
    waiting = list(joins.queue(request.user)[:100])
    known = joins.known_people(waiting, request.user)
    rows = [{"request": row, "known": known.get(row.phone_hash), "purposes": _labels(row)} for row in waiting]
    context = {"rows": rows, "approval": ApprovalForm(), "refusal": RefusalForm()}
    return render(request, "influencers/join_list.html", context | shown)


def _request(request: HttpRequest, code: str) -> JoinRequest:
    rows = JoinRequest.objects.visible_to(request.user, Feature.ROSTER_EDIT).select_related("district")
    return get_object_or_404(rows, code=code)


def _decide(request: HttpRequest, code: str, act, done: str) -> HttpResponse:
    row = _request(request, code)
    try:
        act(row)
        messages.success(request, done)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("influencers:join_list")


def _page(request: HttpRequest, code: str) -> JoinPage:
    rosters = Roster.objects.visible_to(request.user, Feature.ROSTER_EDIT).select_related("district")
    return joins.page_of(get_object_or_404(rosters, district__code=code).district)


def _short_address(page: JoinPage) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("influencers:join_short", args=[page.short_code])


def _labels(row: JoinRequest) -> list[str]:
    return [str(label) for purpose, label in JoinRequest.purposes.field.base_field.choices if purpose in row.purposes]
