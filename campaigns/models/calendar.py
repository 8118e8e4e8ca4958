"""The calendar: days of each year that the party speaks about."""

import calendar
import datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet

YEAR_IN_DAYS = 32 * 12  # a length for ordering by month × 32 + day, not a count of days


class CalendarEntryQuerySet(ScopedQuerySet):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def from_today(self, today: datetime.date) -> Self:
        """Ordered by their next occurrence, today's first."""
        place = F("month") * 32 + F("day")
        now = today.month * 32 + today.day
        return self.annotate(
            wait=Case(
                When(Q(month__gt=today.month) | Q(month=today.month, day__gte=today.day), then=place - now),
                default=place - now + Value(YEAR_IN_DAYS),
                output_field=IntegerField(),
            )
        ).order_by("wait", "title_hi")


class CalendarEntry(models.Model):
    """A day that comes back every year: an anniversary, a national day, a day of the party."""

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

    class Certainty(models.TextChoices):
        SURE = "sure", _("sure")
        LIKELY = "likely", _("likely")
        UNCERTAIN = "uncertain", _("uncertain")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))
    person_name = models.CharField(_("public figure"), max_length=120, blank=True)
    certainty = models.CharField(_("how sure the date is"), max_length=10, choices=Certainty)
    lead_days = models.PositiveSmallIntegerField(_("days of preparation"), default=3)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="calendar_entries", verbose_name=_("area"))

    objects = CalendarEntryQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q()

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering = ["month", "day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["area", "month", "day", "title_en"], name="calendar_entry_stands_once"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="calendar_entry_is_a_day"
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

    def next_on(self, today: datetime.date) -> datetime.date:
        """The next day it falls on, today included; 29 February is kept on the 28th in other years."""
        this_year = self._in_year(today.year)
        return this_year if this_year >= today else self._in_year(today.year + 1)

    def _in_year(self, year: int) -> datetime.date:
        last = calendar.monthrange(year, self.month)[1]
        return datetime.date(year, self.month, min(self.day, last))
