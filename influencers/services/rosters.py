"""Rosters: every district has one team; who gets a place in it, becomes a member by their own yes, and leaves it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent, Influencer, Roster, RosterSeat
from influencers.services import team_health
from network.errors import RuleBroken
from network.models import Area, AreaKind, Person, User
from network.rights import Feature, may, require
from network.services import audit

GONE = (Influencer.Stage.LEFT, Influencer.Stage.DECLINED)


def open_for_all_districts() -> int:
    """Give every district that has none an empty team; return how many were opened."""
    districts = Area.objects.of_kind(AreaKind.DISTRICT).filter(roster__isnull=True)
    return len(Roster.objects.bulk_create([Roster(district=district) for district in districts]))


def stands_above(by: User | None, district: Area) -> bool:
    """Whether the actor forms teams above the district: only they set its range and move people between districts."""
    return may(by, Feature.ROSTER_EDIT, district.parent or district)


@transaction.atomic
def join(
    roster: Roster, influencer: Influencer, *, by: User | None, on: datetime.date | None = None, reason: str = ""
) -> RosterSeat:
    """Keep a place in the team for the influencer, who is a member at once if they said yes to briefs already.

    Raises RuleBroken when every place is taken, when the person has a place in a team, and for who left or was not asked yet.
    Who belongs to another district is taken in only from above (RightMissing), and belongs to this one from then on.
    """
    roster = _locked(roster, by)
    seat = _seat(roster, influencer, by=by, on=on, reason=reason)
    team_health.refresh([roster])
    return seat


@transaction.atomic
def leave(seat: RosterSeat, *, by: User | None, reason: str = "") -> RosterSeat:
    """End the influencer's time in the team today; the seat stays as history. Raises RuleBroken for one that ended."""
    require(by, Feature.ROSTER_EDIT, seat.roster.district)
    seat = _end(seat, by=by, why=reason)
    team_health.refresh([seat.roster])
    return seat


@transaction.atomic
def replace(seat: RosterSeat, influencer: Influencer, *, by: User | None, reason: str) -> RosterSeat:
    """One leaves, one gets the place, in one step. Raises RuleBroken without a reason, and as `join` and `leave` do."""
    if not reason.strip():
        raise RuleBroken(_("Say why one is replaced by the other."), code="reason_missing")
    roster = _locked(seat.roster, by)
    _end(seat, by=by, why=reason)
    made = _seat(roster, influencer, by=by, reason=reason)
    team_health.refresh([roster])
    return made


@transaction.atomic
def move(seat: RosterSeat, roster: Roster, *, by: User | None, reason: str) -> RosterSeat:
    """Move somebody to the team of another district, from above both. Raises RuleBroken without a reason, and as `join`."""
    if not reason.strip():
        raise RuleBroken(_("Say why they move to another team."), code="reason_missing")
    old = seat.roster
    for district in (old.district, roster.district):
        _require_above(by, district)
    locked = {row.pk: row for row in _lock([old.pk, roster.pk])}
    _end(seat, by=by, why=reason)
    made = _seat(locked[roster.pk], seat.influencer, by=by, reason=reason)
    team_health.refresh(list(locked.values()))
    return made


def welcome(person: Person) -> None:
    """Make the person a member where a place was kept: today, by their own yes. Called by consents.give in its transaction."""
    seats = RosterSeat.objects.live().filter(influencer__person=person, joined_on__isnull=True)
    for seat in seats.select_for_update(of=("self",)).select_related("roster__district", "influencer"):
        seat.joined_on = max(timezone.localdate(), seat.kept_on)
        seat.save(update_fields=["joined_on"])
        audit.record("roster.joined", seat, by=None, area=seat.roster.district, influencer=seat.influencer.code)
        team_health.refresh([seat.roster])


def end_places(person: Person, *, why: str, by: User | None) -> int:
    """End the person's place in a team, whatever it is: a consequence of a step that was allowed already; return how many."""
    seats = RosterSeat.objects.live().filter(influencer__person=person)
    found = list(seats.select_related("roster__district", "influencer"))
    for seat in found:
        team_health.refresh([_end(seat, by=by, why=why).roster])
    return len(found)


def on_person_left(person: Person, by: User | None, **_signal: object) -> None:
    """Who leaves the party leaves the team in the same transaction."""
    end_places(person, why="person_left", by=by)


def _locked(roster: Roster, by: User | None) -> Roster:
    require(by, Feature.ROSTER_EDIT, roster.district)
    return _lock([roster.pk])[0]


def _lock(pks: list[int]) -> list[Roster]:
    rows = Roster.objects.select_for_update(of=("self",)).select_related("district__parent").order_by("pk")
    return list(rows.filter(pk__in=pks))


def _require_above(by: User | None, district: Area) -> None:
    require(by, Feature.ROSTER_EDIT, district.parent or district)


def _seat(
    roster: Roster, influencer: Influencer, *, by: User | None, reason: str, on: datetime.date | None = None
) -> RosterSeat:
    person = Person.objects.select_for_update(of=("self",)).get(pk=influencer.person_id)
    influencer = (
        Influencer.objects.select_for_update(of=("self",)).select_related("district__parent").get(pk=influencer.pk)
    )
    if influencer.stage in GONE or person.status == Person.Status.LEFT:
        raise RuleBroken(_("This person said no or has left."), code="person_left")
    if influencer.stage in Influencer.UNASKED:
        raise RuleBroken(
            _("Nobody has talked with this person yet: a place is kept once they were contacted."), code="unasked"
        )
    if RosterSeat.objects.live().filter(influencer=influencer).exists():
        raise RuleBroken(_("This person already has a place in a team."), code="seated_already")
    if roster.seats.live().count() >= roster.most:
        raise RuleBroken(_("This team is full."), code="team_full")
    if influencer.district_id != roster.district_id:
        _adopt(influencer, roster.district, by)
    day = on or timezone.localdate()
    said_yes = Consent.objects.live().filter(person=person, purpose=Consent.Purpose.BRIEFS).exists()
    seat = RosterSeat.objects.create(
        roster=roster, influencer=influencer, kept_on=day, joined_on=day if said_yes else None,
        placed_by=by, placed_why=reason.strip()[:200],
    )  # fmt: skip
    verb = "roster.joined" if said_yes else "roster.place_kept"
    audit.record(verb, seat, by=by, area=roster.district, influencer=influencer.code, reason=seat.placed_why)
    return seat


def _adopt(influencer: Influencer, district: Area, by: User | None) -> None:
    """Let an influencer belong to the district in whose team they are, so that its lead sees them."""
    for area in (influencer.district, district):
        _require_above(by, area)
    influencer.district = district
    influencer.save(update_fields=["district"])


def _end(seat: RosterSeat, *, by: User | None, why: str) -> RosterSeat:
    rows = RosterSeat.objects.select_for_update(of=("self",)).select_related("roster__district", "influencer")
    seat = rows.get(pk=seat.pk)
    if seat.left_on is not None:
        raise RuleBroken(_("This person has left the team already."), code="left_already")
    seat.left_on = max(timezone.localdate(), seat.joined_on or seat.kept_on)
    seat.ended_by, seat.ended_why = by, why.strip()[:200]
    seat.save(update_fields=["left_on", "ended_by", "ended_why"])
    audit.record(
        "roster.left", seat, by=by, area=seat.roster.district, influencer=seat.influencer.code, reason=seat.ended_why
    )
    return seat
