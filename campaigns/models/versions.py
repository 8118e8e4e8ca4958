"""Versions of briefs, kept whole, and corrections: what was wrong in a brief that is out, and what is right."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.bilingual import Said, said
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


class BriefVersion(models.Model):
    """A topic and its brief as they were saved, kept whole. Autosaves of one sitting share a row: the last one."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        AUTOSAVED = "autosaved", _("saved by itself")
        CORRECTION = "correction", _("correction")

    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="versions", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SAVED)
    sheet = models.CharField(max_length=22, blank=True, default="", editable=False)
    snapshot = models.JSONField(_("content"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="version_exists_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.number}"


class CorrectionQuerySet(ScopedQuerySet):
    def published(self) -> Self:
        return self.filter(status=Correction.Status.PUBLISHED).order_by("-published_at")

    def waiting(self) -> Self:
        return self.filter(status=Correction.Status.WAITING)


@kept()
class Correction(models.Model):
    """A mistake in a brief that is out: one person writes what is right, a second one vouches for it, all hear of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        PUBLISHED = "published", _("published")
        DROPPED = "dropped", _("dropped")

    NEXT = {Status.WAITING: {Status.PUBLISHED, Status.DROPPED}, Status.PUBLISHED: set(), Status.DROPPED: set()}

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="corrections", verbose_name=_("topic"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    wrong_hi = models.CharField(_("what was wrong, in Hindi"), max_length=500)
    wrong_en = models.CharField(_("what was wrong, in English"), max_length=500, blank=True)
    right_hi = models.CharField(_("what is right, in Hindi"), max_length=500)
    right_en = models.CharField(_("what is right, in English"), max_length=500, blank=True)
    # The facts that change, as they will stand: [{"number": 1, "text_hi": "…", …}, …]
    facts = models.JSONField(_("changed facts"), default=list, blank=True)
    # The version it corrects; published, it makes the next one.
    corrects = models.PositiveIntegerField(_("corrects version"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()
    scope_area = "topic__area__path"
    scope_handed_down = Q(status="published", topic__status__in=["live", "closed"])

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(status="waiting"), name="correction_waits_once_for_each_topic"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="correction_is_published_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(status="published", published_at__isnull=False)
                | (~Q(status="published") & Q(published_at__isnull=True)),
                name="correction_published_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.wrong_hi

    @property
    def wrong(self) -> Said:
        """What was wrong, in the reader's language."""
        return said(self.wrong_hi, self.wrong_en)

    @property
    def right(self) -> Said:
        """What is right, in the reader's language."""
        return said(self.right_hi, self.right_en)

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]
