"""Blackouts: declaring the times in which nothing goes out to an area."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import Blackout
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit


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
    """Declare a blackout; it counts from this moment for everything not yet sent. Raises RuleBroken for an empty window."""
    require(by, Feature.TOPIC_SCHEDULE, area)
    if ends_at <= starts_at:
        raise RuleBroken(_("It has to end after it starts."), code="wrong_window")
    blackout = Blackout.objects.create(area=area, starts_at=starts_at, ends_at=ends_at, reason=reason, note=note)
    audit.record("blackout.declared", blackout, by=by, area=area, reason=reason)
    return blackout
