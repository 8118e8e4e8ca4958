"""Topics: writing, clearing, scheduling and withdrawing them, each step by whom the rules say."""

import datetime
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Angle, Brief, BriefLink, Delivery, Fact, Topic
from campaigns.services import gate
from network.doorbell import ring
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit

Status = Topic.Status

TELL_SQL = """
    INSERT INTO campaigns_delivery (key, assignment_id, person_id, area_id, channel, purpose, status, due_at)
    SELECT 'withdrawal:' || assignment_id || ':' || channel, assignment_id, person_id, area_id,
           channel, 'withdrawal', 'queued', %(at)s
    FROM campaigns_delivery
    JOIN campaigns_assignment ON campaigns_assignment.id = assignment_id
    WHERE topic_id = %(topic)s AND purpose = 'brief' AND campaigns_delivery.status IN ('sending', 'sent')
    ON CONFLICT (key) DO NOTHING"""


@dataclass(frozen=True)
class BriefText:
    """What a writer enters for a brief. Facts are (text, source title, source link), angles (title, question)."""

    why_today: str
    facts: list[tuple[str, str, str]]
    angles: list[tuple[str, str]]
    do_not_say: str = ""
    disclosure: str = ""
    language: str = "hi"
    platforms: list[str] = field(default_factory=list)


