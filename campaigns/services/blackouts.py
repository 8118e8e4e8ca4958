"""Blackouts: declaring the times in which nothing goes out to an area, and ending the party's own ones."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Blackout
from campaigns.services import gate
from network.doorbell import ring
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit

Reason = Blackout.Reason


@transaction.atomic
def declare(
    area: Area,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    reason: str,
    by: User | None,
    note: str = "",
) -> Blackout:
    """Declare a blackout; it counts from this moment for everything not yet sent.

    Raises RuleBroken for a window that is empty or over.
    """
    require(by, Feature.TOPIC_SCHEDULE, area)
    if ends_at <= starts_at:
        raise RuleBroken(_("It has to end after it starts."), code="wrong_window")
    if ends_at <= timezone.now():
        raise RuleBroken(_("This time is over already."), code="moment_over")
    fields = {"starts_at": starts_at, "ends_at": ends_at, "reason": reason, "note": note}
    blackout = Blackout.objects.create(area=area, declared_by=by, **fields)
    audit.record("blackout.declared", blackout, by=by, area=area, reason=reason)
    ring("campaigns.dispatch")
    return blackout


@transaction.atomic
def lift(blackout: Blackout, *, by: User | None) -> Blackout:
    """End a pause of the party now; one that has not begun never begins. What it stopped stays stopped.

    Raises RuleBroken for what the law or the code demands: nobody ends that, only a change of the poll moves it.
    """
    blackout = Blackout.objects.select_for_update(of=("self",)).select_related("area").get(pk=blackout.pk)
    require(by, Feature.TOPIC_SCHEDULE, blackout.area)
    now = timezone.now()
    if blackout.reason != Reason.OWN_PAUSE:
        raise RuleBroken(
            _("The law demands this time: it ends by itself. If the poll was moved, change the poll."), code="by_law"
        )
    if blackout.is_over(now):
        raise RuleBroken(_("This time is over already."), code="moment_over")
    audit.record("blackout.lifted", blackout, by=by, area=blackout.area)
    if blackout.starts_at >= now:
        blackout.delete()
    else:
        blackout.ends_at = now
        blackout.save(update_fields=["ends_at"])
    return blackout


def stopped_count(blackout: Blackout) -> int:
    """How many messages the blackout stopped. One query over the messages that were stopped for its reason meanwhile."""
    return gate.stopped_by(blackout).count()
