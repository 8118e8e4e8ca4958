"""Decides which lists can be exported, with which columns; the apps above add their own when they start."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.models import Appointment, Area, Person
from network.rights import Feature


@dataclass(frozen=True)
class ExportList:
    """One list: its rows are those of `model` in which the reader holds `feature`; columns are headings and lookups.

    `contacts` are the columns that only an office with contact data gets; `person` leads from a row to its person.
    """

    code: str
    title: Promise
    model: type[models.Model]
    feature: Feature
    columns: Sequence[tuple[Promise, str]]
    contacts: Sequence[tuple[Promise, str]] = field(default_factory=tuple)
    person: str = ""


LISTS: dict[str, ExportList] = {}


def register(*lists: ExportList) -> None:
    """Let lists be exported."""
    LISTS.update({entry.code: entry for entry in lists})


PLACE = [(_("area"), "{}name_hi"), (_("Kind"), "{}kind"), (_("Government code"), "{}code"), (_("Path"), "{}path")]


def place_columns(prefix: str) -> list[tuple[Promise, str]]:
    """The columns that say where a row belongs; `prefix` leads to its area ("home_area__")."""
    return [(heading, lookup.format(prefix)) for heading, lookup in PLACE]


CONTACTS = [(_("phone"), "phone_sealed"), (_("e-mail"), "email")]
register(
    ExportList(
        "people",
        _("People"),
        Person,
        Feature.PEOPLE_VIEW,
        [
            (_("code"), "code"),
            (_("name in Hindi"), "name_hi"),
            (_("name in English"), "name_en"),
            (_("gender"), "gender"),
            (_("status"), "status"),
            *place_columns("home_area__"),
        ],
        CONTACTS,
        "pk",
    ),
    ExportList(
        "appointments",
        _("Appointments"),
        Appointment,
        Feature.PEOPLE_VIEW,
        [
            (_("office"), "office__title_hi"),
            (_("cell"), "cell__name_hi"),
            (_("seat"), "seat"),
            (_("person"), "person__name_hi"),
            (_("from"), "starts_on"),
            (_("until (not included)"), "ends_on"),
            *place_columns("area__"),
        ],
        [(heading, f"person__{lookup}") for heading, lookup in CONTACTS],
        "person_id",
    ),
    ExportList(
        "areas",
        _("Areas"),
        Area,
        Feature.AREA_VIEW,
        [
            *place_columns(""),
            (_("name in English"), "name_en"),
            (_("Seats"), "figures__seats"),
            (_("Filled"), "figures__filled"),
            (_("People"), "figures__people"),
        ],
    ),
)
