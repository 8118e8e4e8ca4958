"""Makes the demo's prospects: fictional people in every stage of the pipeline, with steps that tell how they got there."""

import datetime
import random

from django.utils import timezone

from config.demo import FAMILY_NAMES, GIVEN_NAMES, gender_of
from influencers.models import Handle, Influencer, Setting, StageChange, Subject
from network.models import Area, AreaKind, Person, User

WAYS = [
    ["spotted"],
    ["spotted"],
    ["spotted", "vetted"],
    ["spotted", "vetted", "contacted"],
    ["spotted", "vetted", "contacted", "agreed"],
    ["spotted", "declined"],
    ["spotted", "vetted", "contacted", "agreed", "active", "paused"],
    ["spotted", "vetted", "contacted", "agreed", "active", "left"],
]
REASONS = {
    "spotted": "खेती और नहरों पर लगातार लिखते हैं",
    "vetted": "दोनों समीक्षाएँ अच्छी रहीं",
    "contacted": "फ़ोन पर पहली बात हुई",
    "agreed": "मिलकर बात हुई, साथ आने को तैयार हैं",
    "declined": "अभी समय नहीं है",
    "active": "निमंत्रण पर अपनी सहमति दी",
    "paused": "परीक्षा तक विराम चाहते हैं",
    "left": "दूसरे शहर चले गए",
}
PLACES = [
    ("youtube", "https://www.youtube.com/@{}"),
    ("facebook", "https://www.facebook.com/{}"),
    ("telegram", "https://t.me/{}"),
    ("instagram", "https://www.instagram.com/{}/"),
    ("sharechat", "https://sharechat.com/profile/{}"),
]


def make(seed: int) -> int:
    """Make a prospect of every way in each third district, and the first step of those who sit in teams; return how many."""
    chance, now = random.Random(seed + 4), timezone.now()  # noqa: S311 - names, no secrets
    _first_steps(now)
    districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
    chosen = [area for number, area in enumerate(districts) if number % 3 == 0 or area.name_en == "Bhopal"]
    leads = dict(
        User.objects.filter(person__appointments__office__code="district_lead").values_list(
            "person__appointments__area", "pk"
        )
    )
    plan = [(area, way) for area in chosen for way in WAYS]
    people = Person.objects.bulk_create([_person(chance, area) for area, _way in plan])
    rows = Influencer.objects.bulk_create(
        [
            _influencer(chance, person, area, way, leads.get(area.pk), now)
            for person, (area, way) in zip(people, plan, strict=True)
        ]
    )
    Handle.objects.bulk_create([handle for row in rows for handle in _handles(chance, row)])
    StageChange.objects.bulk_create(
        [step for row, (_area, way) in zip(rows, plan, strict=True) for step in _steps(chance, row, way)]
    )
    Influencer.objects.bulk_update(rows, ["stage_at"])
    return len(rows)


def _first_steps(now: datetime.datetime) -> None:
    rows = Influencer.objects.filter(steps__isnull=True)
    StageChange.objects.bulk_create([StageChange(influencer=row, stage=row.stage, at=now) for row in rows])


def _person(chance: random.Random, area: Area) -> Person:
    given, family = chance.choice(GIVEN_NAMES), chance.choice(FAMILY_NAMES)
    return Person(
        name_hi=f"{given[0]} {family[0]}",
        name_en=f"{given[1]} {family[1]}",
        gender=gender_of(given[1]),
        home_area=area,
        is_fictional=True,
    )


def _influencer(
    chance: random.Random, person: Person, area: Area, way: list[str], owner: int | None, now: datetime.datetime
) -> Influencer:
    return Influencer(
        person=person,
        district=area,
        stage=way[-1],
        subjects=sorted(chance.sample(Subject.values, 2)),
        declared_followers=chance.randrange(300, 700_000),
        owner_id=owner,
        setting=chance.choice(Setting.values),
        spotted_at=now - datetime.timedelta(days=chance.randrange(60, 150)),
    )


def _handles(chance: random.Random, row: Influencer) -> list[Handle]:
    name = f"samvad_demo_p{row.person_id}"
    chosen = chance.sample(PLACES, 2)
    handles = [(platform, f"@{name}" if platform == "youtube" else name, url) for platform, url in chosen]
    return [
        Handle(influencer=row, platform=platform, handle=handle, url=url.format(name))
        for platform, handle, url in handles
    ]


def _steps(chance: random.Random, row: Influencer, way: list[str]) -> list[StageChange]:
    """The steps of the way, some days apart; the influencer stands in the last one since then."""
    at, before, steps = row.spotted_at, "", []
    for stage in way:
        steps.append(
            StageChange(
                influencer=row, before=before, stage=stage, at=at, by_id=row.owner_id, reason=REASONS.get(stage, "")
            )
        )
        before, at = stage, at + datetime.timedelta(days=chance.randrange(2, 12))
    row.stage_at = steps[-1].at
    return steps
