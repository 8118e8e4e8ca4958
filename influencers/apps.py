"""The influencers app: who can speak in public, and the teams they form."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfluencersConfig(AppConfig):
    name = "influencers"
    verbose_name = _("Influencers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the app's lists to the exports, and its part to merges of people."""
        from influencers import exports, merges  # noqa: F401 - models exist only now
        from network.signals import people_merged

        people_merged.connect(merges.join_influencers, dispatch_uid="influencers.join")
