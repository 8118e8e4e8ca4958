"""Rosters: the team of influencers of each district, and whether it is large enough."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from network.history import kept
from network.models import Area
from network.scope import ScopedQuerySet


class Light(models.TextChoices):
    """How a team stands by its number of members."""

    VACANT = "vacant", _("vacant")
    THIN = "thin", _("thin")
    FULL = "full", _("full")
    OVER = "over", _("over")


class RosterQuerySet(ScopedQuerySet):
    def with_counts(self) -> Self:
        """Add `member_count` (live seats) and `consenting_count` (those who said yes to briefs themselves)."""
        live = Q(seats__left_on__isnull=True, seats__isnull=False)
        consented = live & Q(
            seats__influencer__person__consents__purpose="briefs",
            seats__influencer__person__consents__withdrawn_at__isnull=True,
        )
        return self.annotate(
            member_count=Count("seats", filter=live, distinct=True),
            consenting_count=Count("seats", filter=consented, distinct=True),
        )


@kept()
class Roster(models.Model):
    """The team of one district: between `least` and `most` members."""

    district = models.OneToOneField("network.Area", models.PROTECT, related_name="roster", verbose_name=_("district"))
    least = models.PositiveSmallIntegerField(_("at least"), default=5)
    most = models.PositiveSmallIntegerField(_("at most"), default=10)

    objects = RosterQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["district__name_hi"]
        constraints = [models.CheckConstraint(condition=Q(most__gte=F("least")), name="roster_most_is_not_below_least")]

    def __str__(self) -> str:
        return str(self.district)

    def light(self, member_count: int) -> Light:
        """The light for that many members."""
        if member_count == 0:
            return Light.VACANT
        if member_count < self.least:
            return Light.THIN
        return Light.FULL if member_count <= self.most else Light.OVER


class RosterSeatQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        return self.filter(left_on__isnull=True)

    def within(self, area: Area) -> Self:
        """The seats of the teams in the area."""
        return self.filter(roster__district__path__startswith=area.path)


@kept()
class RosterSeat(models.Model):
    """An influencer's time in a team; ended, never deleted, so that the team of any day is known."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="seats", verbose_name=_("team"))
    influencer = models.ForeignKey(
        "influencers.Influencer", models.PROTECT, related_name="seats", verbose_name=_("influencer")
    )
    joined_on = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)

    objects = RosterSeatQuerySet.as_manager()
    scope_area = "roster__district__path"
    scope_own = "influencer__person__user"

    class Meta:
        verbose_name = _("team seat")
        verbose_name_plural = _("team seats")
        ordering = ["roster", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["influencer"], condition=Q(left_on__isnull=True), name="roster_seat_one_team_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="roster_seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.influencer}, {self.roster}"


class RosterTarget(models.Model):
    """How many members the teams of an area are to have by a day; between two days the plan grows in a straight line."""

    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    due_on = models.DateField(_("by the day"))
    member_count = models.PositiveIntegerField(_("members"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set"), auto_now=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("target of teams")
        verbose_name_plural = _("targets of teams")
        ordering = ["area", "due_on"]
        constraints = [models.UniqueConstraint(fields=["area", "due_on"], name="roster_target_is_one_for_each_day")]

    def __str__(self) -> str:
        return f"{self.area}: {self.member_count}, {self.due_on}"
