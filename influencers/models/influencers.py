"""Influencers: the public voice of a person, and the accounts the person speaks from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
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


@kept()
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
        Stage.SPOTTED: {Stage.VETTED, Stage.CONTACTED, Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.VETTED: {Stage.CONTACTED, Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.CONTACTED: {Stage.AGREED, Stage.ACTIVE, Stage.DECLINED},
        Stage.AGREED: {Stage.ACTIVE, Stage.DECLINED},
        Stage.ACTIVE: {Stage.PAUSED, Stage.LEFT},
        Stage.PAUSED: {Stage.ACTIVE, Stage.LEFT},
        Stage.LEFT: {Stage.ACTIVE},
        Stage.DECLINED: {Stage.ACTIVE},
    }

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

    objects = ScopedQuerySet.as_manager()
    scope_area = "district__path"
    scope_own = "person__user"

    class Meta:
        verbose_name = _("influencer")
        verbose_name_plural = _("influencers")
        ordering = ["person__name_hi", "pk"]

    def __str__(self) -> str:
        return str(self.person)

    def may_become(self, stage: str) -> bool:
        return stage in self.NEXT[self.Stage(self.stage)]


class Handle(models.Model):
    """An account that the person declared as their own; one account belongs to one person."""

    influencer = models.ForeignKey(Influencer, models.CASCADE, related_name="handles", verbose_name=_("influencer"))
    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    handle = models.CharField(_("handle"), max_length=120)
    url = models.URLField(_("address"), max_length=300)

    objects = ScopedQuerySet.as_manager()
    scope_area = "influencer__district__path"
    scope_own = "influencer__person__user"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["platform", "handle"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "handle"], name="handle_belongs_to_one_person"),
            models.CheckConstraint(condition=~Q(handle=""), name="handle_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.handle}"
