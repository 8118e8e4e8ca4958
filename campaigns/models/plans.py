"""Plans: who is to be asked for which topic of a day from which angle, before anything goes out."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet


class Plan(models.Model):
    """What the allocator found for one day in one district: the topics it shared out, and what it could not do."""

    day = models.DateField(_("day"))
    district = models.ForeignKey("network.Area", models.CASCADE, related_name="plans", verbose_name=_("district"))
    topics = models.ManyToManyField("campaigns.Topic", related_name="plans", verbose_name=_("topics"))
    # [{"topic": id, "code": "…", …}]: what can't be had and why; in words by campaigns/plan_words.py.
    gaps = models.JSONField(_("what is missing"), default=list)
    made_at = models.DateTimeField(_("made"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("plan of a day")
        verbose_name_plural = _("plans of days")
        ordering = ["-day", "district"]
        constraints = [models.UniqueConstraint(fields=["district", "day"], name="plan_is_one_for_a_day")]

    def __str__(self) -> str:
        return f"{self.district}, {self.day}"


class PlannedAskQuerySet(ScopedQuerySet):
    def asked(self) -> Self:
        """Without those that somebody took off a topic by hand."""
        return self.filter(angle__isnull=False)


class PlannedAsk(models.Model):
    """Topic × influencer × angle, as planned. No angle: taken off by hand, and not to be put back by the allocator."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="asks", verbose_name=_("plan"))
    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="planned", verbose_name=_("topic"))
    influencer = models.ForeignKey(
        "influencers.Influencer", models.CASCADE, related_name="planned", verbose_name=_("influencer")
    )
    angle = models.ForeignKey(
        "campaigns.Angle", models.CASCADE, null=True, blank=True, related_name="planned", verbose_name=_("angle")
    )
    # Copied from the plan: lists filter by place without a join.
    district = models.ForeignKey("network.Area", models.CASCADE, related_name="planned", verbose_name=_("district"))
    is_locked = models.BooleanField(_("held fast"), default=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )
    # Codes of the reasons; in words by campaigns/plan_words.py.
    why = models.JSONField(_("why"), default=list)

    objects = PlannedAskQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("planned ask")
        verbose_name_plural = _("planned asks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "influencer"], name="planned_ask_is_one_for_a_topic"),
            models.CheckConstraint(
                condition=Q(angle__isnull=False) | Q(is_locked=True), name="planned_ask_off_is_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.influencer}"
