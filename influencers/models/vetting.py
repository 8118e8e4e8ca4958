"""Vetting: score cards of named reviewers on a published rubric, each score with its reason and its evidence."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from influencers.models.influencers import Influencer
from network.codes import new_code
from network.scope import ScopedQuerySet

if TYPE_CHECKING:
    from network.models import User

MOST_POINTS = 5
GAP = 2  # from this difference on, two reviewers disagree about a criterion
MOST_CARDS = 3  # two reviewers, and a third one where they disagree


class Rubric(models.Model):
    """What prospects are judged by. A published version never changes; a new one is published instead."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{_('rubric')} {self.version}"


class Criterion(models.Model):
    """One line of the rubric: what is looked at, and what 0 and 5 points mean. `needs_link` asks for public evidence."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="criteria", verbose_name=_("rubric"))
    code = models.SlugField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    name_hi = models.CharField(_("name in Hindi"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    guide_hi = models.CharField(_("guide in Hindi"), max_length=300)
    guide_en = models.CharField(_("guide in English"), max_length=300)
    needs_link = models.BooleanField(_("needs a link"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="criterion_stands_once_in_a_rubric")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_hi

    @property
    def guide(self) -> str:
        """The guide in the reader's language."""
        return self.guide_en if get_language() == "en" else self.guide_hi


def handed_in_of(influencer: str) -> models.Expression:
    """How many cards of an influencer were handed in; `influencer` leads there from the outer row ("pk")."""
    cards = ScoreCard.objects.filter(influencer=OuterRef(influencer), status=ScoreCard.Status.SUBMITTED)
    counted = cards.order_by().values("influencer").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())


def is_disputed(influencer: str) -> Exists:
    """Whether the cards handed in lie GAP points or more apart in some criterion."""
    scores = Score.objects.filter(card__influencer=OuterRef(influencer), card__status=ScoreCard.Status.SUBMITTED)
    apart = scores.order_by().values("criterion").annotate(apart=Max("points") - Min("points"))
    return Exists(apart.filter(apart__gte=GAP))


class ScoreCardQuerySet(ScopedQuerySet):
    def handed_in(self) -> Self:
        return self.filter(status=ScoreCard.Status.SUBMITTED)

    def with_readers(self) -> Self:
        """Add `handed_in_count` and `is_disputed` of the prospect, which decide who may read a card."""
        return self.annotate(handed_in_count=handed_in_of("influencer"), is_disputed=is_disputed("influencer"))

    def readable_by(self, user: "User") -> Self:
        """Own cards; those of others only handed in, and only for who handed in their own or can't review any more.

        Nobody reads a card about themselves.
        """
        own = ScoreCard.objects.filter(influencer=OuterRef("influencer"), reviewer=user).handed_in()
        is_over = Q(handed_in_count__gte=MOST_CARDS) | Q(handed_in_count=MOST_CARDS - 1, is_disputed=False)
        others = Q(status=ScoreCard.Status.SUBMITTED) & (Exists(own) | is_over)
        rows = self.with_readers().filter(Q(reviewer=user) | others)
        return rows.exclude(influencer__person__user=user)


class ScoreCard(models.Model):
    """What one reviewer found of one prospect; after it was handed in it never changes.

    `draft` keeps what was typed before that, by the code of the criterion: {"points", "reason", "links"}.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", pgettext_lazy("score card", "handed in")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="cards", verbose_name=_("influencer"))
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+", verbose_name=_("rubric"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="score_cards", verbose_name=_("reviewer")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(pgettext_lazy("score card", "handed in"), null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True, editable=False)

    objects = ScoreCardQuerySet.as_manager()
    scope_area = "influencer__district__path"

    class Meta:
        verbose_name = _("score card")
        verbose_name_plural = _("score cards")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["influencer", "rubric", "reviewer"], name="score_card_is_one_for_each_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(status="submitted", submitted_at__isnull=False)
                | Q(status="draft", submitted_at__isnull=True),
                name="score_card_submitted_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.influencer}: {self.reviewer}"


class Score(models.Model):
    """Points of one criterion on a card, 0 to 5, with the reason in words."""

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="scores", verbose_name=_("score card"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    points = models.PositiveSmallIntegerField(_("points"))
    reason = models.CharField(_("reason"), max_length=500)
    # What was looked at, as the reviewer pasted it: public links only.
    links = models.JSONField(_("links"), default=list, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "card__influencer__district__path"

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["card", "criterion"], name="score_is_given_once"),
            models.CheckConstraint(condition=Q(points__lte=MOST_POINTS), name="score_is_five_at_most"),
            models.CheckConstraint(condition=~Q(reason=""), name="score_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
