"""Originality: compares what a person wrote with the brief and with what others wrote on the same topic in 90 days."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from campaigns.models import Assignment, Brief, OwnDraft
from campaigns.originality import Likeness, bands, estimate, likeness, marked, signature

DAYS = datetime.timedelta(days=90)
MOST_CANDIDATES, MOST_COMPARED = 2_000, 20


@dataclass(frozen=True)
class Finding:
    """How like a text is in percent, and to whose draft; None with a figure means the brief."""

    percent: int = 0
    like: OwnDraft | None = None
    signature: bytes = b""
    bands: list[int] = field(default_factory=list)


def compare(assignment: Assignment, text: str) -> Finding:
    """The nearest of the brief and of others' drafts; two queries besides those for the brief.

    Candidates share a band of the signature (an index finds them), the nearest by signature are compared exactly.
    """
    brief = assignment.topic.brief
    judged = own_part(text, brief)
    signed = signature(judged)
    drafts = _nearest(assignment, signed)
    others = [own_part(draft.text, brief) for draft in drafts]
    found: Likeness = likeness(judged, [text_of(brief, assignment), *others])
    like = drafts[found.index - 1] if found.index else None
    return Finding(found.percent, like, signed, bands(signed))


def parts(draft: OwnDraft) -> list[tuple[str, bool]]:
    """The person's own text in parts, True for those that stand in what it is like."""
    other = draft.like.text if draft.like else text_of(draft.assignment.topic.brief, draft.assignment)
    return marked(draft.text, [other])


def both(draft: OwnDraft) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts with their like parts, to be read side by side."""
    assignment = draft.assignment
    other = draft.like.text if draft.like else text_of(assignment.topic.brief, assignment)
    return marked(draft.text, [other]), marked(other, [draft.text])


def text_of(brief: Brief, assignment: Assignment) -> str:
    """Everything the person could read in the brief, in both languages."""
    topic, angle = assignment.topic, assignment.angle
    said = [topic.title_hi, topic.title_en, brief.why_today_hi, brief.why_today_en]
    said += [text for fact in brief.facts.all() for text in (fact.text_hi, fact.text_en)]
    said += [angle.title_hi, angle.title_en, angle.question_hi, angle.question_en]
    return "\n".join(filter(None, said))


def own_part(text: str, brief: Brief) -> str:
    """The text without the disclosure line, which everybody is asked to add as it stands."""
    for line in filter(None, (brief.disclosure_hi, brief.disclosure_en)):
        text = text.replace(line, "\n")
    return text


def _nearest(assignment: Assignment, signed: bytes) -> list[OwnDraft]:
    """Drafts of others that may be alike, the nearest by signature first."""
    rows = OwnDraft.objects.filter(
        assignment__topic=assignment.topic_id, bands__overlap=bands(signed), saved_at__gte=timezone.now() - DAYS
    ).exclude(assignment=assignment)
    signatures = rows.order_by("-saved_at").values_list("pk", "signature")[:MOST_CANDIDATES]
    ranked = sorted(signatures, key=lambda row: estimate(signed, bytes(row[1])), reverse=True)
    nearest = [pk for pk, _signature in ranked[:MOST_COMPARED]]
    return list(OwnDraft.objects.filter(pk__in=nearest).only("text", "assignment"))
