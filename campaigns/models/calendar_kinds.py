"""What each kind of day asks for: how early, of whom, with which checklist; and which days were drafted already."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.calendar import CalendarEntry
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


@kept()
class CalendarKind(models.Model):
    """How days of one kind are prepared. The state offices set it; it belongs to no area and tells of nobody."""

    kind = models.CharField(_("kind"), max_length=14, choices=CalendarEntry.Kind, unique=True)
    lead_days = models.PositiveSmallIntegerField(_("days of preparation"), default=3)
    owner = models.ForeignKey(
        "network.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office that prepares"),
    )
    segment = models.ForeignKey(
        "campaigns.Segment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for whom its topics are"),
    )
    is_drafted = models.BooleanField(_("drafts its topics by itself"), default=True)
    checklist = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("checklist"))

    class Meta:
        verbose_name = _("kind of day")
        verbose_name_plural = _("kinds of days")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(lead_days__lte=90), name="calendar_kind_lead_is_at_most_90_days")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class DraftedDay(models.Model):
    """The day of an entry for which a topic was drafted. Its key exists once: no second beat drafts the day again."""

    entry = models.ForeignKey(
        CalendarEntry, models.CASCADE, related_name="drafted_days", verbose_name=_("calendar entry")
    )
    on = models.DateField(_("day"))
    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, null=True, related_name="+", verbose_name=_("topic"))
    is_by_system = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "entry__area__path"

    class Meta:
        verbose_name = _("drafted day")
        verbose_name_plural = _("drafted days")
        constraints = [models.UniqueConstraint(fields=["entry", "on"], name="drafted_day_is_drafted_once")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.on}"


@kept()
class ChecklistLine(models.Model):
    """A line of a topic's checklist, copied from its kind of day when it was drafted; ticked by whom and when."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="checklist", verbose_name=_("topic"))
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("what is to be done"), max_length=200)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    ticked_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"

    class Meta:
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("lines of checklists")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticked_by__isnull=True, ticked_at__isnull=True)
                | Q(ticked_by__isnull=False, ticked_at__isnull=False),
                name="checklist_line_is_ticked_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text
