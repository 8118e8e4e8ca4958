"""The queue of vetting: which prospects wait for a first, second or third card of a reviewer, and whose drafts are open."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, ScoreCard, StageChange
from influencers.models.vetting import handed_in_of, is_disputed
from influencers.services.vetting import DRAFT_HOLDS, STAGES
from network.models import User
from network.rights import Feature


class Waiting(models.TextChoices):
    """What a prospect waits for, as the reviewer sees it."""

    FIRST = "first", _("for a first card")
    SECOND = "second", _("for a second card")
    THIRD = "third", _("for a third card")
    MINE = "mine", _("my drafts")


NOT_MINE = Q(my_status="")
CONDITIONS = {
    Waiting.FIRST: NOT_MINE & Q(handed_in_count=0, held_count__lt=2),
    Waiting.SECOND: NOT_MINE & Q(handed_in_count=1, held_count=0),
    Waiting.THIRD: NOT_MINE & Q(handed_in_count=2, held_count=0, is_disputed=True),
    Waiting.MINE: Q(my_status=ScoreCard.Status.DRAFT),
}


def queue(user: User) -> models.QuerySet[Influencer]:
    """The prospects that the user may review, with `handed_in_count`, `held_count`, `is_disputed`, `my_status`, `my_card`."""
    cards = ScoreCard.objects.filter(influencer=OuterRef("pk"))
    fresh = cards.filter(status=ScoreCard.Status.DRAFT, begun_at__gt=timezone.now() - DRAFT_HOLDS).exclude(
        reviewer=user
    )
    held = fresh.order_by().values("influencer").annotate(count=Count("pk")).values("count")
    mine = cards.filter(reviewer=user).order_by("-pk")
    entered = StageChange.objects.filter(influencer=OuterRef("pk"), before="", by=user)
    return (
        Influencer.objects.visible_to(user, Feature.VET)
        .filter(~Exists(entered), stage__in=STAGES)
        .exclude(person__user=user)
        .exclude(owner=user)
        .annotate(
            handed_in_count=handed_in_of("pk"),
            held_count=Coalesce(Subquery(held), 0, output_field=models.IntegerField()),
            is_disputed=is_disputed("pk"),
            my_status=Coalesce(Subquery(mine.values("status")[:1]), Value("")),
            my_card=Subquery(mine.values("code")[:1]),
        )
    )


def waiting(user: User, what: str) -> models.QuerySet[Influencer]:
    """Those that wait for one thing, who waits longest first."""
    rows = queue(user).filter(CONDITIONS[Waiting(what)])
    return rows.select_related("person", "district").order_by("stage_at", "pk")


def counts(user: User) -> dict[str, int]:
    """How many wait for what. One query."""
    return queue(user).aggregate(
        **{what.value: Count("pk", filter=condition) for what, condition in CONDITIONS.items()}
    )
