"""Offices and appointments: the posts of the party, and who holds which one where and for how long."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.models.areas import AreaKind
from network.rights import Feature
from network.scope import ScopedQuerySet


class Office(models.Model):
    """A kind of post that exists in every area of one kind, and what it grants there."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_hi = models.CharField(_("title in Hindi"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    area_kind = models.CharField(_("exists in each"), max_length=12, choices=AreaKind)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    features = ArrayField(models.CharField(max_length=20, choices=Feature), default=list, verbose_name=_("grants"))
    needs_second_person = models.BooleanField(_("a second person confirms"), default=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="office_has_a_seat")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_hi


class AppointmentQuerySet(ScopedQuerySet):
    def live(self, on: datetime.date) -> Self:
        """Those that count on the day: begun, not ended, confirmed where needed, held by an active person."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            Q(office__needs_second_person=False) | Q(confirmed_by__isnull=False),
            starts_on__lte=on,
            person__status="active",
        )


class Appointment(models.Model):
    """Person × office × area × term: the seat on the board and the right in the system."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    person = models.ForeignKey("network.Person", models.PROTECT, related_name="appointments", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=_("office"))
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="appointments", verbose_name=_("area"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appointed by"),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()
    scope_area = "area__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["area__path", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(appointed_by__isnull=True)
                | ~Q(confirmed_by=F("appointed_by")),
                name="appointment_is_confirmed_by_another_person",
            ),
            ExclusionConstraint(
                name="appointment_terms_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.office}, {self.area}"
