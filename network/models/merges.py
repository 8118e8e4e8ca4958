"""Duplicates: two records that are one person, and pairs of which somebody said that they are not."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet

UNDO_DAYS = 30


class Merge(models.Model):
    """One record of a person taken into another; `changes` is what it takes to undo it, forgotten after 30 days."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kept = models.ForeignKey("network.Person", models.PROTECT, related_name="+", verbose_name=_("person who stays"))
    gone = models.ForeignKey("network.Person", models.PROTECT, related_name="+", verbose_name=_("person merged away"))
    # [{"model": "network.Appointment", "pks": [1, 2], "field": "person_id", "old": 7, "new": 8}], in the order of writing.
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "kept__home_area__path"

    class Meta:
        verbose_name = _("merge of people")
        verbose_name_plural = _("merges of people")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_is_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="merge_of_a_person_happens_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    @property
    def undo_until(self) -> datetime.datetime:
        """The last moment at which it can be taken back."""
        return self.at + datetime.timedelta(days=UNDO_DAYS)

    @property
    def can_be_undone(self) -> bool:
        """Whether it still can be taken back."""
        return self.undone_at is None and timezone.now() < self.undo_until


class NotSame(models.Model):
    """Two people who look alike and are two: the queue does not show them again. `first` has the smaller key."""

    first = models.ForeignKey("network.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("network.Person", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "first__home_area__path"

    class Meta:
        verbose_name = _("pair of two different people")
        verbose_name_plural = _("pairs of two different people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_is_said_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
