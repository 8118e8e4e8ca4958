"""Polls: who holds them, where and until when people vote; their silence and the model code are made of it."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet

# The 48 hours that end with the close of the poll (RP Act 1951, s. 126; for local bodies the MP Act of 2014).
SILENCE = datetime.timedelta(hours=48)


@kept()
class Poll(models.Model):
    """One phase of an election: the seats or places that vote on one day. The two commissions keep calendars of their own."""

    class Body(models.TextChoices):
        ECI = "eci", _("Election Commission of India")
        SEC = "sec", _("State Election Commission")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    body = models.CharField(_("held by"), max_length=3, choices=Body)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    phase = models.PositiveSmallIntegerField(_("phase"), null=True, blank=True)
    # Who sees it and who may change it; the places that vote lie in it.
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="polls", verbose_name=_("in"))
    places = models.ManyToManyField("network.Area", related_name="+", verbose_name=_("seats or places that vote"))
    closes_at = models.DateTimeField(_("close of the poll"))
    code_from = models.DateTimeField(_("model code in force from"), null=True, blank=True)
    code_until = models.DateTimeField(_("model code in force until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code_from__isnull=True, code_until__isnull=True)
                | Q(code_from__lt=F("closes_at"), code_until__gte=F("closes_at")),
                name="poll_code_spans_the_poll",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, as far as it exists."""
        return (self.title_en if get_language() == "en" else "") or self.title_hi

    @property
    def silence_from(self) -> datetime.datetime:
        """When the silence begins."""
        return self.closes_at - SILENCE

    def get_absolute_url(self) -> str:
        return reverse("campaigns:poll_detail", args=[self.code])
