"""What the page of a team shows: its members with what they do, the places kept, the bench, and who came and went."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from influencers.activity import Activity, activity_of
from influencers.health import SILENT_AFTER
from influencers.models import AudienceSample, Grade, Handle, Influencer, Invitation, Roster, RosterSeat, Subject
from network.models import Person, User
from network.rights import Feature

BENCH = 20
EVENTS = 60
ON_THE_BENCH = (Influencer.Stage.AGREED, Influencer.Stage.ACTIVE)


@dataclass(frozen=True)
class Audience:
    """How many follow the largest account, and how far that can be relied on."""

    followers: int | None
    grade: Grade


@dataclass
class Card:
    """One influencer on the board, on a seat or on the bench."""

    influencer: Influencer
    audience: Audience
    activity: Activity
    at: datetime.datetime
    seat: RosterSeat | None = None
    handles: list[Handle] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        """What they write about, in words."""
        return [Subject(subject).label for subject in self.influencer.subjects]

    @property
    def silent_days(self) -> int | None:
        """Days since the last post, where it is 14 or more."""
        last = self.activity.last_post_at
        return (self.at - last).days if last and self.at - last >= SILENT_AFTER else None


@dataclass
class Team:
    """The board of a team: members, places kept, bench."""

    members: list[Card]
    kept: list[Card]
    bench: list[Card]


@dataclass(frozen=True)
class Event:
    """Somebody got a place, became a member or left; `by` is None where it was the person's own act."""

    on: datetime.date
    what: str
    influencer: Influencer
    by: User | None = None
    why: str = ""


def team(roster: Roster, user: User, *, at: datetime.datetime, with_bench: bool) -> Team:
    """The team as it is now; six queries, however many people."""
    seats = list(_seats(roster, user).live())
    waiting = list(bench(roster, user)) if with_bench else []
    cards = _cards([*((seat.influencer, seat) for seat in seats), *((voice, None) for voice in waiting)], at)
    seated, free = cards[: len(seats)], cards[len(seats) :]
    members = [card for card in seated if card.seat.is_member]
    return Team(members, [card for card in seated if not card.seat.is_member], free)


def team_on(roster: Roster, user: User, day: datetime.date, *, at: datetime.datetime) -> list[Card]:
    """Who was a member on that day, with what they do now."""
    return _cards([(seat.influencer, seat) for seat in _seats(roster, user).members_on(day)], at)


def bench(roster: Roster, user: User):
    """Agreed and active people without a place: of the district first, then of the rest of its division."""
    district = roster.district
    around = district.path.removesuffix(f"{district.path.rstrip('/').rpartition('/')[2]}/")
    is_near = ExpressionWrapper(Q(district=district), output_field=BooleanField())
    return (
        Influencer.objects.visible_to(user, Feature.PEOPLE_VIEW)
        .filter(stage__in=ON_THE_BENCH, person__status=Person.Status.ACTIVE, district__path__startswith=around)
        .exclude(Exists(RosterSeat.objects.live().filter(influencer=OuterRef("pk"))))
        .annotate(is_near=is_near)
        .select_related("person", "district")
        .order_by("-is_near", "person__name_hi", "pk")[:BENCH]
    )


def history(roster: Roster, user: User) -> list[Event]:
    """Who got a place, joined and left, by whom and why, the newest first; one query."""
    seats = _seats(roster, user).select_related("influencer__person", "placed_by__person", "ended_by__person")
    found: list[Event] = []
    for seat in seats.order_by("-pk")[:EVENTS]:
        voice = seat.influencer
        at_once = seat.joined_on == seat.kept_on
        if seat.left_on is not None:
            found.append(Event(seat.left_on, _("left the team"), voice, seat.ended_by, seat.ending))
        if seat.joined_on is not None and not at_once:
            found.append(Event(seat.joined_on, _("became a member by their own yes"), voice))
        what = _("became a member") if at_once else _("got a place kept")
        found.append(Event(seat.kept_on, what, voice, seat.placed_by, seat.placed_why))
    return sorted(found, key=lambda event: event.on, reverse=True)[:EVENTS]


def _seats(roster: Roster, user: User):
    asked = Invitation.objects.filter(person=OuterRef("influencer__person"))
    return (
        RosterSeat.objects.visible_to(user, Feature.PEOPLE_VIEW)
        .filter(roster=roster)
        .select_related("influencer__person", "influencer__district")
        .annotate(was_asked=Exists(asked))
        .order_by("influencer__person__name_hi", "pk")
    )


def _cards(people: Iterable[tuple[Influencer, RosterSeat | None]], at: datetime.datetime) -> list[Card]:
    people = list(people)
    ids = [voice.pk for voice, _seat in people]
    handles: dict[int, list[Handle]] = {}
    for handle in Handle.objects.filter(influencer__in=ids, retired_at__isnull=True).order_by("platform", "handle"):
        handles.setdefault(handle.influencer_id, []).append(handle)
    grades, activity = _grades(handles), activity_of(ids)
    return [
        Card(voice, _audience(voice, grades), activity[voice.pk], at, seat, handles.get(voice.pk, []))
        for voice, seat in people
    ]


def _audience(voice: Influencer, grades: dict[int, Grade]) -> Audience:
    if voice.audience is not None:
        return Audience(voice.audience, grades.get(voice.pk, Grade.NONE))
    return Audience(voice.declared_followers, Grade.SELF if voice.declared_followers is not None else Grade.NONE)


def _grades(handles: dict[int, list[Handle]]) -> dict[int, Grade]:
    """The grade of the newest sample of each one's largest account, for that account's figure is shown; one query."""
    counted = {key: [handle for handle in own if handle.followers is not None] for key, own in handles.items()}
    largest = {max(own, key=lambda handle: handle.followers).pk: key for key, own in counted.items() if own}
    newest = AudienceSample.objects.filter(handle__in=largest, followers__isnull=False)
    rows = newest.order_by("handle_id", "-taken_at").distinct("handle_id").values_list("handle_id", "grade")
    return {largest[handle]: Grade(grade) for handle, grade in rows}
