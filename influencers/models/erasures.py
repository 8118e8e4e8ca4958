"""Erasures: the ledger of people who asked to be erased. It names nobody, and is destroyed after twelve months."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class Erasure(models.Model):
    """One person was erased. DPDP Act 2023, s. 8(7) and 12; DPDP Rules 2025, rule 8(3): the log is kept for a year.

    The keyed hashes tell, after a restore of the database, whom to erase again. `sealed` is the minimal log of what was done
    with the data (consents, messages, openings), sealed like a phone number; no page shows it.
    """

    person_hash = models.CharField(max_length=64, unique=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("district"))
    erased_at = models.DateTimeField(_("erased"))
    counts = models.JSONField(_("what was erased"), default=dict)
    sealed = models.TextField(editable=False)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.area}, {self.erased_at:%Y-%m-%d}"
