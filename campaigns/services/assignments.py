"""Assignments: the person's own steps (seen, accept, decline) and what happens to unanswered ones."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, CoverageDirt
from campaigns.services import rollups
from network.doorbell import ring
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

Status = Assignment.Status


def require_part(by: User | None, assignment: Assignment) -> None:
    """The person acts for themselves; a lead with the right to form teams may act for them. None = by brief link."""
    if by is not None and assignment.influencer.person.user_id != by.pk:
        require(by, Feature.ROSTER_EDIT, assignment.district)


def lock(assignment: Assignment) -> Assignment:
    """The assignment as it stands now, locked until the transaction ends."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("topic", "district", "influencer__person", "angle")
        .get(pk=assignment.pk)
    )


@transaction.atomic
def see(assignment: Assignment, *, by: User | None) -> Assignment:
    """Note that the person looked at the brief. A later look changes nothing."""
    require_part(by, assignment)
    assignment = lock(assignment)
    if assignment.status == Status.OFFERED:
        change(assignment, Status.SEEN, by=by, seen_at=timezone.now())
    return assignment


@transaction.atomic
def accept(assignment: Assignment, *, by: User | None) -> Assignment:
    """The person takes it on. Raises RuleBroken when the topic is over or the answer comes too late."""
    require_part(by, assignment)
    assignment = lock(assignment)
    if assignment.status == Status.ACCEPTED:
        return assignment
    refuse_when_over(assignment)
    refuse_unless_possible(assignment, Status.ACCEPTED)
    now = timezone.now()
    moments = {"seen_at": assignment.seen_at or now, "answered_at": now}
    change(assignment, Status.ACCEPTED, by=by, decline_reason="", **moments)
    return assignment


@transaction.atomic
def decline(assignment: Assignment, *, by: User | None, reason: str = "") -> Assignment:
    """The person says no, with a reason of the closed list or without. Saying it twice changes nothing.

    The audit line tells the step and not the reason: it is for figures of the whole, not for whoever leads the person.
    """
    require_part(by, assignment)
    assignment = lock(assignment)
    if assignment.status == Status.DECLINED:
        return assignment
    if reason and reason not in Assignment.Why.values:
        raise RuleBroken(_("Choose one of the reasons, or none."), code="unknown_reason")
    refuse_unless_possible(assignment, Status.DECLINED)
    now = timezone.now()
    moments = {"seen_at": assignment.seen_at or now, "answered_at": now}
    change(assignment, Status.DECLINED, by=by, decline_reason=reason, **moments)
    ring("campaigns.follow_up")
    return assignment


@transaction.atomic
def lapse_overdue(at: datetime.datetime) -> int:
    """Let unanswered assignments lapse whose topic's window is over; return how many."""
    overdue = Assignment.objects.overdue(at)
    places = list(overdue.values_list("topic_id", "district_id").distinct())
    count = overdue.update(status=Status.LAPSED)
    CoverageDirt.objects.bulk_create([CoverageDirt(topic_id=topic, district_id=place) for topic, place in places])
    if count:
        ring("campaigns.refresh_coverage")
    return count


def change(assignment: Assignment, status: str, *, by: User | None, **told: object) -> None:
    """Write a step that was checked before, with its audit line and the mark for the counts."""
    assignment.status = status
    for name, value in told.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["status", *told])
    audit.record(f"assignment.{status}", assignment, by=by, area=assignment.district)
    rollups.mark(assignment)


def refuse_when_over(assignment: Assignment) -> None:
    """Raise RuleBroken unless the assignment's topic is live."""
    if assignment.topic.status != "live":
        raise RuleBroken(_("This topic is over."), code="topic_over")


def refuse_unless_possible(assignment: Assignment, status: str) -> None:
    """Raise RuleBroken when the order of steps does not lead to `status` from here."""
    if not assignment.may_become(status):
        raise RuleBroken(_("This is not possible any more: it was answered or is over."), code="wrong_step")
