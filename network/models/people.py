"""People: named humans of the party, and how they want to be reached."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.phones import mask
from network.scope import ScopedQuerySet
from network.search import SearchQuerySet, SearchWordsField, search_index


class Channel(models.TextChoices):
    """The ways a message reaches a person."""

    IN_APP = "in_app", _("in Samvad")
    EMAIL = "email", _("e-mail")


def default_languages() -> list[str]:
    return ["hi"]


class PersonQuerySet(SearchQuerySet, ScopedQuerySet):
    """People, within the scope, found by name."""


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
    # E.164, "+91" and ten digits. NULL, not "", so that the unique index lets many be unknown.
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    home_area = models.ForeignKey("network.Area", models.PROTECT, related_name="residents", verbose_name=_("home area"))
    # The path of the home area, repeated by a trigger of the database, so that a list is scoped without a join.
    home_path = models.CharField(max_length=200, default="", editable=False, db_index=True)
    languages = ArrayField(models.CharField(max_length=20), default=default_languages, verbose_name=_("languages"))
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    is_adult_confirmed = models.BooleanField(_("said to be 18 or older"), default=False)
    is_fictional = models.BooleanField(_("fictional (demo)"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("login")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search_words = SearchWordsField()

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
                condition=models.Q(phone__isnull=True) | models.Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="person_phone_is_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def searchable_names(self) -> list[str]:
        """The names the person is found by."""
        return [self.name_hi, self.name_en]

    @property
    def name(self) -> str:
        """The name in the reader's script, as far as it is known."""
        return (self.name_en if get_language() == "en" else "") or self.name_hi

    @property
    def masked_phone(self) -> str:
        """The phone number as everybody may see it."""
        return mask(self.phone) if self.phone else ""
