"""Touchpoints, notes and snoozes: how the party and an influencer stay in touch."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models.influencers import Influencer
from network.codes import new_code
from network.models import User
from network.scope import CircleQuerySet, ScopedQuerySet

TAKEN_BACK_WITHIN = datetime.timedelta(hours=24)


class TouchpointQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """Those whose next step is still to be done."""
        return self.filter(done_at__isnull=True).exclude(next_step="")

    def retractable_by(self, user: User) -> Self:
        """Those that the login recorded a short while ago, and may take back."""
        return self.filter(by=user, recorded_at__gt=timezone.now() - TAKEN_BACK_WITHIN)


class Touchpoint(models.Model):
    """Somebody spoke with an influencer: how, when, what came of it, and what is to be done next by which day."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        MESSAGE = "message", _("message")
        EVENT = "event", _("event")

    class Mood(models.TextChoices):
        GOOD = "good", _("good mood")
        NEUTRAL = "neutral", _("neither good nor bad")
        BAD = "bad", _("unhappy")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="touchpoints", verbose_name=_("influencer"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    summary = models.CharField(_("what was said"), max_length=500)
    mood = models.CharField(_("mood"), max_length=10, choices=Mood, default=Mood.NEUTRAL)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("by the day"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # The touchpoint that did the step by being recorded; empty where somebody marked it as done.
    done_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="steps_done", verbose_name=_("done with")
    )

    objects = TouchpointQuerySet.as_manager()
    scope_area = "influencer__district__path"
    scope_subject = "influencer__person__user"

    class Meta:
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | ~Q(next_step=""), name="touchpoint_next_day_has_a_step"
            ),
        ]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(done_at__isnull=True), name="touchpoint_due"),
            models.Index(fields=["influencer", "-at"], name="touchpoint_of_influencer"),
        ]

    def __str__(self) -> str:
        return f"{self.influencer}: {self.get_kind_display()}"

    @property
    def is_fresh(self) -> bool:
        """Whether it was recorded so short a while ago that its author may take it back."""
        return self.recorded_at > timezone.now() - TAKEN_BACK_WITHIN


class Note(models.Model):
    """A remark about an influencer that only a circle of people reads; the wider circle includes the narrower ones."""

    class Visibility(models.TextChoices):
        MINE = "mine", _("only me")
        OFFICE = "office", _("my office")
        DISTRICT = "district", _("the offices of the district")
        STATE = "state", _("all offices above, too")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="notes", verbose_name=_("influencer"))
    text = models.CharField(_("text"), max_length=1000)
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes", verbose_name=_("written by")
    )
    # The office and area that the author wrote it in, for "my office".
    office = models.ForeignKey("network.Office", models.PROTECT, null=True, related_name="+", verbose_name=_("office"))
    office_area = models.ForeignKey("network.Area", models.PROTECT, null=True, related_name="+", verbose_name=_("area"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = CircleQuerySet.as_manager()
    scope_area = "influencer__district__path"
    scope_subject = "influencer__person__user"
    scope_circle, scope_author, scope_office = "visibility", "author", ("office", "office_area")

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{_('note')}: {self.influencer}"  # never its text: names of rows stand in logs and histories


class Snooze(models.Model):
    """An influencer is not shown as due until a day, for a reason."""

    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="snoozes", verbose_name=_("influencer"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "influencer__district__path"
    scope_subject = "influencer__person__user"

    class Meta:
        verbose_name = _("snooze")
        verbose_name_plural = _("snoozes")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="snooze_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.influencer}: {self.until}"
