"""The influencers app: who can speak in public, and the teams they form."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfluencersConfig(AppConfig):
    name = "influencers"
    verbose_name = _("Influencers")
    default_auto_field = "django.db.models.BigAutoField"
