"""Makes the demo's teams tell something: grown over months, with places kept, a bench, people who left, targets."""

import datetime
import random

from django.db import transaction

from config.demo import Demo
from influencers.models import Influencer, Roster, RosterSeat
from influencers.services import roster_plans, rosters
from network.models import Area, AreaKind, User

WEEKS = 22
REASONS = ["फ़सल के दिनों में समय नहीं मिला", "दूसरे शहर चले गए", "पढ़ाई पूरी करनी है"]


@transaction.atomic
def make(demo: Demo, seed: int = 2026) -> int:
    """Let the teams of the demo look as if they had grown; return how many places are kept."""
    chance = random.Random(seed)  # noqa: S311 - a demo, no secrets
    boss = User.objects.get(username="state")
    _grow(chance, demo.today)
    teams = list(Roster.objects.select_related("district__parent").order_by("district__code"))
    for roster in teams[::5]:
        rosters.join(roster, _prospect(demo, roster.district, "contacted"), by=boss, reason="गाँव की बात अच्छी लिखते हैं")
    for roster in teams[::4]:
        _prospect(demo, roster.district, "agreed")
    for roster in teams[2::6]:
        _left(demo, roster, chance)
    _targets(boss, demo.today)
    return RosterSeat.objects.live().filter(joined_on__isnull=True).count()


def _grow(chance: random.Random, today: datetime.date) -> None:
    """Spread the days of joining over the last months, and where people speak from."""
    seats = list(RosterSeat.objects.members().select_related("influencer").order_by("pk"))
    for seat in seats:
        seat.kept_on = today - datetime.timedelta(days=chance.randrange(7, 7 * WEEKS))
        seat.joined_on = seat.kept_on + datetime.timedelta(days=chance.randrange(0, 6))
        seat.influencer.setting = chance.choice(["rural", "urban", "urban", ""])
    RosterSeat.objects.bulk_update(seats, ["kept_on", "joined_on"], batch_size=500)
    Influencer.objects.bulk_update([seat.influencer for seat in seats], ["setting"], batch_size=500)


def _prospect(demo: Demo, district: Area, stage: str) -> Influencer:
    person = demo.person(district)
    person.save()
    voice = demo._influencer(person, district)
    voice.stage = stage
    voice.save()
    return voice


def _left(demo: Demo, roster: Roster, chance: random.Random) -> None:
    """Somebody who was in the team for a while."""
    joined = demo.today - datetime.timedelta(days=chance.randrange(90, 150))
    RosterSeat.objects.create(
        roster=roster,
        influencer=_prospect(demo, roster.district, "left"),
        kept_on=joined,
        joined_on=joined,
        left_on=joined + datetime.timedelta(days=chance.randrange(20, 80)),
        ended_why=chance.choice(REASONS),
    )


def _targets(boss: User, today: datetime.date) -> None:
    state = Area.objects.of_kind(AreaKind.STATE).get()
    for days, count in ((60, 300), (180, 480)):
        roster_plans.set_target(state, due_on=today + datetime.timedelta(days=days), member_count=count, by=boss)
    bhopal = Area.objects.of_kind(AreaKind.DISTRICT).get(name_en="Bhopal")
    roster_plans.set_target(bhopal, due_on=today + datetime.timedelta(days=90), member_count=9, by=boss)
