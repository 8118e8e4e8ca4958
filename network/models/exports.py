"""Exports: who took which list out of the system, why, and until when it can be fetched."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet


class Export(models.Model):
    """A list that somebody may fetch for a day; the file itself is made anew each time and kept nowhere."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    list_code = models.CharField(_("list"), max_length=20)
    area = models.ForeignKey(
        "network.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    format = models.CharField(_("file"), max_length=4, choices=Format, default=Format.XLSX)
    with_contacts = models.BooleanField(_("with contact data"), default=False)
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"
    scope_own = "made_by"

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="export_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.list_code} {self.code}"
