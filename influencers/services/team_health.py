"""The light of teams: collect the facts of many teams in four queries, judge them, keep what was found on the team's row."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from influencers.activity import activity_of
from influencers.health import Member, judge
from influencers.models import Handle, Influencer, Roster, RosterSeat, Setting
from network.models import AreaKind, Person

RURAL = (AreaKind.BLOCK, AreaKind.PANCHAYAT, AreaKind.VILLAGE)
BATCH = 500


def refresh(rosters: Iterable[Roster] | None = None) -> int:
    """Judge the teams anew (all of them by default); return of how many the light or a reason changed.

    Called after every change of a team, and by beat, for silence comes by itself. Safe to run at any time.
    """
    rows = Roster.objects.all()
    if rosters is not None:
        rows = rows.filter(pk__in=[roster.pk for roster in rosters])
    changed, now = [], timezone.now()
    found = list(rows)
    members = _members(found)
    for roster in found:
        health, reasons = judge(members.get(roster.pk, []), least=roster.least, most=roster.most, at=now)
        if (roster.health, roster.reasons, roster.judged_at is None) != (health, reasons, False):
            roster.health, roster.reasons, roster.judged_at = health, reasons, now
            changed.append(roster)
    Roster.objects.bulk_update(changed, ["health", "reasons", "judged_at"], batch_size=BATCH)
    return len(changed)


def _members(rosters: list[Roster]) -> dict[int, list[Member]]:
    """The members of each team by its key; three queries, however many teams."""
    seats = RosterSeat.objects.members().filter(roster__in=rosters).order_by("pk").values(
        "roster_id", "influencer_id",
        stage=F("influencer__stage"), setting=F("influencer__setting"), subjects=F("influencer__subjects"),
        gender=F("influencer__person__gender"), status=F("influencer__person__status"),
        home=F("influencer__person__home_area__kind"),
    )  # fmt: skip
    rows = list(seats)
    ids = [row["influencer_id"] for row in rows]
    platforms: dict[int, set[str]] = {}
    handles = Handle.objects.filter(influencer__in=ids, retired_at__isnull=True).order_by()
    for influencer, platform in handles.values_list("influencer_id", "platform"):
        platforms.setdefault(influencer, set()).add(platform)
    activity = activity_of(ids)
    found: dict[int, list[Member]] = {}
    for row in rows:
        key = row["influencer_id"]
        member = Member(
            last_post_at=activity[key].last_post_at,
            is_paused=row["stage"] == Influencer.Stage.PAUSED or row["status"] != Person.Status.ACTIVE,
            is_rural=row["setting"] == Setting.RURAL or (not row["setting"] and row["home"] in RURAL),
            is_woman=row["gender"] == Person.Gender.WOMAN,
            platforms=frozenset(platforms.get(key, ())),
            subjects=frozenset(row["subjects"]),
        )
        found.setdefault(row["roster_id"], []).append(member)
    return found
