"""Joining: what somebody entered on a district's open page, until the lead decides."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from influencers.models.consents import Consent, ConsentNotice
from network.codes import ALPHABET, new_code
from network.phones import mask
from network.scope import ScopedQuerySet
from network.sealing import lookup_hash, seal, unseal


def new_short_code() -> str:
    """A fresh code for a short link: six letters and digits that nobody mixes up on a printed page."""
    return get_random_string(6, ALPHABET)


class JoinPage(models.Model):
    """The open page of a district on which people ask to join its team: its short link, and whether it is open."""

    district = models.OneToOneField("network.Area", models.PROTECT, related_name="+", verbose_name=_("district"))
    short_code = models.CharField(_("short link"), max_length=6, unique=True, default=new_short_code, editable=False)
    is_open = models.BooleanField(_("open"), default=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("join page")
        verbose_name_plural = _("join pages")
        ordering = ["district__name_hi"]

    def __str__(self) -> str:
        return str(self.district)


class JoinRequest(models.Model):
    """A person asks to join the team of a district, with their own consent. Decided or not, it is forgotten after a while."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("taken in")
        REFUSED = "refused", _("not taken")

    NEXT = {Status.WAITING: {Status.APPROVED, Status.REFUSED}, Status.APPROVED: set(), Status.REFUSED: set()}

    class Refusal(models.TextChoices):
        """Why somebody was not taken in: a closed list, so that nothing about the person is written down."""

        NOT_ASKED = "not_asked", _("did not ask to join themselves")
        NOT_REACHED = "not_reached", _("could not be reached by phone")
        NOT_FITTING = "not_fitting", _("writes on other subjects, or not in public")
        TEAM_FULL = "team_full", _("the team needs nobody now")
        KNOWN = "known", _("is recorded already")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    district = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("district"))
    name_hi = models.CharField(_("name"), max_length=120)
    phone_sealed = models.TextField(editable=False)
    phone_hash = models.CharField(max_length=64, editable=False)
    phone_end = models.CharField(max_length=3, editable=False)
    profile = models.CharField(_("profile"), max_length=300)
    purposes = ArrayField(models.CharField(max_length=10, choices=Consent.Purpose), verbose_name=_("allowed"))
    notice = models.ForeignKey(ConsentNotice, models.PROTECT, related_name="+", verbose_name=_("notice"))
    language = models.CharField(_("language"), max_length=5)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    refusal = models.CharField(_("why not"), max_length=15, choices=Refusal, blank=True, default="")
    person = models.ForeignKey(
        "network.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    objects = ScopedQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_hash"], condition=Q(status="waiting"), name="join_request_waits_once_for_each_number"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
                name="join_request_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="refused") & ~Q(refusal="") | ~Q(status="refused") & Q(refusal=""),
                name="join_request_refused_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["district", "status", "asked_at"], name="join_request_queue")]

    def __str__(self) -> str:
        return f"{self.name_hi}, {self.district}"

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]

    @property
    def phone(self) -> str:
        """The phone number in the clear (E.164). Raises SealBroken (network/sealing.py)."""
        return unseal(self.phone_sealed)

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed, self.phone_hash, self.phone_end = seal(number), lookup_hash(number), number[-3:]

    @property
    def masked_phone(self) -> str:
        """The phone number as everybody may see it."""
        return mask(self.phone_end)