class StaleVersion(RuleBroken):
    """Somebody else changed the topic after this form was opened; what was typed is still in the form."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this topic since you opened it. Your text is kept below: compare, then save again."
            ),
            code="stale",
        )


@transaction.atomic
def draft(*, area: Area, brief: BriefText, by: User | None, **fields: object) -> Topic:
    """Write a new topic with its brief. Raises RuleBroken for a brief without a fact or without an angle."""
    require(by, Feature.TOPIC_WRITE, area)
    topic = Topic.objects.create(area=area, written_by=by, **fields)
    _write_brief(topic, brief)
    audit.record("topic.drafted", topic, by=by, area=area)
    return topic


@transaction.atomic
def edit(topic: Topic, *, version: int, brief: BriefText, by: User | None, **fields: object) -> Topic:
    """Change a draft. Raises StaleVersion when somebody else changed it first; a cleared topic becomes a draft again."""
    topic = lock(topic)
    require(by, Feature.TOPIC_WRITE, topic.area)
    if topic.status not in (Status.DRAFT, Status.CLEARED):
        raise RuleBroken(_("A topic that is scheduled or out can't be changed."), code="wrong_step")
    if topic.version != version:
        raise StaleVersion
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.version, topic.status, topic.written_by = topic.version + 1, Status.DRAFT, by
    topic.cleared_by = topic.cleared_at = None
    topic.save()
    _write_brief(topic, brief)
    audit.record("topic.edited", topic, by=by, area=topic.area, version=topic.version)
    return topic


@transaction.atomic
def clear(topic: Topic, *, version: int, by: User) -> Topic:
    """A second person vouches for exactly the version they read. Raises RuleBroken for the writer."""
    topic = lock(topic)
    require(by, Feature.TOPIC_CLEAR, topic.area)
    if topic.version != version:
        raise StaleVersion
    if topic.written_by_id == by.pk:
        raise RuleBroken(_("Somebody else has to clear what you wrote."), code="second_person_needed")
    _refuse_unless_possible(topic, Status.CLEARED)
    _refuse_unwritten(topic)
    topic.status, topic.cleared_by, topic.cleared_at = Status.CLEARED, by, timezone.now()
    topic.save(update_fields=["status", "cleared_by", "cleared_at"])
    audit.record("topic.cleared", topic, by=by, area=topic.area, version=version)
    return topic


@transaction.atomic
def schedule(topic: Topic, *, release_at: datetime.datetime, by: User) -> Topic:
    """Set the moment at which a cleared topic goes out.

    Raises RuleBroken for a moment in the past, after the topic's own end, or inside a blackout of the whole area.
    """
    topic = lock(topic)
    require(by, Feature.TOPIC_SCHEDULE, topic.area)
    if topic.status != Status.SCHEDULED:  # a scheduled one may be given another moment
        _refuse_unless_possible(topic, Status.SCHEDULED)
    if release_at < timezone.now() - datetime.timedelta(minutes=1):
        raise RuleBroken(_("This moment is over."), code="moment_over")
    if release_at >= topic.closes_at:
        raise RuleBroken(_("The topic is open only until an earlier moment."), code="after_end")
    if blackout := gate.blackout_of_release(topic.area, release_at):
        raise RuleBroken(
            _("Nothing may go out then: %(reason)s in %(area)s.")
            % {"reason": blackout.get_reason_display(), "area": blackout.area},
            code=blackout.reason,
        )
    topic.status, topic.release_at, topic.scheduled_by = Status.SCHEDULED, release_at, by
    topic.save(update_fields=["status", "release_at", "scheduled_by"])
    audit.record("topic.scheduled", topic, by=by, area=topic.area, release_at=release_at.isoformat())
    return topic


@transaction.atomic
def withdraw(topic: Topic, *, by: User) -> Topic:
    """Take a topic back: nothing unsent goes out, its links die, and everybody who got it is told."""
    topic = lock(topic)
    require(by, Feature.TOPIC_SCHEDULE, topic.area)
    _refuse_unless_possible(topic, Status.WITHDRAWN)
    now = timezone.now()
    topic.status, topic.withdrawn_at = Status.WITHDRAWN, now
    topic.save(update_fields=["status", "withdrawn_at"])
    briefs = Delivery.objects.filter(assignment__topic=topic, status=Delivery.Status.QUEUED)
    briefs.update(status=Delivery.Status.STOPPED, stop_reason=gate.Refusal.TOPIC_OVER, leased_until=None)
    BriefLink.objects.filter(assignment__topic=topic, revoked_at__isnull=True).update(revoked_at=now)
    with connection.cursor() as cursor:
        cursor.execute(TELL_SQL, {"topic": topic.pk, "at": now})
    audit.record("topic.withdrawn", topic, by=by, area=topic.area)
    ring("campaigns.dispatch")
    return topic


@transaction.atomic
def close_over(at: datetime.datetime) -> int:
    """Close every live topic whose window is over; return how many."""
    over = Topic.objects.live().filter(closes_at__lte=at)
    return over.update(status=Status.CLOSED)


def text_of(brief: Brief) -> BriefText:
    """The brief as it was entered."""
    return BriefText(
        why_today=brief.why_today,
        facts=list(brief.facts.values_list("text", "source_title", "source_url")),
        angles=list(brief.angles.values_list("title", "question")),
        do_not_say=brief.do_not_say,
        disclosure=brief.disclosure,
        language=brief.language,
        platforms=brief.platforms,
    )


def lock(topic: Topic) -> Topic:
    """The topic as it stands now, locked until the transaction ends."""
    return Topic.objects.select_for_update(of=("self",)).select_related("area").get(pk=topic.pk)


def _refuse_unless_possible(topic: Topic, status: str) -> None:
    if not topic.may_become(status):
        raise RuleBroken(
            _("This is not possible while the topic is “%(status)s”.") % {"status": topic.get_status_display()},
            code="wrong_step",
        )


def _refuse_unwritten(topic: Topic) -> None:
    """A topic that the calendar drafted stays a draft until somebody wrote its brief."""
    if not topic.brief.facts.exists():
        raise RuleBroken(_("A brief needs at least one fact with its source."), code="fact_missing")
    if not topic.brief.angles.exists():
        raise RuleBroken(_("A brief needs at least one angle."), code="angle_missing")


def _write_brief(topic: Topic, text: BriefText) -> Brief:
    if not text.facts:
        raise RuleBroken(_("A brief needs at least one fact with its source."), code="fact_missing")
    if not text.angles:
        raise RuleBroken(_("A brief needs at least one angle."), code="angle_missing")
    brief, _created = Brief.objects.update_or_create(
        topic=topic,
        defaults={
            "why_today": text.why_today,
            "do_not_say": text.do_not_say,
            "disclosure": text.disclosure,
            "language": text.language,
            "platforms": text.platforms,
        },
    )
    brief.facts.all().delete()
    brief.angles.all().delete()
    Fact.objects.bulk_create(
        Fact(brief=brief, position=place, text=fact, source_title=title, source_url=url)
        for place, (fact, title, url) in enumerate(text.facts)
    )
    Angle.objects.bulk_create(
        Angle(brief=brief, position=place, title=title, question=question)
        for place, (title, question) in enumerate(text.angles)
    )
    return brief
