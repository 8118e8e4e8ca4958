"""Areas: the places of the party's map, from the state down to a booth, and where each lies in the tree."""

from typing import Self

from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.names import names_before
from network.scope import ScopedQuerySet, prefixes
from network.search import SearchQuerySet, SearchWordsField, search_index

ROOT_PATH = "/"


class AreaKind(models.TextChoices):
    """What sort of place an area is."""

    STATE = "state", _("state")
    DIVISION = "division", _("division")
    DISTRICT = "district", _("district")
    BLOCK = "block", _("block")
    PANCHAYAT = "panchayat", _("gram panchayat")
    VILLAGE = "village", _("village")
    URBAN_BODY = "urban_body", _("urban body")
    WARD = "ward", _("ward")
    MOHALLA = "mohalla", _("mohalla")
    LOK_SABHA = "lok_sabha", _("Lok Sabha seat")
    ASSEMBLY = "assembly", _("assembly seat")
    MANDAL = "mandal", _("mandal")
    BOOTH = "booth", _("booth")


# The two letters that keep codes of different kinds apart inside one path.
PATH_PREFIX = {
    AreaKind.STATE: "st",
    AreaKind.DIVISION: "dv",
    AreaKind.DISTRICT: "di",
    AreaKind.BLOCK: "bl",
    AreaKind.PANCHAYAT: "gp",
    AreaKind.VILLAGE: "vi",
    AreaKind.URBAN_BODY: "ub",
    AreaKind.WARD: "wa",
    AreaKind.MOHALLA: "mo",
    AreaKind.LOK_SABHA: "ls",
    AreaKind.ASSEMBLY: "ac",
    AreaKind.MANDAL: "ma",
    AreaKind.BOOTH: "bo",
}


class AreaQuerySet(SearchQuerySet, ScopedQuerySet):
    def within(self, area: "Area") -> Self:
        """The area itself and everything below it."""
        return self.filter(path__startswith=area.path)

    def above(self, area: "Area") -> Self:
        """The ancestors of the area, topmost first, without the area itself."""
        return self.filter(path__in=area.paths_above()).order_by(Length("path"))

    def of_kind(self, kind: AreaKind) -> Self:
        return self.filter(kind=kind)

    def by_name(self) -> Self:
        """Ordered by the name in the language of the reader."""
        return self.order_by("name_en" if get_language() == "en" else "name_hi", "code")


class Area(models.Model):
    """A place on the party's map. Governments number them (LGD, or ECI for seats and booths): that is `code`."""

    kind = models.CharField(_("kind"), max_length=12, choices=AreaKind)
    code = models.CharField(_("government code"), max_length=20)
    name_hi = models.CharField(_("name in Hindi"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    # "/st23/dv3/di415/": kind and code from the state down, so one prefix answers "is it inside?".
    path = models.CharField(max_length=200, unique=True, editable=False)
    grid_col = models.PositiveSmallIntegerField(_("tile map column"), null=True, blank=True)
    grid_row = models.PositiveSmallIntegerField(_("tile map row"), null=True, blank=True)
    search_words = SearchWordsField()

    objects = AreaQuerySet.as_manager()
    scope_area = "path"

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["path"]
        indexes = [search_index("area_search")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="area_code_is_unique_per_kind"),
            models.CheckConstraint(
                condition=models.Q(path__startswith="/", path__endswith="/"),
                name="area_path_begins_and_ends_with_slash",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_hi

    def get_absolute_url(self) -> str:
        return reverse("network:area_detail", args=[self.kind, self.code])

    def searchable_names(self) -> list[str]:
        """The names it is found by, former ones too."""
        return [self.name_hi, self.name_en, *names_before(self.name_en)]

    def path_under(self, parent: "Area | None") -> str:
        """The path this area has when it lies in `parent` (None = at the top)."""
        return f"{parent.path if parent else ROOT_PATH}{PATH_PREFIX[AreaKind(self.kind)]}{self.code}/"

    def paths_above(self) -> list[str]:
        """The paths of the ancestors, topmost first; they need no query."""
        return prefixes(self.path)[:-1]
