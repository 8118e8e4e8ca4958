"""Rosters: the team of influencers of each district, and whether it is large enough."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
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


class Health(models.TextChoices):
    """How a team stands altogether; the rule is in influencers/health.py."""

    GREEN = "green", _("in good order")
    YELLOW = "yellow", _("needs care")
    RED = "red", _("in need")


class RosterQuerySet(ScopedQuerySet):
    def with_counts(self) -> Self:
        """Add `member_count` (those who said yes themselves) and `kept_count` (places kept for those who have not yet)."""
        seats = RosterSeat.objects.live().filter(roster=OuterRef("pk"))
        return self.annotate(
            member_count=_count(seats.filter(joined_on__isnull=False)),
            kept_count=_count(seats.filter(joined_on__isnull=True)),
        )


def _count(seats: "RosterSeatQuerySet") -> Coalesce:
    """A subquery, so that the rows around it can still be locked."""
    counted = seats.order_by().values("roster").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


@kept(derived=["health", "reasons", "judged_at"])
class Roster(models.Model):
    """The team of one district: between `least` and `most` members."""

    district = models.OneToOneField("network.Area", models.PROTECT, related_name="roster", verbose_name=_("district"))
    least = models.PositiveSmallIntegerField(_("at least"), default=5)
    most = models.PositiveSmallIntegerField(_("at most"), default=10)
    # Derived by services/team_health.py: the light, its reasons as [{"code", …}], and when they were found.
    health = models.CharField(_("light"), max_length=10, choices=Health, default=Health.RED, editable=False)
    reasons = models.JSONField(_("reasons"), default=list, editable=False)
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True, editable=False)

    objects = RosterQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["district__name_hi"]
        constraints = [models.CheckConstraint(condition=Q(most__gte=F("least")), name="roster_most_is_not_below_least")]

    def __str__(self) -> str:
        return str(self.district)

    def get_absolute_url(self) -> str:
        return reverse("influencers:roster_detail", args=[self.district.code])

    def light(self, member_count: int) -> Light:
        """The light for that many members."""
        if member_count == 0:
            return Light.VACANT
        if member_count < self.least:
            return Light.THIN
        return Light.FULL if member_count <= self.most else Light.OVER


class RosterSeatQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        """The places that are taken: members, and places kept for those who have not answered."""
        return self.filter(left_on__isnull=True)

    def members(self) -> Self:
        """Those who are in a team by their own yes."""
        return self.live().filter(joined_on__isnull=False)

    def members_on(self, day: datetime.date) -> Self:
        """Who was a member on that day; who left on a day is none any more on it."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def within(self, area: Area) -> Self:
        """The seats of the teams in the area."""
        return self.filter(roster__district__path__startswith=area.path)


# Why a seat ended where nobody wrote a reason.
ENDINGS = {
    "consent_withdrawn": _("took the consent to briefs back"),
    "left": _("left"),
    "declined": _("declined"),
    "person_left": _("left the party"),
    "merged": _("two records of one person"),
}


@kept()
class RosterSeat(models.Model):
    """An influencer's place in a team: kept from `kept_on`, a member since their own yes (`joined_on`), until `left_on`.

    Ended, never deleted, so that the team of any day is known. PostgreSQL holds (influencers/migrations/0007) that nobody is
    a member without a live consent to briefs, and that a seat ends with the consent, and when the person leaves.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="seats", verbose_name=_("team"))
    influencer = models.ForeignKey(
        "influencers.Influencer", models.PROTECT, related_name="seats", verbose_name=_("influencer")
    )
    kept_on = models.DateField(_("place kept since"), default=timezone.localdate)
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("until"), null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("placed by")
    )
    placed_why = models.CharField(_("why placed"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_why = models.CharField(_("why ended"), max_length=200, blank=True)

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
                condition=Q(left_on__isnull=True) | Q(left_on__gte=Coalesce("joined_on", "kept_on")),
                name="roster_seat_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True) | Q(joined_on__gte=F("kept_on")),
                name="roster_seat_is_kept_before_it_is_joined",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.influencer}, {self.roster}"

    @property
    def is_member(self) -> bool:
        """Whether the person said yes and has not left."""
        return self.joined_on is not None and self.left_on is None

    @property
    def ending(self) -> str:
        """Why the seat ended, in the reader's language where it is one of the known reasons."""
        return str(ENDINGS.get(self.ended_why, self.ended_why))


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
