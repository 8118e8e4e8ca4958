"""The influencers app: who can speak in public, and the teams they form."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfluencersConfig(AppConfig):
    name = "influencers"
    verbose_name = _("Influencers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the app's lists to exports and imports, its parts to merges of people and pages of areas, and pages of history."""
        from influencers import (  # noqa: F401 - models exist only now
            account_checks,
            course_proof,
            exports,
            merges,
            own_parts,
            panels,
            stage_panel,
            touch_panels,
            training_panels,
        )
        from influencers.models import Influencer, Roster, RosterSeat
        from influencers.services import contacts, own_erasure, prospect_imports, roster_imports, rosters  # noqa: F401
        from network import person_rules
        from network.history import PAGES, Page, Part
        from network.rights import Feature
        from network.signals import people_merged, person_left

        self._vetting()
        people_merged.connect(merges.join_influencers, dispatch_uid="influencers.join")
        person_rules.register(
            contact=contacts.refuse_contact, login=contacts.refuse_login, erased=own_erasure.erased_numbers
        )
        person_left.connect(rosters.on_person_left, dispatch_uid="influencers.person_left")
        seats = [Part(RosterSeat, "roster")]
        PAGES["teams"] = Page(Roster, Feature.PEOPLE_VIEW, _("History of a team"), "district__code", seats)
        PAGES["influencers"] = Page(Influencer, Feature.PEOPLE_VIEW, _("History of an influencer"))

    def _vetting(self) -> None:
        """Add figures and vetting to the page of an influencer; nobody becomes vetted before the reviewers are done."""
        from influencers import audience_panel, vetting_gate, vetting_panel  # noqa: F401 - they register themselves
        from influencers.models import Influencer
        from influencers.services import vetting

        vetting_gate.STAGE_CHECKS[Influencer.Stage.VETTED].append(vetting.unfinished)
