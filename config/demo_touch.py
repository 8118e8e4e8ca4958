"""Makes the demo's conversations: with every team somebody spoke, a step is due, a birthday is near, somebody is long silent."""

import datetime
import random
from collections import defaultdict
from itertools import count

from django.db import transaction
from django.utils import timezone

from influencers.models import Influencer, Note, Snooze, Touchpoint
from network.models import Appointment, User

SUMMARIES = [
    "पिछली पोस्ट पर अच्छी बातचीत हुई, आगे भी लिखना चाहते हैं।",
    "परीक्षा के बाद फिर से जुड़ेंगे।",
    "नए विषय पर तथ्य माँगे हैं।",
    "मिलकर दल के काम के बारे में बताया।",
]
STEPS = ["तथ्य-पत्र भेजना है", "घर जाकर मिलना है", "अगले प्रशिक्षण की तारीख़ बतानी है"]
NOTES = [
    ("सुबह फ़ोन करना ठीक रहता है।", Note.Visibility.OFFICE),
    ("गाँव के स्कूल पर बहुत अच्छा लिखते हैं।", Note.Visibility.STATE),
]


@transaction.atomic
def make(seed: int = 2026) -> int:
    """Make touchpoints, snoozes, notes and birthdays for the made-up influencers; return how many touchpoints."""
    chance, today = random.Random(seed), timezone.localdate()  # noqa: S311 - a demo, no secrets
    voices = list(Influencer.objects.select_related("person").order_by("pk"))
    leads = {
        row.area_id: row for row in Appointment.objects.filter(office__code="district_lead").select_related("person")
    }
    for place, voice in _with_places(voices):
        days = chance.randrange(0, 7) if place % 4 == 0 else chance.randrange(9, 360)
        born = today + datetime.timedelta(days=days)
        voice.person.birth_month, voice.person.birth_day = born.month, born.day
        voice.spotted_at = timezone.now() - datetime.timedelta(days=chance.randrange(60, 200))
        silent = 45 if place % 3 == 1 else chance.randrange(5, 28)
        voice.last_touched_at = timezone.now() - datetime.timedelta(days=silent)
        voice.owner = leads[voice.district_id].person.user
    type(voices[0].person).objects.bulk_update(
        [voice.person for voice in voices], ["birth_month", "birth_day"], batch_size=1000
    )
    Influencer.objects.bulk_update(voices, ["spotted_at", "last_touched_at", "owner"], batch_size=1000)
    made = Touchpoint.objects.bulk_create(
        [_touchpoint(voice, place, chance, today) for place, voice in _with_places(voices)], batch_size=1000
    )
    Snooze.objects.bulk_create(
        Snooze(influencer=voice, until=today + datetime.timedelta(days=20), reason="घर में परीक्षा है", by=voice.owner)
        for place, voice in _with_places(voices)
        if place % 5 == 3
    )
    Note.objects.bulk_create(_note(voice, place, leads) for place, voice in enumerate(voices[::3]))
    return len(made)


def _with_places(voices: list[Influencer]) -> list[tuple[int, Influencer]]:
    """Each with its place among those of its district, so that every lead finds one of everything."""
    counts: dict[int, count] = defaultdict(count)
    return [(next(counts[voice.district_id]), voice) for voice in voices]


def _touchpoint(voice: Influencer, place: int, chance: random.Random, today: datetime.date) -> Touchpoint:
    is_due = place % 3 == 0
    return Touchpoint(
        influencer=voice,
        kind=chance.choice(Touchpoint.Kind.values),
        at=voice.last_touched_at,
        by=voice.owner,
        recorded_at=voice.last_touched_at,
        summary=chance.choice(SUMMARIES),
        mood=chance.choice(Touchpoint.Mood.values),
        next_step=chance.choice(STEPS) if is_due else "",
        next_on=today - datetime.timedelta(days=chance.randrange(0, 4)) if is_due else None,
    )


def _note(voice: Influencer, place: int, leads: dict[int, Appointment]) -> Note:
    text, visibility = NOTES[place % len(NOTES)]
    lead = leads[voice.district_id]
    author: User = lead.person.user
    return Note(
        influencer=voice,
        text=text,
        visibility=visibility,
        author=author,
        office_id=lead.office_id,
        office_area_id=lead.area_id,
    )
