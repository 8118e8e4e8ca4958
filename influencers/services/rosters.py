"""Rosters: every district has one team; who joins and who leaves it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Roster, RosterSeat
from network.errors import RuleBroken
from network.models import Area, AreaKind, User
from network.rights import Feature, require
from network.services import audit


def open_for_all_districts() -> int:
    """Give every district that has none an empty team; return how many were opened."""
    districts = Area.objects.of_kind(AreaKind.DISTRICT).filter(roster__isnull=True)
    return len(Roster.objects.bulk_create([Roster(district=district) for district in districts]))


@transaction.atomic
def join(roster: Roster, influencer: Influencer, *, by: User | None, on: datetime.date | None = None) -> RosterSeat:
    """Seat the influencer in the team. Raises RuleBroken when the team is full or the person sits in another."""
    require(by, Feature.ROSTER_EDIT, roster.district)
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    if RosterSeat.objects.live().filter(influencer=influencer).exists():
        raise RuleBroken(_("This person already sits in a team."), code="seated_already")
    if roster.seats.live().count() >= roster.most:
        raise RuleBroken(_("This team is full."), code="team_full")
    seat = RosterSeat.objects.create(roster=roster, influencer=influencer, joined_on=on or timezone.localdate())
    audit.record("roster.joined", seat, by=by, area=roster.district, influencer=influencer.code)
    return seat


@transaction.atomic
def leave(seat: RosterSeat, *, by: User | None) -> RosterSeat:
    """End the influencer's time in the team today; the seat stays as history."""
    require(by, Feature.ROSTER_EDIT, seat.roster.district)
    seat.left_on = max(timezone.localdate(), seat.joined_on)
    seat.save(update_fields=["left_on"])
    audit.record("roster.left", seat, by=by, area=seat.roster.district, influencer=seat.influencer.code)
    return seat
