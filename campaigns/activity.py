"""Decides what counts as an influencer's activity: posts that were not rejected, and assignments."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Max, Q
from django.utils import timezone

from campaigns.models import Assignment
from influencers.activity import Activity, register

RECENT = datetime.timedelta(days=30)
OPEN = ("offered", "seen", "accepted")


def of_influencers(ids: Iterable[int]) -> dict[int, Activity]:
    """The activity of each that has any; one query."""
    recent = Q(offered_at__gte=timezone.now() - RECENT)
    rows = (
        Assignment.objects.filter(influencer__in=list(ids))
        .order_by()
        .values_list("influencer")
        .annotate(
            last_post=Max("claimed_at", filter=Q(status__in=["claimed", "verified"])),
            open=Count("pk", filter=Q(status__in=OPEN)),
            recent=Count("pk", filter=recent),
            verified=Count("pk", filter=recent & Q(status="verified")),
        )
    )
    return {pk: Activity(*facts) for pk, *facts in rows}


register(of_influencers)
