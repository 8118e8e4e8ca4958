"""Areas: the places of the party's map, from the state down to a booth, and where each lies in the two hierarchies."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.names import names_before
from network.scope import ELECTORAL, ScopedQuerySet, path_column, prefixes
from network.search import SearchQuerySet, SearchWordsField, search_index

ROOT_PATH = "/"


class AreaKind(models.TextChoices):
    """What sort of place an area is."""

    STATE = "state", _("state")
    DIVISION = "division", _("division")
    DISTRICT = "district", _("district")
    SUBDISTRICT = "subdistrict", _("tehsil")
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
    AreaKind.SUBDISTRICT: "sd",
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


# In which kinds a kind may lie. Both tables go strictly downward, so no area can come to lie in itself.
ADMINISTRATIVE_PARENTS: dict[AreaKind, set[AreaKind]] = {
    AreaKind.STATE: set(),
    AreaKind.DIVISION: {AreaKind.STATE},
    AreaKind.DISTRICT: {AreaKind.DIVISION, AreaKind.STATE},
    AreaKind.SUBDISTRICT: {AreaKind.DISTRICT},
    AreaKind.BLOCK: {AreaKind.DISTRICT},
    AreaKind.PANCHAYAT: {AreaKind.BLOCK},
    AreaKind.VILLAGE: {AreaKind.PANCHAYAT},
    AreaKind.URBAN_BODY: {AreaKind.DISTRICT},
    AreaKind.WARD: {AreaKind.URBAN_BODY},
    AreaKind.MOHALLA: {AreaKind.WARD},
    AreaKind.LOK_SABHA: {AreaKind.STATE},
    AreaKind.ASSEMBLY: {AreaKind.DISTRICT, AreaKind.STATE},
    AreaKind.MANDAL: {AreaKind.DISTRICT},
    AreaKind.BOOTH: {AreaKind.PANCHAYAT, AreaKind.VILLAGE, AreaKind.WARD, AreaKind.MOHALLA},
}
ELECTORAL_PARENTS: dict[AreaKind, set[AreaKind]] = {
    AreaKind.STATE: set(),
    AreaKind.LOK_SABHA: {AreaKind.STATE},
    AreaKind.ASSEMBLY: {AreaKind.LOK_SABHA},
    AreaKind.MANDAL: {AreaKind.ASSEMBLY},
    AreaKind.BOOTH: {AreaKind.MANDAL, AreaKind.ASSEMBLY},
}
# What lies in these is told by the electoral hierarchy; an office there reaches it, too.
SEAT_KINDS = {AreaKind.LOK_SABHA, AreaKind.ASSEMBLY, AreaKind.MANDAL}


class AreaQuerySet(SearchQuerySet, ScopedQuerySet):
    def within(self, area: "Area") -> Self:
        """The area itself and everything below it, in either hierarchy."""
        return self.filter(inside(area))

    def within_path(self, path: str) -> Self:
        """Those whose path, in the hierarchy that the path belongs to, begins with it."""
        return self.filter(**{f"{path_column(path)}__startswith": path})

    def above(self, area: "Area") -> Self:
        """The ancestors of the area in the administrative hierarchy, topmost first, without the area itself."""
        return self.filter(path__in=area.paths_above()).order_by(Length("path"))

    def electorally_above(self, area: "Area") -> Self:
        """The same in the electoral hierarchy: state, Lok Sabha seat, assembly seat, mandal."""
        return self.filter(electoral_path__in=area.electoral_paths_above()).order_by(Length("electoral_path"))

    def current(self) -> Self:
        """Those that were not merged away."""
        return self.filter(ended_on__isnull=True)

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
    electoral_parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="electoral_children",
        verbose_name=_("belongs to the seat"),
    )
    # "~/st23/lsS12-5/acS12-156/": the same through the seats; NULL for what is no part of them.
    electoral_path = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    former_names = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("former names")
    )
    since = models.DateField(_("exists since"), null=True, blank=True)
    ended_on = models.DateField(_("merged on"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="offshoots",
        verbose_name=_("split from"),
    )
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
                condition=Q(path__startswith="/", path__endswith="/"), name="area_path_begins_and_ends_with_slash"
            ),
            models.CheckConstraint(
                condition=Q(electoral_path__isnull=True)
                | Q(electoral_path__startswith=ELECTORAL, electoral_path__endswith="/"),
                name="area_electoral_path_begins_with_tilde",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, successor__isnull=True)
                | Q(ended_on__isnull=False, successor__isnull=False),
                name="area_merged_has_a_day_and_a_successor",
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
        return [self.name_hi, self.name_en, *self.former_names, *names_before(self.name_en)]

    def path_under(self, parent: "Area | None") -> str:
        """The path this area has when it lies in `parent` (None = at the top)."""
        return f"{parent.path if parent else ROOT_PATH}{self.path_label}"

    def electoral_path_under(self, parent: "Area | None") -> str | None:
        """The electoral path this area has under `parent`; None where the kind or the parent is no part of the seats."""
        if self.kind == AreaKind.STATE:
            return f"{ELECTORAL}{self.path_label}"
        return f"{parent.electoral_path}{self.path_label}" if parent and parent.electoral_path else None

    @property
    def path_label(self) -> str:
        """The area's own step of a path: "di415/"."""
        return f"{PATH_PREFIX[AreaKind(self.kind)]}{self.code}/"

    @property
    def is_seat(self) -> bool:
        """Whether what lies within is told by the electoral hierarchy."""
        return self.kind in SEAT_KINDS

    def paths_above(self) -> list[str]:
        """The paths of the ancestors, topmost first; they need no query."""
        return prefixes(self.path)[:-1]

    def electoral_paths_above(self) -> list[str]:
        """The same for the electoral hierarchy."""
        return prefixes(self.electoral_path)[:-1] if self.electoral_path else []

    def own_paths(self) -> list[str]:
        """The paths whose subtrees lie within this area: one, and for seats a second one."""
        return [self.path, self.electoral_path] if self.is_seat and self.electoral_path else [self.path]

    def lies_in(self, path: str) -> bool:
        """Whether the area lies under a path of either hierarchy, or is the area of that path."""
        return (getattr(self, path_column(path)) or "").startswith(path)


def inside(area: Area, prefix: str = "") -> Q:
    """Rows whose area (at the lookup `prefix`, "home_area__") lies within `area`, in either hierarchy."""
    condition = Q()
    for path in area.own_paths():
        condition |= Q(**{f"{prefix}{path_column(path)}__startswith": path})
    return condition


class AreaChange(models.Model):
    """A dated change of the map: what was renamed, moved, merged or split off, and what it was before."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split off")

    area = models.ForeignKey(Area, models.PROTECT, related_name="changes", verbose_name=_("area"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    other = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the other area")
    )
    # as text, in both languages, so that the page tells it the same when everything around it changed again
    before = models.JSONField(_("before"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("change of the map")
        verbose_name_plural = _("changes of the map")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.area}: {self.kind} {self.on}"
