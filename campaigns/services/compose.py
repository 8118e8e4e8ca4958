"""Composing: the sheet beside a brief on which a person writes in their own words; what is alike is said to them first."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, OwnDraft
from campaigns.services import assignments, originality
from campaigns.services.originality import Finding
from network.errors import RuleBroken
from network.models import User

LONGEST = 5_000
OPEN = (Assignment.Status.OFFERED, Assignment.Status.SEEN, Assignment.Status.ACCEPTED, Assignment.Status.REJECTED)


@transaction.atomic
def save(assignment: Assignment, *, text: str, by: User | None) -> OwnDraft | None:
    """Keep the person's text and compare it; an empty one takes the sheet away. Only the person writes on it.

    Raises RuleBroken for a text over 5,000 signs, and when the link was handed in or the topic is over.
    """
    _require_self(by, assignment)
    assignment = assignments.lock(assignment)
    assignments.refuse_when_over(assignment)
    if assignment.status not in OPEN:
        raise RuleBroken(_("This is handed in or answered: the sheet can't be changed any more."), code="wrong_step")
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > LONGEST:
        raise RuleBroken(_("The text is longer than 5,000 signs."), code="too_long")
    if not text:
        OwnDraft.objects.filter(assignment=assignment).delete()
        return None
    fields = _figures(originality.compare(assignment, text)) | {"text": text, "saved_at": timezone.now()}
    return OwnDraft.objects.update_or_create(assignment=assignment, defaults=fields)[0]


def of_assignment(assignment: Assignment) -> OwnDraft | None:
    """The sheet of an assignment with what it is like, as far as something was written."""
    rows = OwnDraft.objects.filter(assignment=assignment).select_related("like").defer("signature", "bands")
    draft = rows.first()
    if draft is not None:
        draft.assignment = assignment
    return draft


def may_write(assignment: Assignment) -> bool:
    """Whether the sheet can still be changed."""
    return assignment.topic.status == "live" and assignment.status in OPEN


def hand_in(assignment: Assignment) -> None:
    """With the link the sheet is compared once more, with all that others wrote since; from then on it stays as it is."""
    draft = OwnDraft.objects.filter(assignment=assignment).first()
    if draft is None:
        return
    for name, value in _figures(originality.compare(assignment, draft.text)).items():
        setattr(draft, name, value)
    draft.save()


def refuse_uncompared(assignment: Assignment, *, has_compared: bool) -> None:
    """A post whose text is 90 % like another counts only after a lead has read both. Raises RuleBroken before that."""
    if has_compared:
        return
    draft = OwnDraft.objects.filter(assignment=assignment).first()
    if draft is not None and draft.needs_review:
        raise RuleBroken(
            _(
                "This text is much like another one. Read both side by side first, then say that you have compared them."
            ),
            code="compare_first",
        )


def forget_old(at: datetime.datetime) -> int:
    """Delete drafts that nobody changed for 90 days: they are compared with nothing any more. Return how many."""
    return OwnDraft.objects.filter(saved_at__lt=at - originality.DAYS).delete()[0]


def _figures(found: Finding) -> dict[str, object]:
    return {
        "likeness": found.percent,
        "like": found.like,
        "signature": found.signature,
        "bands": found.bands,
        "checked_at": timezone.now(),
    }


def _require_self(by: User | None, assignment: Assignment) -> None:
    """Nobody writes in somebody's name, a lead neither. None = by brief link."""
    if by is not None and assignment.influencer.person.user_id != by.pk:
        raise RuleBroken(_("Only the person themselves writes here."), code="not_yours")
