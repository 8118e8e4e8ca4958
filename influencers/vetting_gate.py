"""Decides what must be true before an influencer enters a stage; parts of the app add their checks when they start."""

from collections.abc import Callable

from influencers.models import Influencer

STAGE_CHECKS: dict[str, list[Callable[[Influencer], None]]] = {}


def check(influencer: Influencer, stage: str) -> None:
    """Ask every check of the stage; each raises RuleBroken with its reason."""
    for ask in STAGE_CHECKS.get(stage, []):
        ask(influencer)
