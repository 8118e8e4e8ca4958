"""Allocate: plan who is asked for which of a day's topics, district by district, again whenever something has changed."""

import datetime
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from campaigns.allocator import Gap, Hold, Person, Result, Suit, Want, allocate
from campaigns.models import Plan, PlannedAsk, Topic
from campaigns.services import gate, rooms, segments
from influencers.models import Influencer
from network.locks import Lock, wait_for
from network.models import Area, AreaKind, User
from network.rights import Feature, require
from network.services import audit

FRESH = datetime.timedelta(hours=1)
AHEAD = datetime.timedelta(hours=36)
BELOW_DISTRICT = re.compile(r"^/.*?/di[^/]+/([^/]+)/")  # the block, or the town, of a home
MEANT = (*gate.GOES_OUT, gate.Refusal.WEEKLY_CAP.value)  # whose week is full is named as such, and not asked


@dataclass(frozen=True)
class Meant:
    """A topic of the day with its choice, and whom it means: {influencer: (district, place in the team)}."""

    topic: Topic
    choice: segments.Choice
    people: dict[int, tuple[int, int]]

    def covers(self, district: Area) -> bool:
        """Whether the topic is for the district at all."""
        subtrees = self.choice.subtrees
        meets = [place.path for place in subtrees if district.lies_in(place.path) or place.lies_in(district.path)]
        return district.lies_in(self.topic.area.path) and (not subtrees or bool(meets))


def topics_of(day: datetime.date):
    """The topics that go out on the day and are planned; a rapid response goes to who is there, and waits for no plan."""
    start = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    span = (start, start + datetime.timedelta(days=1))
    rows = Topic.objects.filter(status=Topic.Status.SCHEDULED, release_at__gte=span[0], release_at__lt=span[1])
    return rows.exclude(kind=Topic.Kind.RAPID_RESPONSE).order_by("release_at", "pk")


def day_of(topic: Topic) -> datetime.date:
    """The day for which a scheduled topic is planned."""
    return timezone.localdate(topic.release_at)


@transaction.atomic
def plan_day(day: datetime.date, *, by: User | None, within: Area | None = None) -> int:
    """Plan the day anew in every district, or in those of an area; return how many asks. What is held by hand stays."""
    if within is not None or by is not None:
        require(by, Feature.ROSTER_EDIT, within)
    wait_for(Lock.PLANS)
    topics = list(topics_of(day).select_related("area", "brief", "audience").prefetch_related("brief__angles"))
    districts = Area.objects.of_kind(AreaKind.DISTRICT).current()
    if within is not None:
        districts = districts.filter(path__startswith=within.path)
    districts = {district.pk: district for district in districts}
    meant = [_meant(topic, set(districts)) for topic in topics]
    held = list(PlannedAsk.objects.filter(topic__in=topics, is_locked=True, district__in=districts))
    holds = [Hold(row.influencer_id, row.topic_id, row.angle_id) for row in held]
    result = allocate(_people(meant, day), [_want(each) for each in meant], holds, most_topics=settings.TOPICS_A_DAY)
    _write(day, districts, meant, held, result)
    if by is not None:
        audit.record("plan.made", within, by=by, area=within, day=day.isoformat(), asks=len(result.asks))
    return len(result.asks)


def plan_ahead(at: datetime.datetime) -> list[datetime.date]:
    """Plan every day that has a topic within the next hours and no fresh plan of it; return the days. For beat."""
    fresh = Plan.objects.filter(topics=OuterRef("pk"), made_at__gte=Greatest(OuterRef("cleared_at"), at - FRESH))
    ahead = Topic.objects.filter(status=Topic.Status.SCHEDULED, release_at__gt=at, release_at__lte=at + AHEAD)
    stale = ahead.exclude(kind=Topic.Kind.RAPID_RESPONSE).exclude(Exists(fresh))
    days = sorted({timezone.localdate(moment) for moment in stale.values_list("release_at", flat=True)})
    for day in days:
        plan_day(day, by=None)
    return days


def _meant(topic: Topic, districts: set[int]) -> Meant:
    choice = segments.choice_for(topic)
    rows = segments.candidates(choice, topic.area, topic.release_at).filter(refusal__in=MEANT)
    found = rows.values_list("voice", "district", "pk").order_by()
    people = {voice: (district, place) for voice, district, place in found if district in districts}
    return Meant(topic, choice, people)


def _want(meant: Meant) -> Want:
    topic, audience = meant.topic, getattr(meant.topic, "audience", None)
    return Want(
        topic=topic.pk,
        angles=tuple(angle.pk for angle in topic.brief.angles.all()),
        people=frozenset(meant.people),
        wanted=audience.wanted if audience else None,
        subjects=frozenset(audience.subjects if audience else ()),
        platforms=frozenset(topic.brief.platforms),
        languages=frozenset(["hi", "en"] if topic.brief.why_today_en else ["hi"]),
        suits={
            angle.pk: Suit(frozenset(angle.subjects), frozenset(angle.languages))
            for angle in topic.brief.angles.all()
            if angle.subjects or angle.languages
        },
    )


