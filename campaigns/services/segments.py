"""Segments: whom a topic is meant for. Saving one, counting whom it reaches, and giving it to a topic."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Segment, Topic, TopicAudience
from campaigns.services import gate
from campaigns.services.topics import StaleVersion, lock
from influencers.models import Handle, Influencer, RosterSeat
from network.errors import RuleBroken
from network.models import Appointment, Area, AreaKind, Office, User
from network.rights import Feature, require
from network.services import audit

SUBTREES = (AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT, AreaKind.BLOCK)
WHOLE_DISTRICTS = SUBTREES[:3]


@dataclass(frozen=True)
class Choice:
    """What a segment asks for, saved or not yet; empty asks for nothing."""

    source: str = Segment.Source.TEAM
    office: Office | None = None
    subtrees: tuple[Area, ...] = ()
    stages: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def lists(self) -> dict[str, list[str]]:
        """The fields that are lists of codes."""
        return {name: list(getattr(self, name)) for name in ("stages", "platforms", "languages", "subjects")}


EVERYBODY = Choice()


@dataclass(frozen=True)
class Reach:
    """How many people a choice reaches in one district, and how many the gate keeps back there, by reason."""

    district: Area
    reached: int = 0
    kept_back: dict[str, int] = field(default_factory=dict)


def choice_of(segment: Segment | None) -> Choice:
    """What the segment asks for; without one, the teams."""
    if segment is None:
        return EVERYBODY
    lists = {name: tuple(getattr(segment, name)) for name in ("stages", "platforms", "languages", "subjects")}
    return Choice(segment.source, segment.office, tuple(segment.subtrees.all()), **lists)


def choice_for(topic: Topic) -> Choice:
    """What the topic's audience asks for; nothing is asked of the database where it was loaded with the topic."""
    audience = getattr(topic, "audience", None)
    return choice_of(audience.segment if audience else None)


def candidates(
    choice: Choice, area: Area, at: datetime.datetime, *, is_twice_cleared: Q | Exists = gate.IS_TRUE
) -> models.QuerySet:
    """Everybody in `area` whom the choice means, with `voice` and `person`, the `district` it counts in, and the gate's answer.

    Members of teams, or influencers who hold the office now; in both cases each person once. A kept place is not asked.
    """
    at_gate = rows_of(choice)
    if at_gate == gate.VOICES:
        rows = Influencer.objects.filter(district__path__startswith=area.path)
        rows = rows.filter(_holds_office(choice, at)).annotate(voice=F("pk"))
    else:
        rows = RosterSeat.objects.members().within(area)
        rows = rows.filter(_lies_in(choice.subtrees)).annotate(voice=F("influencer_id"), district=F("roster__district"))
    refusal = gate.at_release(area, at, at_gate, is_twice_cleared=is_twice_cleared)
    return _narrowed(rows, choice, at_gate.voice).annotate(refusal=refusal)


def rows_of(choice: Choice) -> gate.Rows:
    """What the rows of `candidates` are: seats of teams, or voices who hold an office."""
    return gate.VOICES if choice.source == Segment.Source.OFFICE else gate.SEATS


def reach(choice: Choice, area: Area, at: datetime.datetime, *, by: User) -> list[Reach]:
    """Whom the choice reaches in each district that the reader sees, with the gate's reasons; two queries."""
    districts = Area.objects.visible_to(by, Feature.TOPIC_VIEW, with_handed_down=False).of_kind(AreaKind.DISTRICT)
    shown = {district.pk: district for district in districts.filter(path__startswith=area.path)}
    reached: Counter[int] = Counter()
    kept_back: dict[int, dict[str, int]] = {}
    rows = candidates(choice, area, at).values_list("district", "refusal").annotate(people=Count("pk")).order_by()
    for district, refusal, people in rows:
        if refusal in gate.GOES_OUT:
            reached[district] += people
        else:
            kept_back.setdefault(district, {})[refusal] = people
    places = [shown[pk] for pk in {*reached, *kept_back} if pk in shown]
    parts = [Reach(place, reached[place.pk], kept_back.get(place.pk, {})) for place in places]
    return sorted(parts, key=lambda part: part.district.name)


@transaction.atomic
def save(segment: Segment | None, *, name: str, area: Area, choice: Choice, by: User) -> Segment:
    """Save a new segment, or change one. Raises RuleBroken for a subtree outside its area, or a name that is taken."""
    require(by, Feature.TOPIC_WRITE, area)
    if segment is not None:
        segment = Segment.objects.select_for_update(of=("self",)).select_related("area").get(pk=segment.pk)
        require(by, Feature.TOPIC_WRITE, segment.area)
    _refuse_unsound(choice, area)
    is_new = segment is None
    segment = segment or Segment(made_by=by)
    for field_name, value in {"name": name, "area": area, "source": choice.source, "office": choice.office}.items():
        setattr(segment, field_name, value)
    for field_name, codes in choice.lists.items():
        setattr(segment, field_name, codes)
    _write(segment)
    segment.subtrees.set(choice.subtrees)
    audit.record("segment.made" if is_new else "segment.changed", segment, by=by, area=area, name=name)
    return segment


