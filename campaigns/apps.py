"""The campaigns app: what is said when, by whom, and what came of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the app's lists to the exports."""
        from campaigns import exports  # noqa: F401 - models exist only now