def _people(meant: Sequence[Meant], day: datetime.date) -> list[Person]:
    """Everybody whom one of the topics means, with what the allocator weighs."""
    places: dict[int, tuple[int, int]] = {}
    for each in meant:
        places |= each.people
    if not places:
        return []
    room = rooms.of(list(places), day=day, at=min(each.topic.release_at for each in meant))
    current = Q(handles__retired_at__isnull=True, handles__isnull=False)
    rows = Influencer.objects.filter(pk__in=list(places)).order_by()
    rows = rows.annotate(platforms=ArrayAgg("handles__platform", filter=current, default=[]))
    blocks: dict[str, int] = defaultdict(lambda: len(blocks) + 1)
    people = []
    for pk, home, subjects, languages, platforms in rows.values_list(
        "pk", "person__home_path", "subjects", "person__languages", "platforms"
    ):
        block = BELOW_DISTRICT.match(home)
        district, place = places[pk]
        people.append(
            Person(
                id=pk, district=district, place=place, block=blocks[block[0]] if block else 0,
                most=room[pk].most, load=room[pk].load, subjects=frozenset(subjects),
                platforms=frozenset(platforms), languages=frozenset(languages),
            )
        )  # fmt: skip
    return people


def _write(
    day: datetime.date, districts: dict[int, Area], meant: list[Meant], held: list[PlannedAsk], result: Result
) -> None:
    """Put the result in the place of the day's former plan in these districts."""
    now = timezone.now()
    covering = {pk: [each.topic for each in meant if each.covers(place)] for pk, place in districts.items()}
    gaps = _gaps(districts, covering, result)
    rows = [Plan(day=day, district_id=pk, made_at=now, gaps=gaps[pk]) for pk, topics in covering.items() if topics]
    Plan.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["district", "day"], update_fields=["made_at", "gaps"]
    )
    Plan.objects.filter(day=day, district__in=districts).exclude(made_at=now).delete()
    plans = dict(Plan.objects.filter(day=day, district__in=districts).values_list("district", "pk"))
    links = Plan.topics.through
    links.objects.filter(plan__in=plans.values()).delete()
    links.objects.bulk_create(
        [links(plan_id=plan, topic=topic) for pk, plan in plans.items() for topic in covering[pk]], batch_size=5000
    )
    former = PlannedAsk.objects.filter(plan__in=plans.values(), is_locked=False)
    former.exclude(topic__status__in=[Topic.Status.LIVE, Topic.Status.CLOSED]).delete()
    PlannedAsk.objects.filter(
        topic__in=[each.topic for each in meant], is_locked=False, district__in=districts
    ).delete()
    _write_asks(plans, districts, held, result)


def _write_asks(plans: dict[int, int], districts: dict[int, Area], held: list[PlannedAsk], result: Result) -> None:
    place_of = {row.influencer_id: row.district_id for row in held}
    reasons = {(ask.topic, ask.person): [list(pair) for pair in ask.why] for ask in result.asks}
    for row in held:
        row.why = reasons.get((row.topic_id, row.influencer_id), [["held", None]])
        row.plan_id = plans.get(place_of[row.influencer_id], row.plan_id)
    PlannedAsk.objects.bulk_update(held, ["why", "plan"], batch_size=500)
    PlannedAsk.objects.bulk_create(
        [
            PlannedAsk(
                plan_id=plans[ask.district], district_id=ask.district, topic_id=ask.topic, influencer_id=ask.person,
                angle_id=ask.angle, why=reasons[ask.topic, ask.person],
            )
            for ask in result.asks
            if not ask.is_held
        ],
        batch_size=2000,
    )  # fmt: skip


def _gaps(districts: dict[int, Area], covering: dict[int, list[Topic]], result: Result) -> dict[int, list[dict]]:
    """What is missing, by district; where nobody at all is, the allocator has not even heard of the district."""
    found: dict[int, list[Gap]] = defaultdict(list)
    for gap in result.gaps:
        if any(topic.pk == gap.topic for topic in covering[gap.district]):
            found[gap.district].append(gap)
    asked = {(ask.district, ask.topic) for ask in result.asks}
    for pk in districts:
        named = {gap.topic for gap in found[pk]}
        for topic in covering[pk]:
            if topic.pk not in named and (pk, topic.pk) not in asked:
                angles = tuple(angle.pk for angle in topic.brief.angles.all())
                audience = getattr(topic, "audience", None)
                wanted = (audience.wanted if audience else None) or len(angles)
                found[pk].append(Gap(pk, topic.pk, "nobody_meant", 0, wanted, angles))
    return {
        pk: [{key: value for key, value in asdict(gap).items() if key != "district"} for gap in found[pk]]
        for pk in districts
    }
