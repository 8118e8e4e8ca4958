"""Blackouts: times in which nothing may go out to an area, by law or by the party's own decision."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.history import kept
from network.scope import ScopedQuerySet


class BlackoutQuerySet(ScopedQuerySet):
    def covering(self, at: datetime.datetime) -> Self:
        """Those that are in force at the moment (start included, end not)."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def to_come(self, at: datetime.datetime) -> Self:
        return self.filter(starts_at__gt=at)

    def over(self, at: datetime.datetime) -> Self:
        return self.filter(ends_at__lte=at)


@kept()
class Blackout(models.Model):
    """Area × window × reason. The silence period is the 48 hours that end with the poll (RP Act 1951, s. 126).

    The model code lets out what two people cleared; the other two let out nothing.
    """

    class Reason(models.TextChoices):
        SILENCE = "silence", _("silence period")
        MODEL_CODE = "model_code", _("model code of conduct")
        OWN_PAUSE = "own_pause", _("pause by the party")

    area = models.ForeignKey("network.Area", models.PROTECT, related_name="blackouts", verbose_name=_("area"))
    poll = models.ForeignKey(
        "campaigns.Poll", models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("poll")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("declared by")
    )

    objects = BlackoutQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("blackout")
        verbose_name_plural = _("blackouts")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="blackout_ends_after_it_starts"),
            models.UniqueConstraint(fields=["poll", "area", "reason"], name="blackout_of_a_poll_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.area}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:blackout_detail", args=[self.pk])

    def is_over(self, at: datetime.datetime) -> bool:
        return self.ends_at <= at
