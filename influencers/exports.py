"""Decides which columns of influencers can be exported."""

from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, RosterSeat
from network.exports import CONTACTS, ExportList, place_columns, register
from network.rights import Feature

register(
    ExportList(
        "influencers",
        _("Influencers"),
        Influencer,
        Feature.PEOPLE_VIEW,
        [
            (_("code"), "code"),
            (_("name in Hindi"), "person__name_hi"),
            (_("name in English"), "person__name_en"),
            (_("stage"), "stage"),
            (_("subjects"), "subjects"),
            (_("followers (self-reported)"), "declared_followers"),
            *place_columns("district__"),
        ],
        [(heading, f"person__{lookup}") for heading, lookup in CONTACTS],
        "person_id",
    ),
    ExportList(
        "teams",
        _("Teams"),
        RosterSeat,
        Feature.PEOPLE_VIEW,
        [
            (_("code"), "influencer__code"),
            (_("name in Hindi"), "influencer__person__name_hi"),
            (_("name in English"), "influencer__person__name_en"),
            (_("place kept since"), "kept_on"),
            (_("member since"), "joined_on"),
            (_("until"), "left_on"),
            (_("why ended"), "ended_why"),
            (_("stage"), "influencer__stage"),
            *place_columns("roster__district__"),
        ],
        [(heading, f"influencer__person__{lookup}") for heading, lookup in CONTACTS],
        "influencer__person_id",
    ),
)
