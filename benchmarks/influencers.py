"""Pages of teams and influencers at full size: queries and milliseconds in the database for each, through the real views."""

import datetime
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.timing import seconds
from campaigns.services import topics
from campaigns.services.briefs import AngleText, BriefText, FactText
from config.demo import Demo
from influencers.models import ConsentNotice, Influencer, Setting, Subject
from influencers.services import consents, rosters, team_health
from network.models import Appointment, Area, AreaKind, Office, Person, User
from network.services import areas, offices

INFLUENCERS, ACCOUNTS, LOOKS, TOPICS = 10_000, 3, 67, 40  # 30,000 accounts, 2,010,000 samples
MOST_QUERIES, MOST_MILLISECONDS, RUNS = 12, 150, 5
TEAM = 8

CONSENTS = """
INSERT INTO influencers_consent (person_id, purpose, notice_id, language, channel, given_at)
SELECT person_id, 'briefs', %(notice)s, 'hi', 'benchmark', now() FROM influencers_influencer
"""
SEATS = """
INSERT INTO influencers_rosterseat (roster_id, influencer_id, kept_on, joined_on, left_on, placed_why, ended_why)
SELECT roster.id, voice.id, day.joined, day.joined, CASE WHEN voice.turn > %(team)s THEN day.joined + 30 END, '', ''
FROM (SELECT id, district_id, row_number() OVER (PARTITION BY district_id ORDER BY id) AS turn
      FROM influencers_influencer) AS voice
JOIN influencers_roster AS roster USING (district_id)
CROSS JOIN LATERAL (SELECT current_date - 40 - (voice.turn * 7 %% 140)::int AS joined) AS day
WHERE voice.turn <= 12 * %(team)s
"""
HANDLES = """
INSERT INTO influencers_handle (influencer_id, platform, handle, url, verify_code)
SELECT id, platform, 'voice_' || id, 'https://example.org/' || platform || '/' || id, ''
FROM influencers_influencer CROSS JOIN unnest(ARRAY['instagram', 'x', 'youtube']) AS platform
"""
SAMPLES = """
INSERT INTO influencers_audiencesample (handle_id, taken_at, followers, post_count, interactions, grade, source, source_url,
                                        definition)
SELECT id, now() - look * interval '7 days', 1000 + id %% 90000 - look * 3, 400 - look, ARRAY[30, 40, 50], 'measured',
       'benchmark', '', 1
FROM influencers_handle CROSS JOIN generate_series(0, %(looks)s - 1) AS look
"""
ROLL_UPS = """
UPDATE influencers_handle AS handle SET followers = newest.followers, sampled_at = newest.taken_at
FROM (SELECT DISTINCT ON (handle_id) handle_id, followers, taken_at FROM influencers_audiencesample
      ORDER BY handle_id, taken_at DESC) AS newest
WHERE newest.handle_id = handle.id;
UPDATE influencers_influencer AS voice SET audience = largest.followers
FROM (SELECT influencer_id, max(followers) AS followers FROM influencers_handle GROUP BY influencer_id) AS largest
WHERE largest.influencer_id = voice.id
"""
WORK = """
INSERT INTO campaigns_assignment (topic_id, influencer_id, angle_id, district_id, status, offered_at, claimed_at)
SELECT %(topic)s, voice.id, %(angle)s, voice.district_id, CASE WHEN voice.id %% 3 = 0 THEN 'offered' ELSE 'verified' END,
       %(at)s, CASE WHEN voice.id %% 3 = 0 THEN NULL ELSE %(at)s + interval '1 hour' END
FROM influencers_influencer AS voice WHERE voice.stage = 'active'
"""
TEXT = BriefText(why_today_hi="आज", facts=[FactText("तथ्य", "स्रोत")], angles=[AngleText("पहलू", "क्या?")])


@dataclass
class Cost:
    """Queries and seconds that the database took."""

    queries: int = 0
    seconds: float = 0.0


