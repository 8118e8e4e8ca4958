"""The nouns of the influencers app, one module each."""

from .consents import Consent, ConsentNotice, Invitation
from .influencers import Handle, Influencer, Subject
from .rosters import Light, Roster, RosterSeat

__all__ = [
    "Consent",
    "ConsentNotice",
    "Handle",
    "Influencer",
    "Invitation",
    "Light",
    "Roster",
    "RosterSeat",
    "Subject",
]
