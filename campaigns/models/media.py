"""Media: pictures, videos and PDF files of a brief, each with the answer to "made or altered by AI?"."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


class MediaQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        """Made by AI, and not yet looked at by a second person."""
        return self.filter(is_ai=True, approved_at__isnull=True)

    def listed(self) -> Self:
        """For a list: without what is in the files."""
        return self.select_related("file", "added_by__person", "approved_by__person").defer(
            "thumbnail", "file__content"
        )


@kept(derived=["thumbnail"])
class BriefMedia(models.Model):
    """One file that people may put beside their own words."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("picture")
        VIDEO = "video", _("video")
        PDF = "pdf", _("PDF")

    class Shown(models.TextChoices):
        NOBODY = "nobody", _("no real person is shown")
        AGREED = "agreed", _("everybody who is shown has agreed")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    brief = models.ForeignKey("campaigns.Brief", models.CASCADE, related_name="media", verbose_name=_("brief"))
    file = models.OneToOneField("influencers.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    # A small WebP of a picture, for thin lines; empty for other kinds.
    thumbnail = models.BinaryField(editable=False, default=b"")
    is_ai = models.BooleanField(_("made or altered by AI"))
    ai_maker = models.CharField(_("maker"), max_length=120, blank=True)
    ai_tool = models.CharField(_("tool"), max_length=120, blank=True)
    ai_made_on = models.DateField(_("made on"), null=True, blank=True)
    ai_shown = models.CharField(_("consent of those shown"), max_length=10, choices=Shown, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = MediaQuerySet.as_manager()
    scope_area = "brief__topic__area__path"
    scope_handed_down = Q(brief__topic__status__in=["live", "closed"])

    class Meta:
        verbose_name = _("file of a brief")
        verbose_name_plural = _("files of briefs")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_ai=False)
                | (
                    Q(kind="picture", ai_made_on__isnull=False)
                    & ~Q(ai_maker="")
                    & ~Q(ai_tool="")
                    & Q(ai_shown__in=["nobody", "agreed"])
                ),
                name="media_by_ai_names_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(added_by__isnull=True) | ~Q(approved_by=F("added_by")),
                name="media_is_approved_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title
