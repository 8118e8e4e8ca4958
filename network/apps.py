"""The network app: who sits where in the party, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Network")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let lists of people be imported in the background."""
        from network.services import people_imports  # noqa: F401 - models exist only now
