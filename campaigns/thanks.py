"""Decides what people are thanked for: posts that were verified, in the order in which that was done."""

import datetime

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth

from campaigns.models import Post
from influencers.thanks import COUNTS, Milestone, Month, Source, register

INFLUENCER = "assignment__influencer"


def milestones(influencers: QuerySet, since: datetime.datetime) -> list[Milestone]:
    """The first, tenth and fiftieth verified post of those influencers, where it was verified since then; one query."""
    verified = Post.objects.filter(status=Post.Status.VERIFIED)
    lately = verified.filter(judged_at__gte=since, **{f"{INFLUENCER}__in": influencers}).values(INFLUENCER)
    place = Window(RowNumber(), partition_by=F(INFLUENCER), order_by=["judged_at", "pk"])
    rows = verified.filter(**{f"{INFLUENCER}__in": lately}).annotate(place=place).filter(place__in=COUNTS).order_by()
    # Filtered by time only here: before the window it would change the places.
    found = (Milestone(*row) for row in rows.values_list(INFLUENCER, "place", "judged_at"))
    return [milestone for milestone in found if milestone.reached_at >= since]


def months(influencer_id: int) -> list[Month]:
    """How many posts of one influencer were verified in each month; one query."""
    rows = (
        Post.objects.filter(status=Post.Status.VERIFIED, **{INFLUENCER: influencer_id})
        .order_by()
        .values(month=TruncMonth("judged_at"))
        .annotate(count=Count("pk"))
    )
    return [Month(row["month"].date(), row["count"]) for row in rows]


register(Source(milestones, months))
