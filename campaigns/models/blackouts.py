"""Blackouts: times in which nothing may go out to an area, by law or by the party's own decision."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class BlackoutQuerySet(ScopedQuerySet):
    def covering(self, at: datetime.datetime) -> Self:
        """Those that are in force at the moment (start included, end not)."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Blackout(models.Model):
    """Area × window × reason. The silence period is the 48 hours that end with the poll (RP Act 1951, s. 126)."""

    class Reason(models.TextChoices):
        SILENCE = "silence", _("silence period")
        OWN_PAUSE = "own_pause", _("pause by the party")

    area = models.ForeignKey("network.Area", models.PROTECT, related_name="blackouts", verbose_name=_("area"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = BlackoutQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("blackout")
        verbose_name_plural = _("blackouts")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="blackout_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.area}"
