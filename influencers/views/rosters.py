"""Pages of teams: every district's team at a glance, and one team with its members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from influencers.models import Influencer, Light, Roster, RosterSeat, Subject
from network.rights import Feature, may
from network.views.guards import needs


@needs(Feature.PEOPLE_VIEW)
@require_safe
def roster_list(request: HttpRequest) -> HttpResponse:
    """List the teams of the reader's districts with their lights; ?light= narrows it."""
    rosters = Roster.objects.visible_to(request.user, Feature.PEOPLE_VIEW).with_counts().select_related("district")
    rosters = sorted(rosters, key=lambda roster: roster.district.name)
    rows = [{"roster": roster, "light": roster.light(roster.member_count)} for roster in rosters]
    tabs = [
        {"light": light, "label": light.label, "count": sum(row["light"] == light for row in rows)} for light in Light
    ]
    chosen = request.GET.get("light", "")
    if chosen in Light.values:
        rows = [row for row in rows if row["light"] == chosen]
    context = {"rows": rows, "tabs": tabs, "chosen": chosen}
    return render(request, "influencers/roster_list.html", context)


@require_safe
def roster_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district's team: its members, their accounts and whether they said yes themselves."""
    return render(request, "influencers/roster_detail.html", roster_page(request, code))


def roster_page(request: HttpRequest, code: str) -> dict[str, object]:
    """What the page of a team shows; also used to answer an invitation made on it."""
    rosters = Roster.objects.visible_to(request.user, Feature.PEOPLE_VIEW).with_counts().select_related("district")
    roster = get_object_or_404(rosters, district__code=code)
    seats = (
        RosterSeat.objects.visible_to(request.user, Feature.PEOPLE_VIEW)
        .live()
        .filter(roster=roster)
        .select_related("influencer__person")
        .prefetch_related("influencer__handles", "influencer__person__consents", "influencer__person__invitations")
        .order_by("influencer__person__name_hi", "pk")
    )
    return {
        "roster": roster,
        "light": roster.light(roster.member_count),
        "members": [_member(seat) for seat in seats],
        "may_invite": may(request.user, Feature.ROSTER_EDIT, roster.district),
    }


def _member(seat: RosterSeat) -> dict[str, object]:
    influencer = seat.influencer
    subjects = [Subject(subject).label for subject in influencer.subjects]
    return {"seat": seat, "influencer": influencer, "subjects": subjects, "consent": _consent(influencer)}


def _consent(influencer: Influencer) -> str:
    """yes, withdrawn, asked or open: how far the person's own consent to briefs got; asks no query."""
    consents = [consent for consent in influencer.person.consents.all() if consent.purpose == "briefs"]
    if any(consent.withdrawn_at is None for consent in consents):
        return "yes"
    if consents:
        return "withdrawn"
    return "asked" if influencer.person.invitations.all() else "open"
