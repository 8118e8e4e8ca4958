"""Audiences: what was read or told of an account's followers and posts at a moment, with its source."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from influencers.models.files import StoredFile
from influencers.models.influencers import Handle
from network.scope import ScopedQuerySet


class Grade(models.TextChoices):
    """How far a figure can be relied on."""

    MEASURED = "measured", _("measured by the platform")
    OWNER = "owner", _("from the owner")
    SELF = "self", _("self-reported")
    NONE = "none", _("none")


class AudienceSample(models.Model):
    """One look at one account. What was not seen is NULL, never zero.

    `interactions` are likes + comments + shares of each of the newest posts looked at, newest first; `period_days` is the
    span in which those posts were published.
    """

    handle = models.ForeignKey(Handle, models.CASCADE, related_name="samples", verbose_name=_("account"))
    taken_at = models.DateTimeField(_("read"))
    followers = models.PositiveBigIntegerField(_("followers"), null=True, blank=True)
    post_count = models.PositiveIntegerField(_("posts in all"), null=True, blank=True)
    interactions = ArrayField(
        models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("interactions of each post")
    )
    period_days = models.PositiveSmallIntegerField(_("published within days"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    source = models.CharField(_("source"), max_length=120)
    source_url = models.URLField(_("link"), max_length=300, blank=True)
    definition = models.PositiveSmallIntegerField(_("version of the definitions"), default=1)
    screenshot = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("screenshot")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    objects = ScopedQuerySet.as_manager()
    scope_area = "handle__influencer__district__path"

    class Meta:
        verbose_name = _("audience sample")
        verbose_name_plural = _("audience samples")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["handle", "taken_at"], name="audience_sample_is_taken_once"),
            models.CheckConstraint(
                condition=Q(followers__isnull=False) | Q(post_count__isnull=False) | ~Q(interactions=[]),
                name="audience_sample_says_something",
            ),
            models.CheckConstraint(
                condition=Q(period_days__isnull=True) | Q(period_days__gte=1), name="audience_sample_period_is_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle}, {self.taken_at:%Y-%m-%d}"
