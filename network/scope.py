"""Decides who sees which rows: the only place that turns grants into a filter. Fail-closed: no grant, no row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from network.models import User

NOTHING = Q(pk__in=[])
EVERYTHING = Q(pk__isnull=False)
ELECTORAL = "~/"  # what paths of the electoral hierarchy begin with; those of the administrative one begin with "/"
DISTRICT_PATH = "^/.*?/di[^/]+/"  # read by Python and by PostgreSQL alike
EVERYWHERE = "/"  # the path above all areas: rows without an area belong to it, too


@dataclass(frozen=True)
class Grant:
    """One live appointment as the scope sees it: the features it grants in everything under `path` of a hierarchy.

    One in a cell sees and does the same as one in the area itself, but stands beside the other cells of the area, not above.
    `office_id` and `area_id` say which office is held where; an operator holds none.
    """

    path: str
    features: frozenset[str]
    office_id: int | None = None
    area_id: int | None = None
    in_cell: bool = False


def merge_paths(paths: Iterable[str]) -> list[str]:
    """Drop every path that lies inside another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept


def prefixes(path: str) -> list[str]:
    """All paths that contain `path`, itself included: "/st23/di415/" gives "/st23/" and "/st23/di415/"."""
    root, _slash, rest = path.partition("/")
    parts = rest.strip("/").split("/")
    return [f"{root}/{'/'.join(parts[:depth])}/" for depth in range(1, len(parts) + 1)]


def district_path(path: str) -> str:
    """The path of the district that `path` lies in ("/st23/dv3/di415/" for "/st23/dv3/di415/bl8/"), or else `path` itself."""
    found = re.match(DISTRICT_PATH, path)
    return found[0] if found else path


def path_column(path: str) -> str:
    """The column of an area that a path is compared with: each hierarchy has its own."""
    return "electoral_path" if path.startswith(ELECTORAL) else "path"


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to an area, to a person, or both; the model names the ways there.

    `scope_area`    lookup to the path of the row's area ("area__path"), or "" when it has none
    `scope_path`    column of the model itself that repeats the administrative path, where lists need it; or missing
    `scope_own`     lookup to the login the row is about ("person__user"), or "" when it is about nobody
    `scope_subject` lookup to the login that a row speaks of and that must not read it, or missing
    `scope_handed_down`  condition under which a row is also seen from the areas below its own, or None
    """

    def visible_to(
        self, user: "User | AnonymousUser", feature: str | None = None, *, with_handed_down: bool = True
    ) -> Self:
        """Keep the user's own rows and, with `feature`, those in areas where the user's office grants it."""
        if not user.is_authenticated:
            return self.none()
        seen = self._own_rows(user)
        for path in user.paths_with(feature) if feature else []:
            seen |= self._rows_under(path, with_handed_down=with_handed_down)
        subject = getattr(self.model, "scope_subject", "")
        return self.filter(seen).exclude(**{subject: user}) if subject else self.filter(seen)

    def _own_rows(self, user: "User") -> Q:
        own = getattr(self.model, "scope_own", "")
        return Q(**{own: user}) if own else NOTHING

    def _rows_under(self, path: str, *, with_handed_down: bool) -> Q:
        area = getattr(self.model, "scope_area", "")
        if not area:
            return NOTHING
        if path == EVERYWHERE:
            return EVERYTHING
        column = path_column(path)
        repeated = getattr(self.model, "scope_path", "") if column == "path" else ""
        if repeated:
            return Q(**{f"{repeated}__startswith": path})
        seen = self._lies_in(area, Q(**{f"{column}__startswith": path}))
        handed_down = getattr(self.model, "scope_handed_down", None)
        if handed_down is not None and with_handed_down:
            seen |= self._lies_in(area, Q(**{f"{column}__in": prefixes(path)})) & handed_down
        return seen

    def _lies_in(self, area: str, condition: Q) -> Q:
        """Rows whose area meets a condition on its path, asked as "is one of": no row is joined only to be thrown away."""
        relation = area.removesuffix("path").removesuffix("__")
        if not relation:
            return condition
        areas = apps.get_model("network", "Area").objects.filter(condition)
        return Q(**{f"{relation}__in": areas.values("pk")})


class CircleQuerySet(ScopedQuerySet):
    """Rows that only a circle reads, among those whose office sees them at all; each circle includes the ones before it.

    `scope_circle`  column that names the circle: "mine" (who wrote it), "office" (who holds the office it was written in, in
                    the same area), "district" (offices held in the row's own area), "state" (offices above, too)
    `scope_author`  lookup to the login that wrote the row
    `scope_office`  lookups to the office that the row was written in and to its area
    """

    def visible_to(
        self, user: "User | AnonymousUser", feature: str | None = None, *, with_handed_down: bool = True
    ) -> Self:
        """Keep of the rows that the user's office sees those whose circle the user stands in. An operator holds no office."""
        rows = super().visible_to(user, feature, with_handed_down=with_handed_down)
        return rows.filter(self._circles(user, feature)) if user.is_authenticated else rows

    def _circles(self, user: "User", feature: str | None) -> Q:
        circle, (office, area) = self.model.scope_circle, self.model.scope_office
        seen = Q(**{self.model.scope_author: user}) | Q(**{circle: "state"})
        for grant in user.live_grants:
            if grant.office_id is None:
                continue
            same_office = Q(**{f"{office}_id": grant.office_id, f"{area}_id": grant.area_id})
            seen |= Q(**{f"{circle}__in": ["office", "district"]}) & same_office
            if feature in grant.features:
                seen |= Q(**{circle: "district", self.model.scope_area: grant.path})
        return seen
