"""Influencers: the public voice of a person, and the accounts the person speaks from."""

from typing import Self

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.links import Platform
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


class Subject(models.TextChoices):
    """What a person can write about: a closed list, so that no tag can carry a caste, a religion or a leaning."""

    EDUCATION = "education", _("education")
    FARMERS = "farmers", _("farmers")
    HEALTH = "health", _("health")
    WOMEN = "women", _("women")
    YOUTH = "youth", _("youth and jobs")
    PRICES = "prices", _("prices")
    LAW_ORDER = "law_order", _("law and order")
    TRIBAL = "tribal", _("tribal affairs")
    CULTURE = "culture", _("culture")
    SPORTS = "sports", _("sports")


class Setting(models.TextChoices):
    """Where a voice speaks from."""

    RURAL = "rural", _("village")
    URBAN = "urban", _("town")
    NOT_SAID = "", _("not said")


class SizeBand(models.TextChoices):
    """The band of an audience by followers, as the trade names them; the bounds are in `BOUNDS`."""

    BELOW = "below", _("below 1,000")
    NANO = "nano", _("nano: 1,000 to 10,000")
    MICRO = "micro", _("micro: 10,000 to 100,000")
    MID = "mid", _("mid: 100,000 to 500,000")
    MACRO = "macro", _("macro: 500,000 to 1 million")
    MEGA = "mega", _("mega: over 1 million")


# From so many followers on (included).
BOUNDS = {
    SizeBand.BELOW: 0,
    SizeBand.NANO: 1_000,
    SizeBand.MICRO: 10_000,
    SizeBand.MID: 100_000,
    SizeBand.MACRO: 500_000,
    SizeBand.MEGA: 1_000_000,
}


class InfluencerQuerySet(ScopedQuerySet):
    def with_snooze(self) -> Self:
        """Add `snoozed_until` and `snooze_reason` of the newest snooze; None where there was none."""
        newest = apps.get_model("influencers", "Snooze").objects.filter(influencer=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            snoozed_until=Subquery(newest.values("until")[:1]), snooze_reason=Subquery(newest.values("reason")[:1])
        )


