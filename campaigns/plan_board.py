"""Decides what the board of a district's day shows: a column for each topic, and those of the team who are not asked."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Prefetch

from campaigns import plan_words
from campaigns.models import Angle, Plan, PlannedAsk, Topic
from campaigns.services import allocate, gate
from influencers.models import RosterSeat
from network.models import Area, User
from network.rights import Feature

MOST_CARDS = 60


@dataclass(frozen=True)
class Card:
    """One person on one topic, with the sentences that say why."""

    ask: PlannedAsk
    why: list[str]


@dataclass
class Column:
    """A topic with its cards, those kept off it by hand, and what is missing."""

    topic: Topic
    cards: list[Card] = field(default_factory=list)
    off: list[PlannedAsk] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    count: int = 0
    taken: set[int] = field(default_factory=set)


@dataclass
class Board:
    """The day of a district. `plan` is None where nothing is planned (yet), `waiting` counts topics without a plan."""

    day: datetime.date
    district: Area
    plan: Plan | None
    columns: list[Column] = field(default_factory=list)
    bench: list[RosterSeat] = field(default_factory=list)
    waiting: int = 0


def days(today: datetime.date, count: int = 7) -> list[datetime.date]:
    """The days that can be looked at: today and those ahead."""
    return [today + datetime.timedelta(days=ahead) for ahead in range(count)]


def board(user: User, district: Area, day: datetime.date) -> Board:
    """The board as the user sees it, in a fixed number of queries."""
    plans = Plan.objects.visible_to(user, Feature.ROSTER_EDIT)
    plan = plans.filter(district=district, day=day).first()
    coming = allocate.topics_of(day).filter(area__path__in=[*district.paths_above(), district.path])
    if plan is None:
        return Board(day, district, None, waiting=coming.count())
    angles = Prefetch("brief__angles", Angle.objects.order_by("position", "pk"))
    topics = list(plan.topics.filter(pk__in=allocate.topics_of(day).values("pk")).order_by("release_at", "pk").select_related(
        "brief", "area").prefetch_related(angles))  # fmt: skip
    columns = {topic.pk: Column(topic) for topic in topics}
    asks = plan.asks.filter(topic__in=columns).select_related("influencer__person", "angle", "topic", "locked_by")
    _fill(columns, list(asks.order_by("influencer__person__name_hi", "pk")))
    _tell_gaps(columns, plan)
    waiting = coming.exclude(pk__in=columns).count()
    return Board(day, district, plan, list(columns.values()), _bench(plan, district, topics), waiting)


def _fill(columns: dict[int, Column], asks: list[PlannedAsk]) -> None:
    for ask in asks:
        column = columns[ask.topic_id]
        if ask.angle_id is None:
            column.off.append(ask)
            continue
        column.count += 1
        column.taken.add(ask.angle_id)
        if len(column.cards) < MOST_CARDS:
            column.cards.append(Card(ask, plan_words.why(ask.why)))


def _tell_gaps(columns: dict[int, Column], plan: Plan) -> None:
    people = {ask.influencer_id: str(ask.influencer) for column in columns.values() for ask in column.off}
    people |= {card.ask.influencer_id: str(card.ask.influencer) for column in columns.values() for card in column.cards}
    for found in plan.gaps:
        if column := columns.get(found["topic"]):
            column.gaps.append(plan_words.gap(found, got=column.count, people=people))
    for column in columns.values():
        left = [angle.title for angle in column.topic.brief.angles.all() if angle.pk not in column.taken]
        column.gaps = [gap for gap in [*column.gaps, plan_words.open_angles(left)] if gap]


def _bench(plan: Plan, district: Area, topics: list[Topic]) -> list[RosterSeat]:
    """Members of the team whom nothing is planned for; `can_be_asked` as the gate says for the first topic of the day."""
    asked = plan.asks.asked().values("influencer")
    seats = RosterSeat.objects.members().within(district).exclude(influencer__in=asked)
    at = topics[0].release_at if topics else None
    if at is not None:
        seats = seats.annotate(refusal=gate.at_release(district, at))
    found = list(seats.select_related("influencer__person").order_by("influencer__person__name_hi", "pk")[:MOST_CARDS])
    for seat in found:
        seat.can_be_asked = at is not None and seat.refusal in gate.GOES_OUT
    return found
