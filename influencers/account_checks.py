"""Decides what the page of an influencer tells of accounts that nobody confirmed yet."""

from influencers.models import Influencer
from influencers.panels import PROFILE
from network.models import User
from network.panels import Panel
from network.rights import Feature


def unconfirmed(influencer: Influencer, user: User) -> dict[str, object] | None:
    """The accounts to confirm; None where all are, and on one's own page."""
    if influencer.person.user_id == user.pk:
        return None
    handles = [handle for handle in influencer.current_handles if handle.verified_at is None]
    return {"influencer": influencer, "handles": handles} if handles else None


PROFILE.register(Panel("influencers/_account_checks.html", Feature.ROSTER_EDIT, unconfirmed, place=20))
