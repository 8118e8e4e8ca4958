"""Consents: what a person allowed, to which notice, when; and the invitation that asks for it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class ConsentNotice(models.Model):
    """The notice as it was shown, word for word (DPDP Rules 2025, rule 3). A published version never changes."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text_hi = models.TextField(_("text in Hindi"))
    text_en = models.TextField(_("text in English"))
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consent notice")
        verbose_name_plural = _("consent notices")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{_('consent notice')} {self.version}"

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_hi


class ConsentQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """One purpose a person allowed by their own act; withdrawing it closes the row and stops what it allowed."""

    class Purpose(models.TextChoices):
        BRIEFS = "briefs", _("receive briefs")
        COVERAGE = "coverage", _("count my posts")
        NAMING = "naming", _("be named in public")

    person = models.ForeignKey("network.Person", models.PROTECT, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    notice = models.ForeignKey(ConsentNotice, models.PROTECT, related_name="+", verbose_name=_("notice"))
    language = models.CharField(_("language"), max_length=5)
    channel = models.CharField(_("given by"), max_length=20)
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()
    scope_area = "person__home_area__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"


class Invitation(models.Model):
    """A link that asks a person for their own consent. Only its hash is kept; opening it spends nothing."""

    person = models.ForeignKey("network.Person", models.CASCADE, related_name="invitations", verbose_name=_("person"))
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    is_accepted = models.BooleanField(_("accepted"), null=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "person__home_area__path"

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{_('invitation')}: {self.person}"
