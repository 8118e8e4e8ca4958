"""Hand-over: a lead gives a brief to its person with their own hands, by one link that they tap themselves, one at a time."""

import datetime
from dataclasses import dataclass
from urllib.parse import quote

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, Delivery, HandOver
from campaigns.services import brief_links, gate
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

MOST_PER_HOUR = 30  # a human with a phone in hand; more would be a machine


@dataclass(frozen=True)
class Given:
    """What the lead gets: the brief's link, and the address that opens WhatsApp with nothing but that link."""

    link: str
    whatsapp: str


def waiting(by: User) -> QuerySet[Assignment]:
    """Open briefs of people in the lead's areas whom no message outside Samvad has reached, the longest waiting first."""
    reached = Delivery.objects.filter(assignment=OuterRef("pk"), purpose="brief", status="sent").exclude(
        channel="in_app"
    )
    waits = Delivery.objects.filter(assignment=OuterRef("pk"), purpose="brief").exclude(channel="in_app")
    rows = Assignment.objects.visible_to(by, Feature.ROSTER_EDIT).filter(status="offered", topic__status="live")
    rows = rows.exclude(influencer__person__user=by).filter(hand_over__isnull=True)
    rows = rows.exclude(Exists(reached)).exclude(Exists(waits.filter(status__in=["queued", "sending"])))
    return rows.select_related("topic", "angle", "district", "influencer__person").order_by("offered_at", "pk")


@transaction.atomic
def give(assignment: Assignment, *, by: User) -> Given:
    """Make the link and note who handed it over and when. Asked again by the same person, it is the same link.

    Raises RuleBroken for what the gate keeps back (silence, quiet hours, no consent, a topic that is over), when somebody else
    did it, and beyond what a human can do in an hour.
    """
    require(by, Feature.ROSTER_EDIT, assignment.district)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("topic", "district", "influencer__person")
    assignment = rows.get(pk=assignment.pk)
    known = HandOver.objects.filter(assignment=assignment).first()
    if known is not None and known.by_id != by.pk:
        raise RuleBroken(_("Somebody else has handed this over already."), code="handed_over")
    _ask_gate(assignment)
    if known is None:
        _refuse_bulk(by)
        HandOver.objects.create(assignment=assignment, by=by, at=timezone.now())
        audit.record("brief.handed_over", assignment, by=by, area=assignment.district)
    link = brief_links.address(brief_links.ensure([assignment])[assignment.pk])
    return Given(link=link, whatsapp=f"https://wa.me/?text={quote(link, safe='')}")


def _ask_gate(assignment: Assignment) -> None:
    """Ask the one gate about a message to this person now: it judges deliveries, so one stands there for the question only."""
    now = timezone.now()
    with transaction.atomic():
        asked = Delivery.objects.create(
            key=f"hand_over:{assignment.pk}",
            assignment=assignment,
            person_id=assignment.influencer.person_id,
            area=assignment.district,
            channel="in_app",
            purpose=Delivery.Purpose.BRIEF,
            due_at=now,
        )
        refusal = (
            Delivery.objects.annotate(refusal=gate.at_send(now)).values_list("refusal", flat=True).get(pk=asked.pk)
        )
        asked.delete()
    if refusal != gate.PASSED:
        raise RuleBroken(
            _("Not now: %(reason)s.") % {"reason": gate.Refusal(refusal).label}, code=str(gate.Refusal(refusal))
        )


def _refuse_bulk(by: User) -> None:
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    if HandOver.objects.filter(by=by, at__gt=hour_ago).count() >= MOST_PER_HOUR:
        raise RuleBroken(_("That is enough for an hour: briefs are handed over one by one."), code="too_many")
