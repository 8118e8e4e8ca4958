"""Trainings: courses, their sessions, who is invited and came, and the material."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from influencers.models.files import StoredFile
from influencers.models.influencers import Influencer
from network.codes import new_code
from network.scope import ScopedQuerySet


class Course(models.Model):
    """What can be learnt. An office or a stage of the pipeline may ask for it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_hi = models.CharField(_("title in Hindi"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    needed_for_stage = models.CharField(
        _("needed for the stage"), max_length=10, choices=Influencer.Stage, blank=True, default=""
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_hi


class TrainingQuerySet(ScopedQuerySet):
    def planned(self) -> Self:
        return self.filter(status="planned")

    def to_come(self, at: datetime.datetime) -> Self:
        """Planned and not over yet, the next one first."""
        return self.planned().filter(ends_at__gt=at).order_by("starts_at", "pk")

    def gone_by(self, at: datetime.datetime) -> Self:
        """Over, held or called off, the latest first."""
        return self.filter(~Q(status="planned") | Q(ends_at__lte=at))

    def with_counts(self) -> Self:
        """Add `invited_count` and `present_count`."""
        places = Attendance.objects.filter(training=OuterRef("pk")).order_by().values("training")
        counts = places.annotate(invited=Count("pk"), present=Count("attended_at"))
        return self.annotate(
            invited_count=Coalesce(Subquery(counts.values("invited")), 0),
            present_count=Coalesce(Subquery(counts.values("present")), 0),
        )


class Training(models.Model):
    """One session of a course: when, where, by whom, for whom."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("called off")

    NEXT = {
        Status.PLANNED: {Status.HELD, Status.CANCELLED},
        Status.HELD: set(),
        Status.CANCELLED: set(),
    }

    class Audience(models.TextChoices):
        OFFICE = "office", _("holders of an office")
        ROSTER = "roster", _("members of the teams")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="trainings", verbose_name=_("course"))
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("for"))
    audience = models.CharField(_("who is invited"), max_length=10, choices=Audience)
    office = models.ForeignKey(
        "network.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    trainer = models.CharField(_("trainer"), max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("planned by")
    )
    made_at = models.DateTimeField(auto_now_add=True)
    call_off_reason = models.CharField(_("why it was called off"), max_length=200, blank=True, default="")

    objects = TrainingQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="training_has_a_place_or_a_link"),
            models.CheckConstraint(
                condition=Q(audience="office", office__isnull=False) | Q(audience="roster", office__isnull=True),
                name="training_names_the_office_it_is_for",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(call_off_reason=""), name="training_called_off_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("influencers:training_detail", args=[self.code])

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]


class AttendanceQuerySet(ScopedQuerySet):
    def present(self) -> Self:
        """Those who were there."""
        return self.filter(attended_at__isnull=False)

    def completed(self, course: str) -> Self:
        """Those who were there when a session of the course was held."""
        return self.present().filter(training__status="held", training__course__code=course)


class Attendance(models.Model):
    """One person's place in a training: invited, there or not, and the number of the certificate."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    training = models.ForeignKey(Training, models.PROTECT, related_name="attendances", verbose_name=_("training"))
    person = models.ForeignKey("network.Person", models.PROTECT, related_name="attendances", verbose_name=_("person"))
    invited_at = models.DateTimeField(_("invited"))
    attended_at = models.DateTimeField(_("was there"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )

    objects = AttendanceQuerySet.as_manager()
    scope_area = "person__home_area__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["person__name_hi", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="attendance_is_one_for_each_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.training}"

    @property
    def is_certified(self) -> bool:
        """Whether a certificate can be made: the person was there, and the training is closed."""
        return self.attended_at is not None and self.training.status == Training.Status.HELD


class Material(models.Model):
    """A file that goes with a training."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="materials", verbose_name=_("training"))
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="material", verbose_name=_("file"))
    title = models.CharField(_("title"), max_length=120)

    objects = ScopedQuerySet.as_manager()
    scope_area = "training__area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
