"""People: named humans of the party, and how they want to be reached."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.history import kept
from network.phones import mask
from network.scope import ScopedQuerySet
from network.sealing import lookup_hash, seal, unseal
from network.search import NameKeyField, SearchQuerySet, SearchWordsField, search_index

PHONE_FIELDS = ("phone_sealed", "phone_hash", "phone_end")


class Channel(models.TextChoices):
    """The ways a message reaches a person."""

    IN_APP = "in_app", _("in Samvad")
    EMAIL = "email", _("e-mail")
    TELEGRAM = "telegram", _("Telegram")
    PUSH = "push", _("messages of the browser")
    SMS = "sms", _("SMS")


def default_languages() -> list[str]:
    return ["hi"]


class PersonQuerySet(SearchQuerySet, ScopedQuerySet):
    """People, within the scope, found by name, and by phone number without unsealing one."""

    def known(self) -> Self:
        """Without those who were erased."""
        return self.filter(erased_at__isnull=True)

    def with_phone(self, number: str) -> Self:
        """The person with this number (E.164), if any."""
        return self.filter(phone_hash=lookup_hash(number))


@kept(
    secret=["phone_sealed", "phone_hash", "phone_end", "email"],
    derived=["search_words", "name_key", "home_path", "erased_at"],
)
class Person(models.Model):
    """A named human. Contact data is masked until somebody with the right opens it (each opening is logged)."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        LEFT = "left", _("left")

    class Gender(models.TextChoices):
        WOMAN = "woman", _("woman")
        MAN = "man", _("man")
        OTHER = "other", _("other")
        NOT_SAID = "", _("not said")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    name_hi = models.CharField(_("name in Hindi"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    gender = models.CharField(_("gender"), max_length=5, choices=Gender, default=Gender.NOT_SAID, blank=True)
    # `phone` below reads and sets these three. No number has no hash (NULL), so that the unique index lets many be unknown.
    phone_sealed = models.TextField(blank=True, default="", editable=False)
    phone_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    phone_end = models.CharField(max_length=3, blank=True, default="", editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    home_area = models.ForeignKey("network.Area", models.PROTECT, related_name="residents", verbose_name=_("home area"))
    # The path of the home area, repeated by a trigger of the database, so that a list is scoped without a join.
    home_path = models.CharField(max_length=200, default="", editable=False, db_index=True)
    languages = ArrayField(models.CharField(max_length=20), default=default_languages, verbose_name=_("languages"))
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    is_adult_confirmed = models.BooleanField(_("said to be 18 or older"), default=False)
    birth_month = models.PositiveSmallIntegerField(_("month of birth"), null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(_("day of birth"), null=True, blank=True)
    # One's own quiet hours, besides everybody's; both or none.
    quiet_from = models.TimeField(_("no messages from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no messages until"), null=True, blank=True)
    is_fictional = models.BooleanField(_("fictional (demo)"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("login")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search_words = SearchWordsField()
    name_key = NameKeyField()
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("merged into")
    )

    # The person asked to be erased: names and contact data are gone, what is left tells nobody who it was.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()
    scope_area = "home_area__path"
    scope_path = "home_path"
    scope_own = "user"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_hi", "pk"]
        indexes = [search_index("person_search")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone_sealed="", phone_hash__isnull=True, phone_end="")
                | ~models.Q(phone_sealed="")
                & models.Q(phone_hash__regex="^[0-9a-f]{64}$", phone_end__regex="^[0-9]{3}$"),
                name="person_phone_is_sealed_and_hashed",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_month__isnull=True, birth_day__isnull=True)
                | models.Q(birth_month__range=(1, 12), birth_day__range=(1, 31)),
                name="person_birthday_is_a_day_of_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="person_quiet_hours_have_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:person_detail", args=[self.code])

    def searchable_names(self) -> list[str]:
        """The names the person is found by."""
        return [] if self.erased_at else [self.name_hi, self.name_en]

    @property
    def name(self) -> str:
        """The name in the reader's script, as far as it is known."""
        return (self.name_en if get_language() == "en" else "") or self.name_hi

    @property
    def language(self) -> str:
        """The language in which Samvad writes to the person: Hindi for who reads it, else English."""
        return "hi" if "hi" in self.languages else "en"

    @property
    def phone(self) -> str | None:
        """The phone number in the clear (E.164), None where it is not known. Raises SealBroken (network/sealing.py)."""
        return unseal(self.phone_sealed) if self.phone_sealed else None

    @phone.setter
    def phone(self, number: str | None) -> None:
        self.phone_sealed = seal(number) if number else ""
        self.phone_hash = lookup_hash(number) if number else None
        self.phone_end = number[-3:] if number else ""

    @property
    def masked_phone(self) -> str:
        """The phone number as everybody may see it; nothing is unsealed for it."""
        return mask(self.phone_end) if self.phone_end else ""
