"""Addresses: by which ways a person can be reached besides Samvad itself, and which of them are shut."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.models import Channel
from network.scope import ScopedQuerySet


class ChannelAddress(models.Model):
    """One way to one person: verified by the person, suspended by what came back.

    The address itself is sealed. E-mail and SMS use the address that stands in the person's record: their row keeps only its
    hash, so that a new address begins unharmed.
    """

    class Why(models.TextChoices):
        BOUNCED = "bounced", _("the message came back: there is no such mailbox")
        COMPLAINED = "complained", _("the person marked a message as spam")
        BLOCKED = "blocked", _("the person blocked the bot")
        GONE = "gone", _("the address is gone")
        FAILING = "failing", _("too many messages failed one after the other")
        OWN = "own", _("the person said stop")

    person = models.ForeignKey(
        "network.Person", models.CASCADE, related_name="channel_addresses", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    address_sealed = models.TextField(blank=True, default="", editable=False)
    address_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    # One's own page makes a code that Telegram hands back once; only its hash stays.
    code_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    code_until = models.DateTimeField(null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    why = models.CharField(_("why suspended"), max_length=10, choices=Why, blank=True, default="")
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    objects = ScopedQuerySet.as_manager()
    scope_area = "person__home_area__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="channeladdress_one_for_each_channel"),
            models.UniqueConstraint(
                fields=["channel", "address_hash"],
                condition=Q(channel__in=["telegram", "push"]) & ~Q(address_hash=""),
                name="channeladdress_belongs_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at__isnull=True, why="") | Q(suspended_at__isnull=False) & ~Q(why=""),
                name="channeladdress_suspended_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["code_hash"], condition=~Q(code_hash=""), name="channeladdress_code")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.person}"


class ChannelPace(models.Model):
    """How fast a channel may send: a bucket of tokens that all workers share, and a pause that its provider asked for."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel, unique=True)
    tokens = models.FloatField(_("tokens"), default=0)
    filled_at = models.DateTimeField(_("filled"))
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("pace of a channel")
        verbose_name_plural = _("paces of channels")

    def __str__(self) -> str:
        return self.get_channel_display()


class OfficeInbox(models.Model):
    """Where an office of an area wants notices: an address of apprise (mailto://, matrix://, ntfy:// …), sealed."""

    area = models.ForeignKey("network.Area", models.PROTECT, related_name="office_inboxes", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=80)
    url_sealed = models.TextField(editable=False)
    scheme = models.CharField(_("kind"), max_length=20, editable=False)
    is_on = models.BooleanField(_("on"), default=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("inbox of an office")
        verbose_name_plural = _("inboxes of offices")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class OfficeNotice(models.Model):
    """One notice to one inbox about one thing: its key exists once."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=80, unique=True)
    inbox = models.ForeignKey(OfficeInbox, models.CASCADE, related_name="notices", verbose_name=_("inbox"))
    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="+", verbose_name=_("topic"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    due_at = models.DateTimeField(_("due"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "inbox__area__path"

    class Meta:
        verbose_name = _("notice to an office")
        verbose_name_plural = _("notices to offices")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(status="queued"), name="officenotice_due")]

    def __str__(self) -> str:
        return self.key


class HandOver(models.Model):
    """A brief that a lead handed to its person themselves: one link, tapped by a human, one person at a time."""

    assignment = models.OneToOneField(
        "campaigns.Assignment", models.CASCADE, related_name="hand_over", verbose_name=_("assignment")
    )
    by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    at = models.DateTimeField(_("handed over"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "assignment__district__path"

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "at"], name="handover_by")]

    def __str__(self) -> str:
        return str(self.assignment)
