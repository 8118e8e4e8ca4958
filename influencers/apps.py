"""The influencers app: who can speak in public, and the teams they form."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfluencersConfig(AppConfig):
    name = "influencers"
    verbose_name = _("Influencers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the app's lists to the exports."""
        from influencers import exports  # noqa: F401 - models exist only now
