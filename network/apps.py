"""The network app: who sits where in the party, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Network")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let areas and people be imported, sign-ins be noted, and people, appointments and cells have a history page."""
        from network import sign_ins  # noqa: F401 - models exist only now
        from network.history import PAGES, Page, Part
        from network.models import Appointment, Cell, Person
        from network.rights import Feature
        from network.services import area_imports, people_imports  # noqa: F401

        parts = [Part(Appointment, "person", told_by=["office", "area", "cell"])]
        PAGES["people"] = Page(Person, Feature.PEOPLE_VIEW, _("History of a person"), parts=parts)
        PAGES["appointments"] = Page(Appointment, Feature.PEOPLE_VIEW, _("History of an appointment"))
        parts = [Part(Appointment, "cell", told_by=["person", "office"])]
        PAGES["cells"] = Page(Cell, Feature.PEOPLE_VIEW, _("History of a cell"), parts=parts)
