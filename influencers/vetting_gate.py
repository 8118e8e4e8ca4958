"""Decides nothing itself: asks the modules that know whether an influencer may enter a stage (vettings, trainings).

They register when they start: `STAGE_CHECKS["vetted"].append(check)`; a check raises RuleBroken to refuse.
"""

from collections.abc import Callable

from influencers.models import Influencer

Check = Callable[[Influencer], None]
STAGE_CHECKS: dict[str, list[Check]] = {stage: [] for stage in Influencer.Stage.values}


def ask(influencer: Influencer, stage: str) -> None:
    """Raise RuleBroken where a check refuses that the influencer enters the stage."""
    for check in STAGE_CHECKS[stage]:
        check(influencer)
