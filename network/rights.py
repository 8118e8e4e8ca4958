"""Decides who may act: features are granted by offices in areas, and `require` is asked first by every service."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.errors import RightMissing

if TYPE_CHECKING:
    from network.models import Area, User


class Feature(models.TextChoices):
    """What an office can grant in its area and everything below it."""

    AREA_VIEW = "area_view", _("see areas")
    AREA_EDIT = "area_edit", _("change the map of areas")
    PEOPLE_VIEW = "people_view", _("see people and teams")
    CONTACT_OPEN = "contact_open", _("open contact data")
    PEOPLE_EDIT = "people_edit", _("edit people")
    ROSTER_EDIT = "roster_edit", _("form teams and invite")
    VET = "vet", _("review prospects")
    TRAIN = "train", _("hold trainings")
    IMPORT_RUN = "import_run", _("import sheets")
    EXPORT = "export", _("export lists")
    APPOINT = "appoint", _("appoint people to offices")
    TOPIC_VIEW = "topic_view", _("see the calendar and topics")
    TOPIC_WRITE = "topic_write", _("write topics and briefs")
    TOPIC_CLEAR = "topic_clear", _("clear topics of others")
    TOPIC_SCHEDULE = "topic_schedule", _("schedule and withdraw topics")
    POST_VERIFY = "post_verify", _("check posts")
    COVERAGE_VIEW = "coverage_view", _("see coverage")


def may(by: "User | None", feature: str, area: "Area") -> bool:
    """Whether `by` holds the feature in the area. None is the system itself and may."""
    if by is None:
        return True
    return any(area.lies_in(path) for path in by.paths_with(feature))


def require(by: "User | None", feature: str, area: "Area") -> None:
    """Raise RightMissing unless `by` holds the feature in the area."""
    if not may(by, feature, area):
        raise RightMissing
