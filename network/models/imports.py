"""Imports: one uploaded sheet, and what will happen, or happened, to each of its rows."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet


class ImportBatch(models.Model):
    """A sheet that was read and judged row by row; nothing is written before somebody confirms it."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("team list")
        AREAS = "areas", _("directory of areas")
        PEOPLE = "people", _("list of people")
        PROSPECTS = "prospects", _("list of prospects")

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("being read")
        PREVIEWED = "previewed", _("waiting for your decision")
        WRITING = "writing", _("being written")
        CONFIRMED = "confirmed", _("written")
        CANCELLED = "cancelled", _("discarded")
        UNDONE = "undone", _("taken back")
        FAILED = "failed", _("not readable")

    NEXT = {
        Status.UPLOADED: {Status.PREVIEWED, Status.FAILED, Status.CANCELLED},
        Status.PREVIEWED: {Status.WRITING, Status.CONFIRMED, Status.CANCELLED},
        Status.WRITING: {Status.CONFIRMED, Status.PREVIEWED},
        Status.CONFIRMED: {Status.UNDONE},
        Status.CANCELLED: set(),
        Status.UNDONE: set(),
        Status.FAILED: set(),
    }
    RUNNING = (Status.UPLOADED, Status.WRITING)

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PREVIEWED)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet_name = models.CharField(_("sheet"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("heading row"), default=1)
    columns = models.JSONField(_("columns"), default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_batches", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("written"), null=True, blank=True)
    # The file as long as a worker needs it, the numbers of the doubtful rows that were ticked (NULL: all), and what went wrong.
    content = models.BinaryField(null=True, editable=False)
    ticked = models.JSONField(null=True, blank=True, editable=False)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    made = models.JSONField(
        default=list, editable=False, encoder=DjangoJSONEncoder
    )  # for the undo, see services/undo.py
    written_count = models.PositiveIntegerField(_("rows written"), default=0)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "undone"], confirmed_at__isnull=False)
                | (~Q(status__in=["confirmed", "undone"]) & Q(confirmed_at__isnull=True)),
                name="import_batch_confirmed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("network:import_detail", args=[self.code])

    @property
    def is_running(self) -> bool:
        """Whether a worker has it, or will have it in a moment."""
        return self.status in self.RUNNING

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]


class ImportRow(models.Model):
    """One row of the sheet: what stood there, what we understood, and our verdict with its reasons."""

    class Verdict(models.TextChoices):
        GOOD = "good", _("good")
        DOUBTFUL = "doubtful", _("doubtful")
        REFUSED = "refused", _("refused")
        UNCHANGED = "unchanged", _("already there")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the sheet"))
    raw = models.JSONField(default=dict)
    cleaned = models.JSONField(default=dict)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    # [{"code": "district_unclear", "value": "…"}]: the words are found at reading time, in the reader's language.
    reasons = models.JSONField(default=list)
    is_written = models.BooleanField(_("written"), default=False)

    objects = ScopedQuerySet.as_manager()
    scope_area = "batch__area__path"

    class Meta:
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.number}"
