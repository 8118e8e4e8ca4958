"""Deliveries: the outbox. What has to reach whom by which channel is a row here before anything is sent."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.models import Channel
from network.scope import ScopedQuerySet

OPEN = ("queued", "sending")
FOR_ASSIGNMENTS = ("brief", "withdrawal", "correction", "nudge")
FOR_TRAININGS = ("training", "change", "reminder", "called_off")


def one_subject(name: str) -> models.CheckConstraint:
    """A message is about an assignment or about a place in a training, as its purpose says."""
    return models.CheckConstraint(
        condition=Q(purpose__in=FOR_ASSIGNMENTS, assignment__isnull=False, attendance__isnull=True)
        | Q(purpose__in=FOR_TRAININGS, assignment__isnull=True, attendance__isnull=False),
        name=name,
    )


class DeliveryQuerySet(ScopedQuerySet):
    def claimable(self, at: datetime.datetime) -> Self:
        """Due and waiting, or left behind by a worker whose lease ran out; oldest first."""
        stranded = Q(status="sending", leased_until__lte=at)
        return self.filter(Q(status="queued") | stranded, due_at__lte=at).order_by("due_at", "pk")

    def open(self) -> Self:
        return self.filter(status__in=OPEN)


class Delivery(models.Model):
    """One message to one person by one channel for one purpose: its key exists once, whatever happens."""

    class Purpose(models.TextChoices):
        BRIEF = "brief", _("brief")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        CORRECTION = "correction", _("correction")
        NUDGE = "nudge", _("reminder to answer")
        TRAINING = "training", _("invitation to a training")
        CHANGE = "change", _("change of a training")
        REMINDER = "reminder", _("reminder of a training")
        CALLED_OFF = "called_off", _("training called off")

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    class Hold(models.TextChoices):
        QUIET_HOURS = "quiet_hours", _("quiet hours: it goes out in the morning")
        OWN_HOURS = "own_hours", _("the person's own quiet hours: it goes out when they end")
        SPREAD = "spread", _("sends are spread: its minute comes")
        DIGEST = "digest", _("the person had today's message: it stands in tomorrow's")
        DAILY_CAP = "daily_cap", _("the person had enough messages today: it goes out tomorrow")
        SMS_HOURS = "sms_hours", _("SMS go out by day only")
        PACE = "pace", _("the channel asked to wait")
        RETRY = "retry", _("it failed and is tried again")

    key = models.CharField(max_length=80, unique=True)
    assignment = models.ForeignKey(
        "campaigns.Assignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("assignment"),
    )
    attendance = models.ForeignKey(
        "influencers.Attendance",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("attendance"),
    )
    correction = models.ForeignKey(
        "campaigns.Correction",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="deliveries",
        verbose_name=_("correction"),
    )
    person = models.ForeignKey("network.Person", models.PROTECT, related_name="deliveries", verbose_name=_("person"))
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    due_at = models.DateTimeField(_("due"))
    held_by = models.CharField(_("why it waits"), max_length=12, choices=Hold, blank=True, default="", db_default="")
    # The day whose messages to the person it is one of (set when it is first given to its channel), and the key of the
    # message in which it left where it left together with others.
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    message_key = models.CharField(_("message"), max_length=80, blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, db_default=0)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    stop_reason = models.CharField(_("why stopped"), max_length=20, blank=True, default="", db_default="")
    last_error = models.CharField(_("last error"), max_length=200, blank=True, default="", db_default="")

    objects = DeliveryQuerySet.as_manager()
    scope_area = "area__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        constraints = [
            one_subject("delivery_is_about_one_thing"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(leased_until__isnull=False), name="delivery_sending_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(status="stopped") | ~Q(stop_reason=""), name="delivery_stopped_has_a_reason"
            ),
        ]
        indexes = [
            # Only what is still open: the index stays small however many deliveries were sent.
            models.Index(fields=["channel", "due_at", "id"], condition=Q(status__in=OPEN), name="delivery_open"),
            models.Index(
                fields=["person", "counted_on"], condition=Q(counted_on__isnull=False), name="delivery_of_a_day"
            ),
            models.Index(fields=["stop_reason", "due_at"], condition=Q(status="stopped"), name="delivery_stopped"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_slow(self) -> bool:
        """A brief that is no rapid response: it may be spread, and stand in a digest. (Its assignment's topic is loaded.)"""
        return self.purpose == self.Purpose.BRIEF and self.assignment.topic.kind != "rapid_response"


class Notice(models.Model):
    """A message inside Samvad: what the in-app channel delivers to."""

    key = models.CharField(max_length=80, unique=True)
    person = models.ForeignKey("network.Person", models.CASCADE, related_name="notices", verbose_name=_("person"))
    assignment = models.ForeignKey(
        "campaigns.Assignment",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("assignment"),
    )
    attendance = models.ForeignKey(
        "influencers.Attendance",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("attendance"),
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Delivery.Purpose)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_own = "person__user"

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [one_subject("notice_is_about_one_thing")]

    def __str__(self) -> str:
        return self.key
