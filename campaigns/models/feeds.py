"""The calendar in other programs: feeds that a secret address opens, and files that were read in."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.calendar import CalendarEntry
from network.codes import new_code
from network.scope import ScopedQuerySet


class CalendarFeedQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        """Those that were not revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """The calendar of one office for the phone or computer of who holds it. Only the hash of its token is kept."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    appointment = models.ForeignKey(
        "network.Appointment", models.CASCADE, related_name="calendar_feeds", verbose_name=_("office")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()
    scope_own = "appointment__person__user"

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(revoked_at__isnull=True), name="calendar_feed_is_one_per_office"
            )
        ]

    def __str__(self) -> str:
        return str(self.appointment)


class CalendarImport(models.Model):
    """A calendar file as it was read: shown first, entered when its reader says so."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    kind = models.CharField(_("kind"), max_length=14, choices=CalendarEntry.Kind)
    file_name = models.CharField(_("file"), max_length=200)
    # [{"key", "title", "starts_on", …}]: only the fields that an entry has; nothing else of the file is kept.
    rows = models.JSONField(default=list, editable=False)
    left_out = models.JSONField(default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    entered_at = models.DateTimeField(_("entered"), null=True, blank=True)
    entered_count = models.PositiveIntegerField(_("new entries"), default=0)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"
    scope_own = "uploaded_by"

    class Meta:
        verbose_name = _("calendar file")
        verbose_name_plural = _("calendar files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
