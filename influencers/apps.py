"""The influencers app: who can speak in public, and the teams they form."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfluencersConfig(AppConfig):
    name = "influencers"
    verbose_name = _("Influencers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the app's lists to exports and imports, its parts to merges of people and pages of areas, and pages of history."""
        from influencers import exports, merges, panels, touch_panels  # noqa: F401 - models exist only now
        from influencers.models import Influencer, Roster, RosterSeat
        from influencers.services import roster_imports  # noqa: F401
        from network.history import PAGES, Page, Part
        from network.rights import Feature
        from network.signals import people_merged

        people_merged.connect(merges.join_influencers, dispatch_uid="influencers.join")
        seats = [Part(RosterSeat, "roster")]
        PAGES["teams"] = Page(Roster, Feature.PEOPLE_VIEW, _("History of a team"), "district__code", seats)
        PAGES["influencers"] = Page(Influencer, Feature.PEOPLE_VIEW, _("History of an influencer"))