@kept(derived=["audience", "last_touched_at", "paused_until"])
class Influencer(models.Model):
    """A person's public voice and how far the party and the person have come with each other."""

    class Stage(models.TextChoices):
        SPOTTED = "spotted", _("spotted")
        VETTED = "vetted", _("vetted")
        CONTACTED = "contacted", _("contacted")
        AGREED = "agreed", _("agreed")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        LEFT = "left", _("left")
        DECLINED = "declined", _("declined")

    NEXT = {
        Stage.SPOTTED: {Stage.VETTED, Stage.DECLINED},
        Stage.VETTED: {Stage.CONTACTED, Stage.DECLINED},
        Stage.CONTACTED: {Stage.AGREED, Stage.DECLINED},
        Stage.AGREED: {Stage.ACTIVE, Stage.DECLINED},
        Stage.ACTIVE: {Stage.PAUSED, Stage.LEFT},
        Stage.PAUSED: {Stage.ACTIVE, Stage.LEFT},
        Stage.LEFT: {Stage.CONTACTED},
        Stage.DECLINED: {Stage.CONTACTED},
    }
    # What a person's own answer does: a yes or a no jumps over the steps of others.
    OWN_NEXT = {
        Stage.SPOTTED: {Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.VETTED: {Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.CONTACTED: {Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.AGREED: {Stage.ACTIVE, Stage.DECLINED},
        Stage.ACTIVE: {Stage.PAUSED, Stage.LEFT},
        Stage.PAUSED: {Stage.ACTIVE, Stage.LEFT},
        Stage.LEFT: {Stage.AGREED, Stage.ACTIVE},
        Stage.DECLINED: {Stage.AGREED, Stage.ACTIVE},
    }
    # Without their yes: no login, no contact data, and forgotten after a while.
    WITHOUT_YES = (Stage.SPOTTED, Stage.VETTED, Stage.CONTACTED, Stage.DECLINED)

    # Nobody has talked with them yet: no place in a team is kept.
    UNASKED = (Stage.SPOTTED, Stage.VETTED)

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    person = models.OneToOneField("network.Person", models.PROTECT, related_name="influencer", verbose_name=_("person"))
    district = models.ForeignKey("network.Area", models.PROTECT, related_name="influencers", verbose_name=_("district"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SPOTTED)
    stage_at = models.DateTimeField(_("in this stage since"), auto_now_add=True)
    subjects = ArrayField(
        models.CharField(max_length=20, choices=Subject), default=list, blank=True, verbose_name=_("subjects")
    )
    # As the person or the sheet says; measured figures come with their source in a table of their own.
    declared_followers = models.PositiveIntegerField(_("followers (self-reported)"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="looked_after",
        verbose_name=_("looked after by"),
    )
    setting = models.CharField(_("speaks from"), max_length=5, choices=Setting, default=Setting.NOT_SAID, blank=True)
    writing_style = models.CharField(_("writing style"), max_length=200, blank=True)
    # What a prospect made public themselves; before their yes nothing else may be kept.
    public_contact = models.CharField(_("contact they made public"), max_length=200, blank=True)
    public_contact_url = models.URLField(_("where they made it public"), max_length=300, blank=True)
    spotted_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    # Derived: the newest known followers of the largest account, and when somebody last spoke with them.
    audience = models.PositiveBigIntegerField(_("followers"), null=True, blank=True, editable=False)
    last_touched_at = models.DateTimeField(_("last spoken with"), null=True, blank=True, editable=False)
    # The day on which an own pause ends by itself; empty while it is open, and without a pause.
    paused_until = models.DateField(_("paused until"), null=True, blank=True, editable=False)

    objects = InfluencerQuerySet.as_manager()
    scope_area = "district__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("influencer")
        verbose_name_plural = _("influencers")
        ordering = ["person__name_hi", "pk"]
        indexes = [
            models.Index(fields=["district", "stage"], name="influencer_of_district"),
            models.Index(fields=["stage", "-stage_at"], name="influencer_in_stage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_contact="") | ~Q(public_contact_url=""),
                name="influencer_public_contact_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("influencers:influencer_detail", args=[self.code])

    def may_become(self, stage: str) -> bool:
        return stage in self.NEXT[self.Stage(self.stage)]

    def may_become_by_own_act(self, stage: str) -> bool:
        return stage in self.OWN_NEXT[self.Stage(self.stage)]

    @property
    def next_stages(self) -> list[tuple[str, str]]:
        """The stages that may follow, with their names, in the order of the pipeline."""
        return [(stage.value, stage.label) for stage in self.Stage if self.may_become(stage)]

    @property
    def size(self) -> int | None:
        """The followers that are known: measured ones, else what was declared."""
        return self.declared_followers if self.audience is None else self.audience

    @property
    def current_handles(self) -> list["Handle"]:
        """The accounts that were not given up; asks nothing more where all accounts are loaded."""
        return [handle for handle in self.handles.all() if handle.retired_at is None]


class HandleQuerySet(ScopedQuerySet):
    def current(self) -> Self:
        """Without accounts that were given up."""
        return self.filter(retired_at__isnull=True)


class Handle(models.Model):
    """An account that the person declared as their own: one on each platform, and one account belongs to one person."""

    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="handles", verbose_name=_("influencer"))
    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    handle = models.CharField(_("handle"), max_length=120)
    url = models.URLField(_("address"), max_length=300)
    # What the person places in the account's own description to show that it is theirs; "" until asked for.
    verify_code = models.CharField(max_length=12, blank=True, default="", editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    retired_at = models.DateTimeField(_("given up"), null=True, blank=True, editable=False)
    # Derived from the newest sample that tells them.
    followers = models.PositiveBigIntegerField(_("followers"), null=True, blank=True, editable=False)
    sampled_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)

    objects = HandleQuerySet.as_manager()
    scope_area = "influencer__district__path"
    scope_own = "influencer__person__user"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["platform", "handle"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "handle"], name="handle_belongs_to_one_person"),
            models.UniqueConstraint(
                fields=["influencer", "platform"],
                condition=Q(retired_at__isnull=True),
                name="handle_is_one_for_each_platform",
            ),
            models.CheckConstraint(condition=~Q(handle=""), name="handle_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.handle}"
