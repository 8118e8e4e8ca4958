"""Pages of teams: every district's team at a glance, and the board of one team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from influencers.health import tell
from influencers.models import Health, Roster
from influencers.roster_forms import DayForm, RangeForm
from influencers.services.rosters import stands_above
from influencers.teams import history, team, team_on
from network.models import Area
from network.rights import Feature, may
from network.tiles import in_reading_order, tile
from network.views.guards import needs

STEPS = {Health.GREEN: 4, Health.YELLOW: 1, Health.RED: 0}


@needs(Feature.PEOPLE_VIEW)
@require_safe
def roster_list(request: HttpRequest) -> HttpResponse:
    """Show the lights of the reader's teams on a map and in a table with their reasons; ?light= narrows the table."""
    rosters = Roster.objects.visible_to(request.user, Feature.PEOPLE_VIEW).with_counts().select_related("district")
    rows = sorted(map(_row, rosters), key=lambda row: row["roster"].district.name)
    chosen = request.GET.get("light", "")
    context = {
        "tiles": in_reading_order([_tile(row) for row in rows if row["roster"].district.grid_col is not None]),
        "legend": [(STEPS[light], light.label) for light in Health],
        "tabs": [(light, sum(row["light"] == light for row in rows)) for light in Health],
        "rows": [row for row in rows if chosen not in Health.values or row["light"] == chosen],
        "chosen": chosen,
        "imports": request.user.may(Feature.IMPORT_RUN),
    }
    return render(request, "influencers/roster_list.html", context)


@require_safe
def roster_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board of a team; ?on= shows the team of a day."""
    return render(request, "influencers/roster_detail.html", roster_page(request, code))


def roster_page(request: HttpRequest, code: str) -> dict[str, object]:
    """What the page of a team shows; also used to answer an invitation made on it."""
    roster, user, now = find_roster(request, code), request.user, timezone.now()
    day = DayForm(request.GET if "on" in request.GET else None)
    edits = may(user, Feature.ROSTER_EDIT, roster.district)
    above = edits and stands_above(user, roster.district)
    shown = {
        "roster": roster,
        "light": Health(roster.health),
        "told": tell(roster.reasons),
        "edits": edits,
        "above": above,
        "free": max(0, roster.most - roster.member_count - roster.kept_count),
        "range_form": RangeForm(instance=roster),
        "day_form": day,
        "history": history(roster, user),
    }
    if day.is_valid():
        chosen = day.cleaned_data["on"]
        return shown | {"on": chosen, "members": team_on(roster, user, chosen, at=now)}
    districts = districts_of_teams(request).order_by("name_hi") if above else ()
    return shown | vars(team(roster, user, at=now, with_bench=edits)) | {"districts": districts}


def find_roster(request: HttpRequest, code: str) -> Roster:
    """The team of that district, if the reader's offices see it; others look like missing ones (404)."""
    rosters = Roster.objects.visible_to(request.user, Feature.PEOPLE_VIEW).with_counts()
    return get_object_or_404(rosters.select_related("district__parent"), district__code=code)


def districts_of_teams(request: HttpRequest):
    """The districts whose teams the reader forms."""
    return Area.objects.visible_to(request.user, Feature.ROSTER_EDIT).filter(roster__isnull=False)


def _row(roster: Roster) -> dict[str, object]:
    return {"roster": roster, "light": Health(roster.health), "told": tell(roster.reasons)}


def _tile(row: dict) -> dict[str, object]:
    roster = row["roster"]
    shown = tile(roster.district, STEPS[row["light"]], f"{roster.member_count} · {row['light'].label}")
    return shown | {"url": roster.get_absolute_url()}
