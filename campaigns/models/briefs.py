"""Briefs: facts with their sources and angles to start from. There is no field for text to paste, on purpose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from influencers.links import Platform
from network.history import kept
from network.scope import ScopedQuerySet


@kept()
class Brief(models.Model):
    """What a person needs to write on a topic in their own words."""

    class Language(models.TextChoices):
        HINDI = "hi", _("Hindi")
        ENGLISH = "en", _("English")

    topic = models.OneToOneField("campaigns.Topic", models.CASCADE, related_name="brief", verbose_name=_("topic"))
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.HINDI)
    why_today = models.TextField(_("why today"), max_length=1000)
    do_not_say = models.TextField(_("do not say"), max_length=1000, blank=True)
    disclosure = models.CharField(_("disclosure line"), max_length=200, blank=True)
    platforms = ArrayField(
        models.CharField(max_length=20, choices=Platform), default=list, blank=True, verbose_name=_("platforms")
    )

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"
    scope_handed_down = models.Q(topic__status__in=["live", "closed"])

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")

    def __str__(self) -> str:
        return str(self.topic)


@kept()
class Fact(models.Model):
    """One checked statement and where it comes from."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="facts", verbose_name=_("brief"))
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("fact"), max_length=500)
    source_title = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("link of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


@kept()
class Angle(models.Model):
    """One way to look at the topic, with a question to start writing from; people get different ones."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="angles", verbose_name=_("brief"))
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("angle"), max_length=200)
    question = models.CharField(_("question to start from"), max_length=300)

    class Meta:
        verbose_name = _("angle")
        verbose_name_plural = _("angles")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