@transaction.atomic
def retire(segment: Segment, *, by: User) -> Segment:
    """Offer it for no further topic; topics that have it keep it. Doing it twice changes nothing."""
    segment = Segment.objects.select_for_update(of=("self",)).select_related("area").get(pk=segment.pk)
    require(by, Feature.TOPIC_WRITE, segment.area)
    if segment.retired_at is None:
        segment.retired_at = timezone.now()
        segment.save(update_fields=["retired_at"])
        audit.record("segment.retired", segment, by=by, area=segment.area)
    return segment


@transaction.atomic
def aim(
    topic: Topic,
    *,
    version: int,
    by: User,
    segment: Segment | None,
    subjects: Iterable[str] = (),
    wanted: int | None = None,
    answer_hours: int = 24,
) -> TopicAudience:
    """Say for whom a topic is. A cleared topic becomes a draft again: whom it reaches is part of what was vouched for.

    Raises StaleVersion when somebody else changed the topic first, RuleBroken when it is scheduled or out.
    """
    topic = lock(topic)
    require(by, Feature.TOPIC_WRITE, topic.area)
    if topic.status not in (Topic.Status.DRAFT, Topic.Status.CLEARED):
        raise RuleBroken(_("A topic that is scheduled or out can't be changed."), code="wrong_step")
    if topic.version != version:
        raise StaleVersion
    refuse_retired(segment)
    entered = {"segment": segment, "subjects": sorted(subjects), "wanted": wanted, "answer_hours": answer_hours}
    audience, _created = TopicAudience.objects.update_or_create(topic=topic, defaults=entered)
    topic.version, topic.status, topic.written_by = topic.version + 1, Topic.Status.DRAFT, by
    topic.cleared_by = topic.cleared_at = None
    topic.save(update_fields=["version", "status", "written_by", "cleared_by", "cleared_at"])
    details = {"segment": segment.name if segment else "", "wanted": wanted, "answer_hours": answer_hours}
    audit.record("topic.aimed", topic, by=by, area=topic.area, **details)
    return audience


def refuse_retired(segment: Segment | None) -> None:
    """Raise RuleBroken for a segment that is offered for no further topic."""
    if segment is not None and segment.retired_at is not None:
        raise RuleBroken(_("This segment is no longer offered."), code="segment_retired")


def _refuse_unsound(choice: Choice, area: Area) -> None:
    if (choice.source == Segment.Source.OFFICE) != (choice.office is not None):
        raise RuleBroken(_("Choose the office, or choose the teams."), code="office_missing")
    for subtree in choice.subtrees:
        if subtree.kind not in SUBTREES or not subtree.lies_in(area.path):
            raise RuleBroken(
                _("%(place)s does not lie in %(area)s.") % {"place": subtree, "area": area}, code="outside"
            )


def _write(segment: Segment) -> None:
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError:
        raise RuleBroken(_("There is a segment of this name already."), code="name_taken") from None


def _lies_in(subtrees: Iterable[Area]) -> Q:
    """Teams of the districts chosen; of a block, the members who live there."""
    found, is_narrowed = Q(), False
    for place in subtrees:
        is_narrowed = True
        lookup = "roster__district__path" if place.kind in WHOLE_DISTRICTS else "influencer__person__home_path"
        found |= Q(**{f"{lookup}__startswith": place.path})
    return found if is_narrowed else Q()


def _holds_office(choice: Choice, at: datetime.datetime) -> Exists:
    held = Appointment.objects.live(timezone.localdate(at)).filter(person=OuterRef("person"), office=choice.office)
    within = Q()
    for place in choice.subtrees:
        within |= Q(area__path__startswith=place.path)
    return Exists(held.filter(within))


def _narrowed(rows: models.QuerySet, choice: Choice, voice: str) -> models.QuerySet:
    """Keep those who meet every field that asks for something."""
    if choice.stages:
        rows = rows.filter(**{f"{voice}stage__in": choice.stages})
    if choice.languages:
        rows = rows.filter(**{f"{voice}person__languages__overlap": list(choice.languages)})
    if choice.subjects:
        rows = rows.filter(**{f"{voice}subjects__overlap": list(choice.subjects)})
    if choice.platforms:
        accounts = Handle.objects.current().filter(influencer=OuterRef(f"{voice}pk"), platform__in=choice.platforms)
        rows = rows.filter(Exists(accounts))
    return rows
