"""Offices, cells and appointments: the posts of the party, and who holds which one where and for how long."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.history import kept
from network.models.areas import AreaKind
from network.rights import Feature
from network.scope import ScopedQuerySet

DEPUTY_DAYS = 90


class Office(models.Model):
    """A kind of post that exists in every area of one kind, or in its cells, and what it grants there."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_hi = models.CharField(_("title in Hindi"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    area_kind = models.CharField(_("exists in each"), max_length=12, choices=AreaKind)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    features = ArrayField(models.CharField(max_length=20, choices=Feature), default=list, verbose_name=_("grants"))
    needs_second_person = models.BooleanField(_("a second person confirms"), default=False)
    needs_second_factor = models.BooleanField(_("demands a second factor at sign-in"), default=False)
    committee = models.SlugField(
        _("committee"), max_length=40, blank=True, help_text=_("Offices of one committee stand on one board.")
    )
    is_social_media = models.BooleanField(_("social-media in-charge"), default=False)
    is_for_cells = models.BooleanField(_("exists in the cells of the area"), default=False)
    appointers = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="fills",
        verbose_name=_("who may appoint"),
        help_text=_("Empty: everybody who may appoint in the area."),
    )
    required_training = models.CharField(_("required training"), max_length=120, blank=True)

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


@kept()
class Cell(models.Model):
    """A unit beside the tree: the IT cell, the women's or youth wing of an area, with offices and people of its own."""

    class Kind(models.TextChoices):
        IT = "it", _("IT cell")
        MEDIA = "media", _("media cell")
        WOMEN = "women", _("women's wing")
        YOUTH = "youth", _("youth wing")
        STUDENTS = "students", _("students' wing")
        FARMERS = "farmers", _("farmers' wing")
        OTHER = "other", _("other cell")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="cells", verbose_name=_("area"))
    name_hi = models.CharField(_("name in Hindi"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    is_closed = models.BooleanField(_("closed"), default=False)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        ordering = ["area__path", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name_hi"],
                condition=Q(is_closed=False),  # a cell that was closed leaves its name to a new one
                name="cell_name_is_unique_in_its_area",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_hi

    def get_absolute_url(self) -> str:
        return reverse("network:cell_detail", args=[self.code])


class AppointmentQuerySet(ScopedQuerySet):
    def live(self, on: datetime.date) -> Self:
        """Those that count on the day: begun, not ended, confirmed where needed, held by an active person."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            Q(office__needs_second_person=False) | Q(confirmed_by__isnull=False),
            starts_on__lte=on,
            person__status="active",
        )

    def open_at(self, on: datetime.date) -> Self:
        """Those that hold their seat on the day or later, whether they count already or not; one that ended before its first
        day holds none.
        """
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on) & Q(ends_on__gt=F("starts_on")))

    def seated(self) -> Self:
        """Those that hold a seat of their own: no deputies."""
        return self.filter(deputy_for__isnull=True)

    def with_order_keys(self) -> Self:
        """Add a key to order by each day of the term, for lists that are read page by page: no two rows share one, and an
        open end comes after every day.
        """
        return self.annotate(starts_key=_order_key("starts_on"), ends_key=_order_key("ends_on"))


def _order_key(day: str) -> Concat:
    """Day and key of the row as text: "2026-11-24 000000000815"."""
    text = Coalesce(Cast(day, CharField()), Value("9999-12-31"))
    return Concat(text, Value(" "), LPad(Cast("pk", CharField()), 12, Value("0")), output_field=CharField())


TERM = Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField())


@kept()
class Appointment(models.Model):
    """Person × office × area × term: the seat on the board and the right in the system.

    A deputy stands in for another appointment with some of its features, for at most 90 days, without a seat.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    person = models.ForeignKey("network.Person", models.PROTECT, related_name="appointments", verbose_name=_("person"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=_("office"))
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="appointments", verbose_name=_("area"))
    cell = models.ForeignKey(
        Cell, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("cell")
    )
    seat = models.PositiveSmallIntegerField(_("seat"), default=1)
    deputy_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("deputy for")
    )
    deputy_features = ArrayField(
        models.CharField(max_length=20, choices=Feature), null=True, blank=True, verbose_name=_("grants the deputy")
    )
    trained_on = models.DateField(_("training completed on"), null=True, blank=True)
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
                    (Coalesce("cell", Value(0)), RangeOperators.EQUAL),  # one may sit in several cells of an area
                    (TERM, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="appointment_seat_is_held_by_one",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (Coalesce("cell", Value(0)), RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (TERM, RangeOperators.OVERLAPS),
                ],
                condition=Q(deputy_for__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True, deputy_features__isnull=True)
                | Q(
                    deputy_for__isnull=False,
                    deputy_features__isnull=False,
                    ends_on__lte=F("starts_on") + datetime.timedelta(days=DEPUTY_DAYS),
                ),
                name="appointment_of_a_deputy_ends_within_90_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.office}, {self.place}"

    @property
    def place(self) -> str:
        """Where the office is held: in the area, or in a cell of it."""
        return str(self.area) if self.cell_id is None else f"{self.cell}, {self.area}"

    def get_absolute_url(self) -> str:
        """The board on which its seat stands."""
        if self.cell_id is not None:
            return self.cell.get_absolute_url()
        return reverse("network:office_board", args=[self.area.kind, self.area.code])

    def is_over(self, on: datetime.date) -> bool:
        """Whether it holds no seat on the day and never will again (see `open_at`)."""
        return self.ends_on is not None and (self.ends_on <= on or self.ends_on <= self.starts_on)

    @property
    def features(self) -> list[str]:
        """What it grants: everything the office does, or for a deputy the part that was handed over."""
        return self.office.features if self.deputy_for_id is None else self.deputy_features
