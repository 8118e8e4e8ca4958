"""Builders for the tests of vetting: prospects, reviewers, and cards that are handed in."""

import datetime

from django.utils import timezone

from influencers.models import AudienceSample, Criterion, Handle, Influencer, ScoreCard
from influencers.services import rubrics, vetting
from network.models import User
from tests import factories

LINK = "https://www.instagram.com/p/Abc123defgh/"


def make_prospect(district, *, stage: str = "spotted", **person_fields: object) -> Influencer:
    """Somebody who was spotted in the district; a rubric is published."""
    rubrics.load_seed()
    person = factories.make_person(district, **person_fields)
    return Influencer.objects.create(person=person, district=district, stage=stage)


def make_handle(influencer: Influencer, name: str = "", platform: str = "", **fields: object) -> Handle:
    """An account on the platform, or on the first one on which the influencer has none."""
    taken = set(influencer.handles.values_list("platform", flat=True))
    platform = platform or next(each for each in ("instagram", "youtube", "x", "facebook") if each not in taken)
    name = name or f"voice_{influencer.pk}"
    return Handle.objects.create(
        influencer=influencer, platform=platform, handle=name, url=f"https://www.instagram.com/{name}/", **fields
    )


def make_sample(handle: Handle, days: int = 0, **numbers: object) -> AudienceSample:
    """A look at the account so many days ago, as a reader of the platform brings it; not saved."""
    moment = timezone.now().replace(microsecond=0) - datetime.timedelta(days=days)
    told = {"followers": 5_000, "interactions": [50] * 12, "grade": "measured", "source": "reader", "taken_at": moment}
    return AudienceSample(handle=handle, **(told | numbers))


def entries(card: ScoreCard, points: int = 3, **other: int) -> dict[str, dict[str, object]]:
    """A whole card: `points` for each criterion, others by name."""
    codes = Criterion.objects.filter(rubric=card.rubric_id).values_list("code", flat=True)
    return {
        code: {"points": other.get(code, points), "reason": f"कारण {code}", "links": [f"{LINK}?of={code}"]}
        for code in codes
    }


def hand_in(influencer: Influencer, reviewer: User, points: int = 3, **other: int) -> ScoreCard:
    """A card of the reviewer, through the services."""
    reviewer = User.objects.get(pk=reviewer.pk)
    card = vetting.begin(influencer, by=reviewer)
    vetting.score(card, entries(card, points, **other), by=reviewer)
    return vetting.submit(card, by=reviewer)
