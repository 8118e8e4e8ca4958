"""Histories: what became of one row, read from the event tables that triggers fill (see network/history.py)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.history import Page
from network.models import User
from network.scope import ScopedQuerySet

MOST = 300
LABELS = {"insert": _("entered"), "update": _("changed"), "delete": _("deleted")}
ORIGINS: dict[str, Promise] = {
    "page": _("page"),
    "api": _("API"),
    "admin": _("admin"),
    "command": _("command"),
    "task": _("task"),
    "": _("directly in the database"),
}


Rows = tuple[type[models.Model], Iterable[int], Sequence[str]]
Pair = tuple[type[models.Model], models.Model, models.Model | None]


@dataclass(frozen=True)
class Change:
    """One field: its name, what it held and what it holds, in the reader's language."""

    name: str
    old: str
    new: str


@dataclass
class Event:
    """One write: when, to what, by whom, from where, and what it changed (nothing is told of fields kept secret).

    `about` names the rows that say which of several parts is meant.
    """

    at: datetime.datetime
    label: Promise
    title: str
    about: list[str]
    user: User | None
    origin: Promise
    place: str
    is_update: bool
    changes: list[Change] = field(default_factory=list)


def of_page(page: Page, row: models.Model, user: User) -> list[Event]:
    """The history of a row and of what hangs on it. Parts with a scope of their own are shown as far as `user` sees them."""
    parts: list[Rows] = [(page.model, [row.pk], ())]
    for part in page.parts:
        found = part.model._default_manager.filter(**{part.lookup: row})
        if isinstance(found, ScopedQuerySet):
            found = found.visible_to(user, page.feature, with_handed_down=False)
        parts.append((part.model, found.values_list("pk", flat=True), part.told_by))
    return of(parts)


def of(parts: Sequence[Rows]) -> list[Event]:
    """The newest events of the rows, the newest first. `parts` are models with the keys of the rows that are meant, and the
    relations that tell them apart.
    """
    found = []
    told_by = {model: relations for model, _pks, relations in parts}
    for model, pks, _told_by in parts:
        rows = model.pgh_event_model.objects.filter(pgh_obj_id__in=list(pks)).select_related("pgh_context")
        newest = list(rows.order_by("-pgh_id")[:MOST])
        found += _with_former(model, list(reversed(newest)))
    names = _names(found, told_by)
    users = User.objects.select_related("person").in_bulk(
        {_meta(row).get("user") for _model, row, _former in found} - {None}
    )
    events = [_event(pair, told_by[pair[0]], names, users) for pair in found]
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def _with_former(model: type[models.Model], rows: list[models.Model]) -> list[Pair]:
    """Each event with the one before it about the same row."""
    last: dict[int, models.Model] = {}
    pairs: list[Pair] = []
    for row in rows:
        pairs.append((model, row, last.get(row.pgh_obj_id)))
        last[row.pgh_obj_id] = row
    return pairs


def _meta(row: models.Model) -> dict[str, object]:
    return row.pgh_context.metadata if row.pgh_context else {}


def _event(pair: Pair, told_by: Sequence[str], names: dict[tuple[str, int], str], users: dict[int, User]) -> Event:
    model, row, former = pair
    meta = _meta(row)
    relations = [model._meta.get_field(name) for name in told_by]
    return Event(
        at=row.pgh_created_at,
        label=LABELS[row.pgh_label],
        title=str(model._meta.verbose_name),
        about=[_text(field, key, names) for field in relations if (key := getattr(row, field.attname)) is not None],
        user=users.get(meta.get("user")),
        origin=ORIGINS.get(meta.get("from", ""), ORIGINS[""]),
        place=meta.get("url") or meta.get("name") or "",
        is_update=row.pgh_label == "update",
        changes=_changes(model, row, former, names) if row.pgh_label == "update" else [],
    )


def _tracked(model: type[models.Model]) -> list[models.Field]:
    kept = {field.name for field in model.pgh_event_model._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.name in kept and not field.primary_key]


def _changes(
    model: type[models.Model], row: models.Model, former: models.Model | None, names: dict[tuple[str, int], str]
) -> list[Change]:
    if former is None:
        return []
    changes = []
    for tracked in _tracked(model):
        old, new = getattr(former, tracked.attname), getattr(row, tracked.attname)
        if old != new:
            title = str(tracked.verbose_name)
            changes.append(Change(title, _text(tracked, old, names), _text(tracked, new, names)))
    return changes


def _text(tracked: models.Field, value: object, names: dict[tuple[str, int], str]) -> str:
    if value in (None, "", []):
        return "–"
    if tracked.is_relation:
        return names.get((tracked.related_model._meta.label, value), f"#{value}")
    if tracked.choices:
        return str(dict(tracked.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(formats.localize(value))[:200]


def _names(found: list[Pair], told_by: dict[type[models.Model], Sequence[str]]) -> dict[tuple[str, int], str]:
    """How the rows that events point to are called: one query for each kind of row."""
    wanted: dict[type[models.Model], set[int]] = {}
    for model, row, former in found:
        for tracked in _tracked(model):
            if tracked.is_relation and (former is not None or tracked.name in told_by[model]):
                keys = {getattr(event, tracked.attname) for event in (row, former) if event is not None} - {None}
                wanted.setdefault(tracked.related_model, set()).update(keys)
    return {
        (model._meta.label, pk): str(row)
        for model, pks in wanted.items()
        if pks
        for pk, row in model._base_manager.in_bulk(pks).items()
    }
