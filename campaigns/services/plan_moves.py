"""Decisions by hand in a plan: put somebody on a topic, take them off, hold a choice fast, let it go again."""

from collections import Counter

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from campaigns.models import Angle, Plan, PlannedAsk, Topic
from campaigns.services import allocate, gate, rooms, segments
from influencers.models import Influencer
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def place(influencer: Influencer, topic: Topic, *, district: Area, angle: Angle | None = None, by: User) -> PlannedAsk:
    """Put a person on a topic by hand, from the angle fewest have there unless one is named. It stays over new plans.

    Raises RuleBroken where the topic is not planned there, does not mean the person, the gate keeps them back, or it
    would be one topic too many.
    """
    require(by, Feature.ROSTER_EDIT, district)
    plan = _lock(topic, district)
    _refuse_unless_meant(influencer, topic)
    _refuse_when_full(influencer, topic, plan)
    angle = angle or _rarest_angle(topic, plan)
    entered = {"plan": plan, "district": district, "angle": angle, "is_locked": True, "locked_by": by}
    entered["why"] = [["held", None]]
    ask, _created = PlannedAsk.objects.update_or_create(topic=topic, influencer=influencer, defaults=entered)
    audit.record("plan.placed", ask, by=by, area=district, topic=topic.code, angle=angle.title)
    return ask


@transaction.atomic
def take_off(ask: PlannedAsk, *, by: User) -> PlannedAsk:
    """Keep a person off a topic, also in later plans. Doing it twice changes nothing."""
    ask = _locked_row(ask)
    require(by, Feature.ROSTER_EDIT, ask.district)
    _lock(ask.topic, ask.district)
    if ask.angle_id is not None:
        ask.angle, ask.is_locked, ask.locked_by, ask.why = None, True, by, [["held", None]]
        ask.save(update_fields=["angle", "is_locked", "locked_by", "why"])
        audit.record("plan.taken_off", ask, by=by, area=ask.district, topic=ask.topic.code)
    return ask


@transaction.atomic
def move(ask: PlannedAsk, topic: Topic, *, angle: Angle | None = None, by: User) -> PlannedAsk:
    """Move a person to another topic of the day, or to another angle of the same; the former topic is kept off them."""
    ask = _locked_row(ask)
    if topic.pk != ask.topic_id:
        take_off(ask, by=by)
    return place(ask.influencer, topic, district=ask.district, angle=angle, by=by)


@transaction.atomic
def hold(ask: PlannedAsk, *, by: User) -> PlannedAsk:
    """Hold a choice fast: later plans keep it."""
    ask = _locked_row(ask)
    require(by, Feature.ROSTER_EDIT, ask.district)
    _lock(ask.topic, ask.district)
    if not ask.is_locked:
        ask.is_locked, ask.locked_by = True, by
        ask.save(update_fields=["is_locked", "locked_by"])
        audit.record("plan.held", ask, by=by, area=ask.district, topic=ask.topic.code)
    return ask


@transaction.atomic
def let_go(ask: PlannedAsk, *, by: User) -> None:
    """Leave the choice to the next plan; who was kept off may then be asked again."""
    ask = _locked_row(ask)
    require(by, Feature.ROSTER_EDIT, ask.district)
    _lock(ask.topic, ask.district)
    if not ask.is_locked:
        return
    audit.record("plan.let_go", ask, by=by, area=ask.district, topic=ask.topic.code)
    if ask.angle_id is None:
        ask.delete()
        return
    ask.is_locked, ask.locked_by = False, None
    ask.save(update_fields=["is_locked", "locked_by"])


def _locked_row(ask: PlannedAsk) -> PlannedAsk:
    rows = PlannedAsk.objects.select_for_update(of=("self",))
    found = rows.select_related("topic__area", "district", "influencer__person").filter(pk=ask.pk).first()
    if found is None:
        raise RuleBroken(_("The plan was made anew in the meantime. Look again."), code="stale")
    return found


def _lock(topic: Topic, district: Area) -> Plan:
    """The district's plan of the topic's day, locked. Raises RuleBroken where the topic is out already, or not planned."""
    if topic.status == Topic.Status.SCHEDULED:
        plans = Plan.objects.select_for_update().filter(day=allocate.day_of(topic), district=district, topics=topic)
        if plan := plans.first():
            return plan
    raise RuleBroken(_("This topic is not being planned here (any more)."), code="not_planned")


def _refuse_unless_meant(influencer: Influencer, topic: Topic) -> None:
    meant = segments.candidates(segments.choice_for(topic), topic.area, topic.release_at).filter(voice=influencer.pk)
    refusal = meant.values_list("refusal", flat=True).first()
    if refusal is None:
        raise RuleBroken(_("The topic is not meant for this person."), code="not_meant")
    if refusal not in gate.GOES_OUT:
        raise RuleBroken(_("Not possible: %(reason)s.") % {"reason": gate.Refusal(refusal).label}, code=refusal)


def _refuse_when_full(influencer: Influencer, topic: Topic, plan: Plan) -> None:
    room = rooms.of([influencer.pk], day=plan.day, at=topic.release_at)[influencer.pk]
    others = PlannedAsk.objects.asked().filter(plan__day=plan.day, influencer=influencer, topic__status="scheduled")
    if others.exclude(topic=topic).count() >= room.most:
        raise RuleBroken(
            _("This would be one topic too many for the person, on the day or in the week."), code="too_many"
        )


def _rarest_angle(topic: Topic, plan: Plan) -> Angle:
    rows = plan.asks.asked().filter(topic=topic).order_by().values("angle").annotate(people=Count("pk"))
    used = Counter({row["angle"]: row["people"] for row in rows})
    return min(topic.brief.angles.all(), key=lambda angle: used[angle.pk])
