"""Plans of teams: how many members a team may have, and how many are wanted by a day."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Roster, RosterTarget
from influencers.services import team_health
from network.errors import RuleBroken
from network.models import Area, AreaKind, User
from network.rights import Feature, require
from network.services import audit

MOST_EVER = 200
PLANNED = (AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT)


@transaction.atomic
def set_range(roster: Roster, *, least: int, most: int, by: User | None) -> Roster:
    """Say how many members the team has at least and at most. Only from above: a lead does not lower their own bar.

    Raises RuleBroken for a range that is none.
    """
    require(by, Feature.ROSTER_EDIT, roster.district.parent or roster.district)
    if not 1 <= least <= most <= MOST_EVER:
        raise RuleBroken(_("A range goes from 1 to 200, and not backwards."), code="range_bad")
    roster = Roster.objects.select_for_update(of=("self",)).select_related("district").get(pk=roster.pk)
    before = f"{roster.least}–{roster.most}"
    roster.least, roster.most = least, most
    roster.save(update_fields=["least", "most"])
    team_health.refresh([roster])
    audit.record("roster.range_set", roster, by=by, area=roster.district, before=before, after=f"{least}–{most}")
    return roster


@transaction.atomic
def set_target(area: Area, *, due_on: datetime.date, member_count: int, by: User | None) -> RosterTarget:
    """Say how many members the teams in the area are to have by a day; the same day again replaces the number.

    Raises RuleBroken for an area without teams and for a day that is over.
    """
    require(by, Feature.ROSTER_EDIT, area)
    if area.kind not in PLANNED:
        raise RuleBroken(_("Targets are set for a state, a division or a district."), code="area_without_teams")
    if due_on <= timezone.localdate():
        raise RuleBroken(_("Choose a day that is still to come."), code="day_over")
    target, _made = RosterTarget.objects.update_or_create(
        area=area, due_on=due_on, defaults={"member_count": member_count, "set_by": by}
    )
    audit.record("roster.target_set", target, by=by, area=area, due_on=str(due_on), member_count=member_count)
    return target


@transaction.atomic
def drop_target(target: RosterTarget, *, by: User | None) -> None:
    """Take a target away."""
    require(by, Feature.ROSTER_EDIT, target.area)
    audit.record("roster.target_dropped", target, by=by, area=target.area, due_on=str(target.due_on))
    target.delete()
