"""Decides nothing itself: asks the modules that know whether influencers may enter a stage (vetting, trainings).

They register when they start: `STAGE_CHECKS["vetted"].append(check)`. A check is asked about many at once and gives the refusals
by the key of the influencer, in a fixed number of queries.
"""

from collections.abc import Callable, Mapping, Sequence

from influencers.models import Influencer
from network.errors import RuleBroken

Check = Callable[[Sequence[Influencer]], Mapping[int, RuleBroken]]
STAGE_CHECKS: dict[str, list[Check]] = {stage: [] for stage in Influencer.Stage.values}


def refusals(influencers: Sequence[Influencer], stage: str) -> dict[int, RuleBroken]:
    """Who may not enter the stage, and why."""
    found: dict[int, RuleBroken] = {}
    for check in STAGE_CHECKS.get(stage, []):
        found = {**check(influencers), **found}
    return found
