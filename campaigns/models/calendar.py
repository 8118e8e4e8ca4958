"""The calendar: days that the party speaks about, and how each comes back."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.history import kept
from network.models import Area
from network.scope import ScopedQuerySet, path_column, prefixes


class CalendarEntryQuerySet(ScopedQuerySet):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def reaching(self, area: Area) -> Self:
        """Those of the area, of everything below it, and of the areas above, which hand their days down."""
        near = Q()
        for path in area.own_paths():
            near |= Q(**{f"{path_column(path)}__startswith": path}) | Q(**{f"{path_column(path)}__in": prefixes(path)})
        return self.filter(area__in=Area.objects.filter(near).values("pk"))

    def touching(self, first: datetime.date, last: datetime.date) -> Self:
        """Those that may fall on a day from `first` to `last`; which days exactly, services/occurrences.py says."""
        in_table = EntryDate.objects.filter(entry=OuterRef("pk"), on__range=(first, last))
        return self.annotate(last_on=Coalesce("ends_on", "starts_on")).filter(
            Q(recurrence="yearly")
            | Q(recurrence="table") & Exists(in_table)
            | Q(recurrence="once", starts_on__lte=last, last_on__gte=first)
            | Q(recurrence="rule", starts_on__lte=last)
        )


@kept(derived=["changed_at"])
class CalendarEntry(models.Model):
    """A day or an event: every year on one date, by a table of dates, once, or by a rule (RFC 5545, 3.3.10)."""

    class Kind(models.TextChoices):
        BIRTH = "birth", _("birth anniversary")
        BIRTHDAY = "birthday", _("birthday")
        DEATH = "death", _("death anniversary")
        MARTYRDOM = "martyrdom", _("martyrdom day")
        STATE = "state", _("state day")
        NATIONAL = "national", _("national day")
        OBSERVANCE = "observance", _("observance")
        FESTIVAL = "festival", _("festival")
        PARTY = "party", _("party day")
        HISTORY = "history", _("day in history")
        ELECTION = "election", _("election")
        EVENT = "event", _("party event")
        POLICY = "policy", _("policy day")

    class Recurrence(models.TextChoices):
        YEARLY = "yearly", _("every year on the same date")
        TABLE = "table", _("each year on another date, by a table")
        ONCE = "once", _("once")
        RULE = "rule", _("by a rule")

    class Certainty(models.TextChoices):
        SURE = "sure", _("sure")
        LIKELY = "likely", _("likely")
        UNCERTAIN = "uncertain", _("uncertain")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    person_name = models.CharField(_("public figure"), max_length=120, blank=True)
    certainty = models.CharField(_("how sure the date is"), max_length=10, choices=Certainty, default=Certainty.SURE)
    lead_days = models.PositiveSmallIntegerField(_("days of preparation"), null=True, blank=True)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="calendar_entries", verbose_name=_("area"))

    recurrence = models.CharField(_("how it comes back"), max_length=6, choices=Recurrence, default=Recurrence.YEARLY)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    origin_year = models.PositiveSmallIntegerField(_("year in which it began"), null=True, blank=True)
    starts_on = models.DateField(_("day"), null=True, blank=True)
    starts_time = models.TimeField(_("begins at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ends_time = models.TimeField(_("ends at"), null=True, blank=True)
    rrule = models.CharField(_("rule"), max_length=200, blank=True)
    except_on = ArrayField(models.DateField(), default=list, blank=True, verbose_name=_("days left out"))

    import_key = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )

    objects = CalendarEntryQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering = ["month", "day", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "month", "day", "title_en"],
                condition=Q(recurrence="yearly", cancelled_at__isnull=True),
                name="calendar_entry_stands_once",
            ),
            models.UniqueConstraint(
                fields=["area", "import_key"], condition=~Q(import_key=""), name="calendar_entry_is_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(recurrence="yearly", month__range=(1, 12), day__range=(1, 31), starts_on__isnull=True)
                & ~Q(month=2, day__gt=29)
                & ~Q(month__in=[4, 6, 9, 11], day__gt=30)
                | ~Q(recurrence="yearly") & Q(month__isnull=True, day__isnull=True, origin_year__isnull=True),
                name="calendar_entry_is_a_day",
            ),
            models.CheckConstraint(
                condition=Q(recurrence__in=["once", "rule"], starts_on__isnull=False)
                | Q(recurrence__in=["yearly", "table"], starts_on__isnull=True, ends_on__isnull=True),
                name="calendar_entry_has_the_days_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(recurrence="rule") & ~Q(rrule="") | ~Q(recurrence="rule") & Q(rrule="", except_on=[]),
                name="calendar_entry_has_a_rule_or_none",
            ),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=True) | Q(lead_days__lte=90),
                name="calendar_entry_lead_is_at_most_90_days",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="calendar_entry_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(starts_time__isnull=True, ends_time__isnull=True)
                | Q(recurrence__in=["once", "rule"], starts_time__isnull=False)
                & (Q(ends_time__isnull=True) | Q(ends_time__gt=F("starts_time")) | Q(ends_on__gt=F("starts_on"))),
                name="calendar_entry_times_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_hi

    def get_absolute_url(self) -> str:
        return reverse("campaigns:calendar_entry", args=[self.code])

    @property
    def can_be_moved(self) -> bool:
        """Whether one of its days can be put on another; a date of every year and a rule are changed as a whole."""
        return self.recurrence in ("once", "table")


@kept()
class EntryDate(models.Model):
    """A day of an entry that falls on another date each year: a festival on a lunar calendar."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    entry = models.ForeignKey(CalendarEntry, models.CASCADE, related_name="dates", verbose_name=_("calendar entry"))
    on = models.DateField(_("day"))
    certainty = models.CharField(
        _("how sure the date is"),
        max_length=10,
        choices=CalendarEntry.Certainty,
        default=CalendarEntry.Certainty.SURE,
    )

    objects = ScopedQuerySet.as_manager()
    scope_area = "entry__area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("date of an entry")
        verbose_name_plural = _("dates of entries")
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "on"], name="entry_date_stands_once")]

    def __str__(self) -> str:
        return str(self.on)
