"""The audit log: who did what to which row and when. Rows are only ever added; a trigger refuses the rest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class AuditEntry(models.Model):
    """One act: `verb` on `subject`, by a login (None = the system itself)."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=40)
    subject_model = models.CharField(_("kind of row"), max_length=60)
    subject_id = models.BigIntegerField(_("row"))
    area = models.ForeignKey(
        "network.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    details = models.JSONField(_("details"), default=dict)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_model", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_model} {self.subject_id}"
