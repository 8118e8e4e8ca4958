"""Steps of the pipeline: how a prospect became a member of a team, who led there, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from influencers.models.influencers import Influencer
from network.scope import ScopedQuerySet


class StageChange(models.Model):
    """One step of an influencer from stage to stage; `before` is "" where the influencer was entered in it."""

    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="steps", verbose_name=_("influencer"))
    before = models.CharField(_("before"), max_length=10, choices=Influencer.Stage, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Influencer.Stage)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "influencer__district__path"

    class Meta:
        verbose_name = _("step of the pipeline")
        verbose_name_plural = _("steps of the pipeline")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.influencer}: {self.before} → {self.stage}"
