"""Undoing: takes back what a merge or an import wrote, as far as nobody built on it since.

An entry names what was written: {"model": "network.Person", "made": [keys]} for new rows (with "unless": a condition
under which a row stays), or {"model", "pks", "old", "new"} for fields that were changed.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef


def take_back(entries: Iterable[dict]) -> int:
    """Undo the entries, the last one first; return how many rows stay, because they were changed or used since."""
    return sum(_remove(entry) if "made" in entry else _restore(entry) for entry in reversed(list(entries)))


def _restore(entry: dict) -> int:
    model = apps.get_model(entry["model"])
    changed = model._base_manager.filter(pk__in=entry["pks"], **entry["new"]).update(**entry["old"])
    return len(entry["pks"]) - changed


def _remove(entry: dict) -> int:
    model = apps.get_model(entry["model"])
    rows = model._base_manager.filter(pk__in=entry["made"])
    found = rows.count()
    if "unless" in entry:
        rows = rows.exclude(**entry["unless"])
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ForeignObjectRel) and field.field.db_constraint and not field.many_to_many:
            users = field.related_model._base_manager.filter(**{field.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(users))
    _total, removed = rows.delete()
    return found - removed.get(model._meta.label, 0)
