"""Figures: what is counted per area, kept beside the tree so that no page counts a state's rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class CommitteeLight(models.TextChoices):
    """How a committee stands; the first that applies from below counts."""

    IN_ORDER = "in_order", _("in order")
    ASLEEP = "asleep", _("asleep")
    THIN = "thin", _("thin")
    NO_IN_CHARGE = "no_in_charge", _("no social-media in-charge")


class AreaFigures(models.Model):
    """Counts of one area with everything below it, as of `refreshed_at` (see services/figures.py)."""

    area = models.OneToOneField("network.Area", models.CASCADE, primary_key=True, related_name="figures")
    seats = models.PositiveIntegerField(_("seats"), default=0)
    filled = models.PositiveIntegerField(_("seats filled"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    in_order = models.PositiveIntegerField(CommitteeLight.IN_ORDER.label, default=0)
    asleep = models.PositiveIntegerField(CommitteeLight.ASLEEP.label, default=0)
    thin = models.PositiveIntegerField(CommitteeLight.THIN.label, default=0)
    no_in_charge = models.PositiveIntegerField(CommitteeLight.NO_IN_CHARGE.label, default=0)
    # of the area's own committee, "" where it has none
    light = models.CharField(_("light"), max_length=12, choices=CommitteeLight, blank=True)
    refreshed_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("figures of an area")
        verbose_name_plural = _("figures of areas")

    def __str__(self) -> str:
        return f"{self.area_id}: {self.filled}/{self.seats}"

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return max(0, self.seats - self.filled)

    @property
    def filled_share(self) -> int | None:
        """Seats filled in whole per cent; None where there is no seat."""
        return 100 * self.filled // self.seats if self.seats else None

    @property
    def committees(self) -> int:
        """How many committees there are."""
        return self.in_order + self.asleep + self.thin + self.no_in_charge
