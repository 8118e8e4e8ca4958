"""Audiences: whom a topic is meant for. A saved segment says it once for many topics."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Subject
from influencers.platforms import Platform
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet

# Who said yes; nobody before that is asked for anything.
STAGES = [
    (stage.value, stage.label) for stage in (Influencer.Stage.AGREED, Influencer.Stage.ACTIVE, Influencer.Stage.PAUSED)
]


class SegmentQuerySet(ScopedQuerySet):
    def offered(self) -> Self:
        """Those that can be chosen for a topic."""
        return self.filter(retired_at__isnull=True)


@kept()
class Segment(models.Model):
    """Subtrees × office or team × stages × platforms × languages × subjects. What is left empty asks for nothing.

    Within one field any of the chosen is enough; all fields have to be met.
    """

    class Source(models.TextChoices):
        TEAM = "team", _("members of teams")
        OFFICE = "office", _("influencers who hold an office")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=120)
    # Whose segment it is; the subtrees lie within it, and none means all of it.
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="segments", verbose_name=_("for"))
    subtrees = models.ManyToManyField("network.Area", blank=True, related_name="+", verbose_name=_("only in"))
    source = models.CharField(_("who"), max_length=6, choices=Source, default=Source.TEAM)
    office = models.ForeignKey(
        "network.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    stages = ArrayField(
        models.CharField(max_length=10, choices=STAGES), default=list, blank=True, verbose_name=_("stages")
    )
    platforms = ArrayField(
        models.CharField(max_length=20, choices=Platform), default=list, blank=True, verbose_name=_("platforms")
    )
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("languages"))
    subjects = ArrayField(
        models.CharField(max_length=20, choices=Subject), default=list, blank=True, verbose_name=_("subjects")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    retired_at = models.DateTimeField(_("no longer offered since"), null=True, blank=True, editable=False)

    objects = SegmentQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()  # those below choose it, too; it then reaches only their own part

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="office", office__isnull=False) | Q(source="team", office__isnull=True),
                name="segment_names_its_office",
            ),
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(retired_at__isnull=True), name="segment_has_a_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:segment_detail", args=[self.code])


@kept()
class TopicAudience(models.Model):
    """For whom one topic is, and how patiently it asks. A topic without one goes to the teams within its area."""

    topic = models.OneToOneField("campaigns.Topic", models.CASCADE, related_name="audience", verbose_name=_("topic"))
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="audiences", verbose_name=_("segment")
    )
    # What the topic is about: the allocator looks for people who know it, but turns nobody away.
    subjects = ArrayField(
        models.CharField(max_length=20, choices=Subject), default=list, blank=True, verbose_name=_("what it is about")
    )
    # None: everybody whom it reaches.
    wanted = models.PositiveSmallIntegerField(
        _("people wanted for each district"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours to answer"), default=24, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"

    class Meta:
        verbose_name = _("audience of a topic")
        verbose_name_plural = _("audiences of topics")
        constraints = [
            models.CheckConstraint(condition=Q(wanted__isnull=True) | Q(wanted__gte=1), name="audience_wants_somebody"),
            models.CheckConstraint(condition=Q(answer_hours__range=(1, 168)), name="audience_waits_hours_up_to_a_week"),
        ]

    def __str__(self) -> str:
        return str(self.topic)


class Restraint(models.Model):
    """How often a person lets themselves be asked: fewer topics a week than everybody, and days on which nobody asks."""

    influencer = models.OneToOneField(
        "influencers.Influencer", models.CASCADE, related_name="restraint", verbose_name=_("influencer")
    )
    # Never above settings.ASKS_A_WEEK; None is that.
    most_a_week = models.PositiveSmallIntegerField(_("topics a week at most"), null=True, blank=True)
    # ISO weekdays: 1 is Monday.
    rest_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("rest days"))

    objects = ScopedQuerySet.as_manager()
    scope_own = "influencer__person__user"

    class Meta:
        verbose_name = _("restraint")
        verbose_name_plural = _("restraints")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_a_week__isnull=True) | Q(most_a_week__gte=1), name="restraint_leaves_one_a_week"
            ),
            models.CheckConstraint(
                condition=Q(rest_days__contained_by=[1, 2, 3, 4, 5, 6, 7]), name="restraint_days_are_weekdays"
            ),
        ]

    def __str__(self) -> str:
        return str(self.influencer)
