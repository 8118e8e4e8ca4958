"""Makes the demo's prospects: fictional people who wait for reviewers, and made-up numbers of accounts with their growth."""

import datetime
import random

from django.db import transaction
from django.utils import timezone

from config.demo import Demo
from influencers.models import AudienceSample, Criterion, Handle, Influencer
from influencers.services import audiences, vetting
from network.models import Area, AreaKind, User

WEEKS = 14
REASONS = {
    "reach": "डेमो: ज़िले के क़रीब 3,000 लोग नियमित पढ़ते हैं।",
    "response": "डेमो: हर पोस्ट पर लोग अपने अनुभव लिखते हैं और जवाब पाते हैं।",
    "writing": "डेमो: साफ़ और अपने शब्दों में, आख़िर तक पढ़ा जाता है।",
    "affairs": "डेमो: तथ्य स्रोत के साथ, एक पुरानी ग़लती खुद सुधारी।",
    "regularity": "डेमो: छह महीने से हर हफ़्ते दो-तीन पोस्ट।",
    "conduct": "डेमो: असहमति में भी शालीन।",
    "stand": "डेमो: पानी और स्कूल पर खुद लिखा है, लिंक देखें।",
}
# Reviewers' points for the prospects of Bhopal: (login, points, points that differ).
CARDS: list[list[tuple[str, int, dict[str, int]]]] = [
    [("state", 4, {}), ("content", 3, {"writing": 4})],
    [("state", 4, {"conduct": 5}), ("content", 4, {"conduct": 2, "affairs": 2})],
    [("state", 3, {"reach": 2})],
    [("state", 2, {"conduct": 1}), ("content", 4, {}), ("lead-bhopal", 3, {})],
    [],
    [],
]


@transaction.atomic
def make(seed: int = 2026) -> int:
    """Make prospects in two districts, cards of reviewers, and numbers of the teams there; return how many prospects."""
    chance = random.Random(seed)  # noqa: S311 - a demo, no secrets
    places = Area.objects.of_kind(AreaKind.DISTRICT)
    bhopal, indore = places.get(name_en="Bhopal"), places.get(name_en="Indore")
    maker = Demo(password="", seed=seed + 1)
    maker.number = 900_000  # their addresses differ from those of the network
    prospects = [_prospect(maker, bhopal) for _ in CARDS] + [_prospect(maker, indore) for _ in range(4)]
    for prospect, cards in zip(prospects, CARDS, strict=False):
        for login, points, other in cards:
            _hand_in(prospect, User.objects.get(username=login), points, other)
    shown = Handle.objects.filter(influencer__district__in=[bhopal, indore]).order_by("pk")
    audiences.record_many([row for handle in shown for row in _growth(handle, chance)])
    return len(prospects)


def _prospect(maker: Demo, district: Area) -> Influencer:
    person = maker.person(district)
    person.save()
    prospect = Influencer.objects.create(
        person=person, district=district, remark="डेमो", subjects=["education", "health"], stage="spotted"
    )
    for platform, address in (("instagram", "https://www.instagram.com/{}/"), ("x", "https://x.com/{}")):
        name = f"samvad_demo_v{prospect.pk}"
        Handle.objects.create(influencer=prospect, platform=platform, handle=name, url=address.format(name))
    return prospect


def _hand_in(prospect: Influencer, reviewer: User, points: int, other: dict[str, int]) -> None:
    card = vetting.begin(prospect, by=reviewer)
    link = prospect.handles.all()[0].url
    given = {
        code: {"points": other.get(code, points), "reason": REASONS[code], "links": [link]}
        for code in Criterion.objects.filter(rubric=card.rubric_id).values_list("code", flat=True)
    }
    vetting.score(card, given, by=reviewer)
    vetting.submit(card, by=reviewer)


def _growth(handle: Handle, chance: random.Random) -> list[AudienceSample]:
    """A look each week; every seventh account jumps once, as bought followers do."""
    now = timezone.now().replace(hour=6, minute=0, second=0, microsecond=0) - datetime.timedelta(days=1)
    size, share = chance.randrange(2_500, 60_000), chance.uniform(0.01, 0.05)
    jumps = chance.randrange(WEEKS) if handle.pk % 7 == 0 else None
    rows = []
    for week in range(WEEKS):
        size = round(size * (1.45 if week == jumps else chance.uniform(0.995, 1.02)))
        rows.append(
            AudienceSample(
                handle=handle,
                taken_at=now - datetime.timedelta(days=7 * (WEEKS - 1 - week)),
                followers=size,
                interactions=[round(size * share * chance.uniform(0.3, 2.2)) for _ in range(12)],
                period_days=chance.randrange(14, 42),
                grade="owner",
                source="डेमो",
            )
        )
    return rows
