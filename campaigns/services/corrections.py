"""Corrections: what was wrong in a brief that is out is written by one, vouched for by another, and reaches all who had it."""

from dataclasses import asdict, replace

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import BriefVersion, Correction, Topic
from campaigns.services import briefs, gate, topics, versions
from campaigns.services.briefs import FACT_FIELDS, FactText
from network.doorbell import ring
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

Status = Correction.Status

# Everybody whom the brief reached, or who looked at it before it did, by the channels it went by.
TELL_SQL = """
    INSERT INTO campaigns_delivery
        (key, assignment_id, correction_id, person_id, area_id, channel, purpose, status, due_at)
    SELECT 'correction:' || %(correction)s || ':' || assignment_id || ':' || channel, assignment_id, %(correction)s,
           person_id, area_id, channel, 'correction', 'queued', %(due)s
    FROM campaigns_delivery
    JOIN campaigns_assignment ON campaigns_assignment.id = assignment_id
    WHERE campaigns_assignment.topic_id = %(topic)s AND purpose = 'brief'
      AND (campaigns_delivery.status IN ('sending', 'sent')
           OR campaigns_delivery.status = 'queued' AND campaigns_assignment.seen_at IS NOT NULL)
    ON CONFLICT (key) DO NOTHING"""


def refuse_uncorrectable(topic: Topic) -> None:
    """Raise RuleBroken unless the topic is out and no other correction of it waits."""
    if topic.status != Topic.Status.LIVE:
        raise RuleBroken(_("Only a topic that is out is corrected."), code="not_live")
    if topic.corrections.waiting().exists():
        raise RuleBroken(_("Another correction waits for its second person: publish or drop it first."), code="waits")


@transaction.atomic
def write(
    topic: Topic,
    *,
    version: int,
    wrong_hi: str,
    right_hi: str,
    by: User,
    wrong_en: str = "",
    right_en: str = "",
    facts: dict[int, FactText] | None = None,
) -> Correction:
    """Write down what was wrong and what is right, and how the facts of those numbers will stand.

    Raises RuleBroken unless the topic is live and while another correction waits, StaleVersion when it was corrected since
    it was read.
    """
    topic = topics.lock(topic)
    require(by, Feature.TOPIC_WRITE, topic.area)
    refuse_uncorrectable(topic)
    if topic.version != version:
        raise topics.StaleVersion
    if not (wrong_hi.strip() and right_hi.strip()):
        raise RuleBroken(_("A correction says in Hindi what was wrong and what is right."), code="text_missing")
    correction = Correction.objects.create(
        topic=topic,
        wrong_hi=wrong_hi,
        wrong_en=wrong_en,
        right_hi=right_hi,
        right_en=right_en,
        facts=_changed(topic, facts or {}),
        corrects=topic.version,
        written_by=by,
    )
    audit.record("correction.written", correction, by=by, area=topic.area, topic=topic.code)
    return correction


@transaction.atomic
def publish(correction: Correction, *, by: User) -> Correction:
    """A second person vouches for it: the facts change, a new version stands, and whoever had the earlier one is told.

    Raises RuleBroken for the writer, for a topic that is over, and where a blackout covers the whole area.
    """
    topic, correction = _lock(correction)
    require(by, Feature.TOPIC_CLEAR, topic.area)
    _refuse_unless_possible(correction, Status.PUBLISHED)
    if correction.written_by_id == by.pk:
        raise RuleBroken(_("Somebody else has to clear what you wrote."), code="second_person_needed")
    if topic.status != Topic.Status.LIVE:
        raise RuleBroken(_("Only a topic that is out is corrected."), code="not_live")
    now = timezone.now()
    if blackout := gate.blackout_of_release(topic.area, now):
        raise RuleBroken(
            _("Nothing may go out now: %(reason)s in %(area)s.")
            % {"reason": blackout.get_reason_display(), "area": blackout.area},
            code=blackout.reason,
        )
    correction.status, correction.published_by, correction.published_at = Status.PUBLISHED, by, now
    correction.save(update_fields=["status", "published_by", "published_at"])
    _apply(topic, correction, by=by)
    with connection.cursor() as cursor:
        due = gate.quiet_until(now) or now
        cursor.execute(TELL_SQL, {"topic": topic.pk, "correction": correction.pk, "due": due})
        told = cursor.rowcount
    audit.record("correction.published", correction, by=by, area=topic.area, topic=topic.code, messages=told)
    ring("campaigns.dispatch")
    return correction


@transaction.atomic
def drop(correction: Correction, *, by: User) -> Correction:
    """Put a correction aside that nobody has published: its writer, or who could have published it."""
    topic, correction = _lock(correction)
    require(by, Feature.TOPIC_WRITE, topic.area)
    _refuse_unless_possible(correction, Status.DROPPED)
    correction.status = Status.DROPPED
    correction.save(update_fields=["status"])
    audit.record("correction.dropped", correction, by=by, area=topic.area, topic=topic.code)
    return correction


def _lock(correction: Correction) -> tuple[Topic, Correction]:
    """Topic first, as everybody does, so that no two wait for each other."""
    topic = topics.lock(correction.topic)
    return topic, Correction.objects.select_for_update().get(pk=correction.pk)


def _refuse_unless_possible(correction: Correction, status: str) -> None:
    if not correction.may_become(status):
        raise RuleBroken(
            _("This correction is “%(status)s” already.") % {"status": correction.get_status_display()},
            code="wrong_step",
        )


def _changed(topic: Topic, facts: dict[int, FactText]) -> list[dict[str, object]]:
    """Those of the facts that differ from what stands, as plain values. Raises RuleBroken for an unknown or empty one."""
    present = briefs.text_of(topic.brief).facts
    changed = []
    for number, fact in sorted(facts.items()):
        if not 1 <= number <= len(present):
            raise RuleBroken(_("The brief has no fact %(number)s.") % {"number": number}, code="fact_unknown")
        briefs.refuse_incomplete_fact(number, fact)
        if fact != present[number - 1]:
            on = fact.source_on.isoformat() if fact.source_on else None
            changed.append({"number": number} | asdict(replace(fact, source_on=None)) | {"source_on": on})
    return changed


def _apply(topic: Topic, correction: Correction, *, by: User) -> None:
    versions.keep_present(topic)
    for change in correction.facts:
        entered = {name: change[name] for name in FACT_FIELDS}
        topic.brief.facts.filter(position=change["number"] - 1).update(**entered)
    topic.version += 1
    topic.save(update_fields=["version"])
    versions.keep(topic, by=by, kind=BriefVersion.Kind.CORRECTION)
