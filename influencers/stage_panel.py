"""Decides what the page of an influencer tells of their way through the pipeline, and who finds the form for the next step."""

from dataclasses import dataclass

from influencers.models import Influencer, StageChange
from influencers.panels import PROFILE
from network.models import User
from network.panels import Panel
from network.rights import Feature, may

MOST = 30


@dataclass(frozen=True)
class Steps:
    """The newest steps, and the stages that the reader may choose from (none: the reader moves nobody here)."""

    influencer: Influencer
    steps: list[StageChange]
    choices: list[tuple[str, str]]


def steps_of(influencer: Influencer, user: User) -> Steps:
    """The steps of an influencer, the newest first. One query."""
    rows = StageChange.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(influencer=influencer)
    steps = list(rows.select_related("by__person")[:MOST])
    moves = may(user, Feature.ROSTER_EDIT, influencer.district)
    return Steps(influencer, steps, influencer.next_stages if moves else [])


PROFILE.register(Panel("influencers/_steps.html", Feature.PEOPLE_VIEW, steps_of, place=20))