def run() -> None:
    """Print for each page how many queries it asks and how long the database takes for them."""
    print(f"{INFLUENCERS} influencers made in {seconds(_prepare):.0f} s", flush=True)
    reader = Client(headers={"Accept-Language": "hi"})
    reader.force_login(User.objects.get(username="state"), backend="django.contrib.auth.backends.ModelBackend")
    voice = Influencer.objects.filter(seats__left_on__isnull=True, seats__isnull=False).order_by("pk").first()
    code = voice.district.code
    for name, path in (
        ("board of a team", f"/rosters/{code}/"),
        ("list of teams", "/rosters/"),
        ("heat map of subjects", "/rosters/subjects/"),
        ("people of a cell", f"/rosters/subjects/?district={code}&subject={voice.subjects[0]}"),
        ("growth of the state", "/rosters/growth/"),
        ("page of an influencer", voice.get_absolute_url()),
        ("board of the pipeline", "/influencers/board/"),
        ("list of influencers", "/influencers/"),
        ("list, largest first", "/influencers/?order=-size"),
        ("funnel", "/influencers/funnel/"),
        ("review", "/vetting/"),
        ("daily list", "/touch/"),
    ):
        _measure(name, lambda path=path: reader.get(path))
    print(f"    all teams judged anew: {seconds(team_health.refresh):.2f} s", flush=True)


def _measure(name: str, ask: Callable[[], object]) -> None:
    assert ask().status_code == 200, name
    costs = []
    for _ in range(RUNS):
        with _counted() as cost:
            ask()
        costs.append(cost)
    cost = sorted(costs, key=lambda each: each.seconds)[RUNS // 2]
    print(
        f"    {name}: {cost.queries} queries (at most {MOST_QUERIES}), {1000 * cost.seconds:.1f} ms in the database "
        f"(at most {MOST_MILLISECONDS})",
        flush=True,
    )


@contextmanager
def _counted():
    cost = Cost()

    def timed(execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            cost.queries, cost.seconds = cost.queries + 1, cost.seconds + time.perf_counter() - started

    with connection.execute_wrapper(timed):
        yield cost


def _prepare() -> None:
    areas.load_seed()
    offices.load_seed()
    rosters.open_for_all_districts()
    consents.load_seed()
    demo = Demo(password="benchmark")
    state = Area.objects.of_kind(AreaKind.STATE).get()
    districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
    places = [districts[number % len(districts)] for number in range(INFLUENCERS)]
    people = Person.objects.bulk_create([demo.person(place) for place in places], batch_size=1000)
    rows = [_voice(demo, number, *pair) for number, pair in enumerate(zip(people, places, strict=True))]
    Influencer.objects.bulk_create(rows, batch_size=1000)
    _coordinator(people[-1], state)
    with connection.cursor() as cursor:
        cursor.execute(CONSENTS, {"notice": ConsentNotice.objects.latest("version").pk})
        cursor.execute(SEATS, {"team": TEAM})
        cursor.execute(HANDLES)
        cursor.execute(SAMPLES, {"looks": LOOKS})
        cursor.execute(ROLL_UPS)
        for number in range(TOPICS):
            _work(cursor, state, timezone.now() - number * datetime.timedelta(days=2))
        cursor.execute("ANALYZE")
    team_health.refresh()


def _voice(demo: Demo, number: int, person: Person, district: Area) -> Influencer:
    voice = demo._influencer(person, district)
    voice.stage = (
        ["active", "active", "agreed", "spotted", "contacted"][number // 55 % 5] if number >= 55 * TEAM else "active"
    )
    voice.setting = Setting.values[number % 3]
    voice.subjects = sorted({*voice.subjects, Subject.values[number % len(Subject.values)]})
    return voice


def _coordinator(person: Person, state: Area) -> None:
    person.user = User.objects.create(username="state")
    person.save(update_fields=["user"])
    office = Office.objects.get(code="state_coordinator")
    confirmed_by = User.objects.create(username="operator", is_superuser=True)
    Appointment.objects.create(
        person=person,
        office=office,
        area=state,
        starts_on=timezone.localdate(),
        confirmed_by=confirmed_by,
        reason="benchmark",
    )


def _work(cursor, state: Area, at: datetime.datetime) -> None:
    fields = {"kind": "event", "title_hi": "माप", "closes_at": timezone.now() + datetime.timedelta(days=1)}
    topic = topics.draft(area=state, brief=TEXT, by=None, **fields)
    angle = topic.brief.angles.first()
    cursor.execute(WORK, {"topic": topic.pk, "angle": angle.pk, "at": at})
