"""Briefs: facts with their sources and angles to start from. There is no field for text to paste, on purpose.

Each text stands in Hindi, which is needed, and in English, which may be empty; `said` chooses for the reader.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.bilingual import Said, said
from influencers.links import Platform
from influencers.models import Setting, Subject
from network.history import kept
from network.languages import LANGUAGES
from network.scope import ScopedQuerySet

# Where a voice may speak from, without "not said": an angle is for somebody, or for all.
SETTINGS = [choice for choice in Setting.choices if choice[0]]


def choices_of(choices: object, name: object) -> ArrayField:
    """Any number of a closed list; none stands for all."""
    return ArrayField(models.CharField(max_length=20, choices=choices), default=list, blank=True, verbose_name=name)


def suits(subjects: list[str], settings: list[str], languages: list[str]) -> list[str]:
    """Whom an angle suits, in words."""
    words = [dict(Subject.choices), dict(SETTINGS), dict(LANGUAGES)]
    chosen = zip(words, (subjects, settings, languages), strict=True)
    return [str(names.get(code, code)) for names, codes in chosen for code in codes]


@kept()
class Brief(models.Model):
    """What a person needs to write on a topic in their own words."""

    topic = models.OneToOneField("campaigns.Topic", models.CASCADE, related_name="brief", verbose_name=_("topic"))
    why_today_hi = models.TextField(_("why today, in Hindi"), max_length=1000)
    why_today_en = models.TextField(_("why today, in English"), max_length=1000, blank=True, default="")
    # [{"hi": "…", "en": "…"}, …]
    do_not_say = models.JSONField(_("do not say"), default=list, blank=True)
    disclosure_hi = models.CharField(_("disclosure line in Hindi"), max_length=200, blank=True)
    disclosure_en = models.CharField(_("disclosure line in English"), max_length=200, blank=True, default="")
    platforms = choices_of(Platform, _("platforms"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"
    scope_handed_down = models.Q(topic__status__in=["live", "closed"])

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def why_today(self) -> Said:
        """Why people should write just now, in the reader's language."""
        return said(self.why_today_hi, self.why_today_en)

    @property
    def disclosure(self) -> Said:
        """The line by which people say who they are, in the reader's language."""
        return said(self.disclosure_hi, self.disclosure_en)

    @property
    def not_to_say(self) -> list[Said]:
        """What nobody should say, in the reader's language."""
        return [said(line["hi"], line["en"]) for line in self.do_not_say]

    @property
    def platform_names(self) -> list[str]:
        """The chosen platforms as people call them; none chosen stands for all."""
        return [str(Platform(code).label) for code in self.platforms]


@kept()
class Fact(models.Model):
    """One checked statement and where it comes from."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="facts", verbose_name=_("brief"))
    position = models.PositiveSmallIntegerField(default=0)
    text_hi = models.CharField(_("fact in Hindi"), max_length=500)
    text_en = models.CharField(_("fact in English"), max_length=500, blank=True, default="")
    source_title_hi = models.CharField(_("source in Hindi"), max_length=200)
    source_title_en = models.CharField(_("source in English"), max_length=200, blank=True, default="")
    source_url = models.URLField(_("link of the source"), max_length=500, blank=True)
    source_on = models.DateField(_("date of the source"), null=True, blank=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text_hi

    @property
    def number(self) -> int:
        """The number by which angles and corrections name it, from 1 on."""
        return self.position + 1

    @property
    def text(self) -> Said:
        """The statement in the reader's language."""
        return said(self.text_hi, self.text_en)

    @property
    def source_title(self) -> Said:
        """The name of the source in the reader's language."""
        return said(self.source_title_hi, self.source_title_en)


@kept()
class Angle(models.Model):
    """One way to look at the topic, with a question to start writing from; people get different ones."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="angles", verbose_name=_("brief"))
    position = models.PositiveSmallIntegerField(default=0)
    title_hi = models.CharField(_("angle in Hindi"), max_length=200)
    title_en = models.CharField(_("angle in English"), max_length=200, blank=True, default="")
    question_hi = models.CharField(_("question to start from, in Hindi"), max_length=300)
    question_en = models.CharField(_("question to start from, in English"), max_length=300, blank=True, default="")
    # Numbers of the brief's facts that carry this angle, from 1 on.
    key_facts = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("key facts (numbers)")
    )
    # Whom it suits: none chosen stands for everybody.
    subjects = choices_of(Subject, _("suits people who write on"))
    settings = choices_of(SETTINGS, _("suits people who speak from"))
    languages = choices_of(LANGUAGES, _("suits people who write in"))
    audience_hi = models.CharField(_("whom it suits, in Hindi"), max_length=200, blank=True, default="")
    audience_en = models.CharField(_("whom it suits, in English"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("angle")
        verbose_name_plural = _("angles")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title_hi

    @property
    def title(self) -> Said:
        """The angle in the reader's language."""
        return said(self.title_hi, self.title_en)

    @property
    def question(self) -> Said:
        """The question to start from in the reader's language."""
        return said(self.question_hi, self.question_en)

    @property
    def audience(self) -> list[str]:
        """Whom it suits, in words."""
        text = said(self.audience_hi, self.audience_en)
        return suits(self.subjects, self.settings, self.languages) + ([text] if text else [])
