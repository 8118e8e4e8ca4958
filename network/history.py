"""Decides how the history of a table is kept: by triggers of the database, so that no way of writing passes it by.

Every insert, update and delete becomes a row of an event table that can only be added to, with the request, command or task it
came from. Statement triggers: a sheet of 30,000 rows costs one extra insert, not 30,000.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pghistory
import pgtrigger
from django.db import models
from django.utils.functional import Promise

from network.rights import Feature

ModelClass = type[models.Model]


def kept(*, secret: Sequence[str] = (), derived: Sequence[str] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep the history of a model. Of `secret` fields only that they changed is kept, never what they held: an erased number
    must not live on here. `derived` fields follow others and make no history of their own.
    """

    def track(model: ModelClass) -> ModelClass:
        watched = [field.name for field in model._meta.concrete_fields if field.name not in derived]
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*watched)),
            pghistory.DeleteEvent(),
            exclude=[*secret, *derived],
            append_only=True,
            level=pghistory.Statement,
        )(model)

    return track


@dataclass(frozen=True)
class Part:
    """What hangs on a row and belongs to its history; `lookup` leads from the part to the row.

    `told_by` are the relations that say which of the parts an event is about: the person and the office of an appointment.
    """

    model: ModelClass
    lookup: str
    told_by: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """How the history of a model's rows is reached: by `lookup`, for who holds the feature where the row belongs."""

    model: ModelClass
    feature: Feature
    title: Promise
    lookup: str = "code"
    parts: Sequence[Part] = ()


PAGES: dict[str, Page] = {}
