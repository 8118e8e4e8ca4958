"""Topics: writing, clearing, scheduling and withdrawing them, each step by whom the rules say."""

import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns import clearing_checks
from campaigns.models import BriefLink, BriefVersion, Delivery, Topic
from campaigns.services import briefs, gate, rollups, versions
from campaigns.services.briefs import BriefText
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
def draft(
    *,
    area: Area,
    brief: BriefText,
    by: User | None,
    kind_of_save: str = BriefVersion.Kind.SAVED,
    **fields: object,
) -> Topic:
    """Write a new topic with its brief. Raises RuleBroken for a brief that lacks something, unless it saves itself."""
    require(by, Feature.TOPIC_WRITE, area)
    _refuse_crooked(brief, fields, kind_of_save)
    topic = Topic.objects.create(area=area, written_by=by, **fields)
    briefs.write(topic, brief)
    versions.keep(topic, by=by, kind=kind_of_save)
    audit.record("topic.drafted", topic, by=by, area=area)
    return topic


@transaction.atomic
def edit(
    topic: Topic,
    *,
    version: int,
    brief: BriefText,
    by: User | None,
    sheet: str = "",
    kind_of_save: str = BriefVersion.Kind.SAVED,
    **fields: object,
) -> Topic:
    """Change a draft. Raises StaleVersion when somebody else changed it first; a cleared topic becomes a draft again.

    `sheet` names the open form: what the same form saved a moment ago is not somebody else's edit.
    """
    topic = lock(topic)
    require(by, Feature.TOPIC_WRITE, topic.area)
    if topic.status not in (Status.DRAFT, Status.CLEARED):
        raise RuleBroken(_("A topic that is scheduled or out can't be changed."), code="wrong_step")
    if topic.version != version and not (sheet and sheet == topic.sheet):
        raise StaleVersion
    _refuse_crooked(brief, {"closes_at": topic.closes_at, "opens_at": topic.opens_at} | fields, kind_of_save)
    versions.keep_present(topic)
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.version, topic.status, topic.sheet = topic.version + 1, Status.DRAFT, sheet
    topic.written_by, topic.written_at = by, timezone.now()
    topic.cleared_by = topic.cleared_at = None
    topic.save()
    briefs.write(topic, brief)
    versions.keep(topic, by=by, kind=kind_of_save)
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
    refuse_unless_possible(topic, Status.CLEARED)
    briefs.refuse_incomplete(briefs.text_of(topic.brief))
    clearing_checks.ask(topic, by)
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
        refuse_unless_possible(topic, Status.SCHEDULED)
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
    if gate.uncleared_code(topic, release_at):
        raise RuleBroken(
            _("The model code is in force then: somebody else has to clear this topic a second time."),
            code="model_code",
        )
    topic.status, topic.release_at = Status.SCHEDULED, release_at
    topic.scheduled_by, topic.scheduled_at = by, timezone.now()
    topic.save(update_fields=["status", "release_at", "scheduled_by", "scheduled_at"])
    audit.record("topic.scheduled", topic, by=by, area=topic.area, release_at=release_at.isoformat())
    return topic


@transaction.atomic
def withdraw(topic: Topic, *, by: User) -> Topic:
    """Take a topic back: nothing unsent goes out, its links die, and everybody who got it is told."""
    topic = lock(topic)
    require(by, Feature.TOPIC_SCHEDULE, topic.area)
    refuse_unless_possible(topic, Status.WITHDRAWN)
    now = timezone.now()
    topic.status, topic.withdrawn_at, topic.withdrawn_by = Status.WITHDRAWN, now, by
    topic.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    briefs = Delivery.objects.filter(assignment__topic=topic, status=Delivery.Status.QUEUED)
    briefs.update(status=Delivery.Status.STOPPED, stop_reason=gate.Refusal.TOPIC_OVER, leased_until=None)
    BriefLink.objects.filter(assignment__topic=topic, revoked_at__isnull=True).update(revoked_at=now)
    with connection.cursor() as cursor:
        cursor.execute(TELL_SQL, {"topic": topic.pk, "at": now})
    rollups.mark_topic(topic)
    audit.record("topic.withdrawn", topic, by=by, area=topic.area)
    ring("campaigns.dispatch")
    return topic


@transaction.atomic
def close(topic: Topic, *, by: User) -> Topic:
    """End a live topic before its window is over; what was handed in goes on being checked."""
    topic = lock(topic)
    require(by, Feature.TOPIC_SCHEDULE, topic.area)
    refuse_unless_possible(topic, Status.CLOSED)
    topic.status, topic.closed_at, topic.closed_by = Status.CLOSED, timezone.now(), by
    topic.closes_at = min(topic.closes_at, topic.closed_at)
    if topic.opens_at and topic.opens_at >= topic.closes_at:
        topic.opens_at = None
    topic.save(update_fields=["status", "closed_at", "closed_by", "closes_at", "opens_at"])
    audit.record("topic.closed", topic, by=by, area=topic.area)
    return topic


@transaction.atomic
def close_over(at: datetime.datetime) -> int:
    """Close every live topic whose window is over; return how many."""
    over = Topic.objects.live().filter(closes_at__lte=at)
    return over.update(status=Status.CLOSED, closed_at=at)


def lock(topic: Topic) -> Topic:
    """The topic as it stands now, locked until the transaction ends."""
    return Topic.objects.select_for_update(of=("self",)).select_related("area").get(pk=topic.pk)


def refuse_unless_possible(topic: Topic, status: str) -> None:
    """Raise RuleBroken when the order of steps does not lead to `status` from here."""
    if not topic.may_become(status):
        raise RuleBroken(
            _("This is not possible while the topic is “%(status)s”.") % {"status": topic.get_status_display()},
            code="wrong_step",
        )


def _refuse_crooked(brief: BriefText, fields: dict[str, object], kind_of_save: str) -> None:
    """A window has a beginning before its end; what a person saves is whole, what saves itself may still lack something."""
    opens_at, closes_at = fields.get("opens_at"), fields["closes_at"]
    if opens_at and opens_at >= closes_at:
        raise RuleBroken(_("The window has to open before it closes."), code="window_crooked")
    if kind_of_save != BriefVersion.Kind.AUTOSAVED:
        briefs.refuse_incomplete(brief)
