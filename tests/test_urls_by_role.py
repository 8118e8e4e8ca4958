"""Who may open which address: every route of the resolver × every persona × own, foreign and missing things."""

import contextlib
import datetime
import functools
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from network.models import User
from tests import factories, world
from tests.world import MISSING, Place

PERSONAS = ["anonymous", "nobody", "volunteer", "incharge", "lead", "neighbour", "state", "content", "operator"]

# name of the address | method | what each persona gets, in the order above, for a thing of the lead's own district
TABLE = (Path(__file__).parent / "data" / "urls_by_role.txt").read_text(encoding="utf-8")

LATER = (timezone.localtime() + datetime.timedelta(hours=1)).isoformat()
LATER_DAY = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
BODIES: dict[str, dict[str, object]] = {
    "campaigns:calendar_move": {"on": LATER_DAY, "to": LATER_DAY},
    "campaigns:checklist_tick": {"done": "1"},
    "api:calendar-entry-move": {"on": LATER_DAY, "to": LATER_DAY},
    "campaigns:topic_schedule": {"release_at": LATER[:16]},
    "campaigns:topic_clear": {"version": 1},
    "campaigns:topic_push": {"version": 1},
    "campaigns:post_reject": {"reason": "not it"},
    "campaigns:work_sheet": {"text": "मेरी बात"},
    "campaigns:brief_link_sheet": {"text": "मेरी बात"},
    "campaigns:work_submit": {"link": "https://x.com/a/status/1234567890123"},
    "campaigns:brief_link_submit": {"link": "https://x.com/a/status/1234567890123"},
    "campaigns:own_channel_first": {"channel": "email"},
    "campaigns:own_channel_forget": {"channel": "email"},
    "campaigns:own_channel_resume": {"channel": "email"},
    "influencers:influencer_move": {"stage": "paused", "reason": "asked for a rest"},
    "influencers:invitation": {"answer": "yes", "purposes": ["briefs"], "is_adult": "on"},
    "influencers:touch_record": {"kind": "call"},
    "influencers:touch_snooze": {"until": LATER_DAY, "reason": "exams"},
    "influencers:note_write": {"text": "a word", "visibility": "mine"},
    "api:topic-schedule": {"release_at": LATER},
    "api:topic-clear": {"version": 1},
    "api:topic-push": {"version": 1},
    "api:post-reject": {"reason": "not it"},
    "api:assignment-submit": {"link": "https://x.com/a/status/1234567890123"},
    "influencers:training_call_off": {"reason": "rain"},
    "api:training-call-off": {"reason": "rain"},
    "network:person_contact": {"reason": "a meeting"},
    "influencers:roster_range": {"least": 5, "most": 10},
    "set_language": {"language": "en"},
    "influencers:own_account_code": {"platform": "youtube"},
    "influencers:own_account_give_up": {"platform": "youtube"},
    "influencers:own_consent_allow": {"purpose": "coverage", "version": "1"},
    "influencers:own_consent_take_back": {"purpose": "briefs"},
    "influencers:account_confirm": {"platform": "youtube", "seen": "person"},
    "influencers:join_approve": {"has_spoken": "on"},
    "influencers:join_refuse": {"refusal": "not_reached"},
    "api:me-consents": {"purpose": "briefs", "allow": False},
    "api:join-request-approve": {"has_spoken": True},
    "api:join-request-refuse": {"refusal": "not_reached"},
}


@functools.cache
def rows() -> list[tuple[str, str, dict[str, int]]]:
    found = []
    for line in TABLE.strip().splitlines():
        name, method, *codes = line.split()
        found.append((name, method, dict(zip(PERSONAS, map(int, codes), strict=True))))
    return found


@functools.cache
def routes() -> dict[str, str]:
    """Every named address of Samvad, by its full name; the admin's are tested of their own."""
    return {name: whole for name, whole in _routes(get_resolver()).items() if not name.startswith("admin:")}


def _routes(resolver: URLResolver, space: str = "", route: str = "") -> dict[str, str]:
    found = {}
    for entry in resolver.url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found |= _routes(entry, space + (f"{entry.namespace}:" if entry.namespace else ""), whole)
        elif isinstance(entry, URLPattern):
            found[f"{space}{entry.name}"] = whole
    return found


@functools.cache
def part_of(name: str) -> str:
    """The rows of one app are asked in one go, in one world: building a world takes longer than asking."""
    return name.rpartition(":")[0] or "site"


def is_open(name: str) -> bool:
    """Addresses whose things belong to no area (offices), to whoever holds the token, or to everybody."""
    if name in ("api:office-detail", "network:office_detail", "network:office_activity"):
        return True
    return routes()[name].startswith(("b/", "i/", "calendar/feed/", "sign-in/", "join/", "j/"))


@pytest.fixture
def people(
    party, operator, nobody, volunteer, panchayat_incharge, district_lead, neighbour_lead, state_lead, content_desk
):
    return {
        "anonymous": None,
        "nobody": nobody,
        "volunteer": volunteer,
        "incharge": panchayat_incharge,
        "lead": district_lead,
        "neighbour": neighbour_lead,
        "state": state_lead,
        "content": content_desk,
        "operator": operator,
    }


@pytest.fixture
def home(party, people) -> Place:
    return Place(party.district, people["lead"], people["volunteer"])


@pytest.fixture
def abroad(party, people) -> Place:
    user = factories.make_user()
    factories.make_influencer(party.neighbour, user=user)
    return Place(party.neighbour, people["neighbour"], user)


def address(name: str, place: Place | None) -> str:
    route = routes()[name]
    if "<" not in route:
        return reverse(name)
    names = [part.partition(">")[0].rpartition(":")[2] for part in route.split("<")[1:]]
    code = MISSING["uuid" if "uuid" in route or "assignment" in name else "number" if "<int:" in route else "code"]
    if place is not None:
        code = world.code_for(name, place)
    known = {
        "kind": {"network:history": "people", "campaigns:calendar_kind_edit": "birth"}.get(name, "district"),
        "change": "rename",
        "media": place.shown.code if place else MISSING["code"],
        "other": place.twin.code if place else MISSING["code"],
        "person": place.twin.code if place else MISSING["code"],
    }
    return reverse(name, kwargs={part: known.get(part, code) for part in names})


def answer(user: User | None, name: str, method: str, path: str):
    """What the login gets; whatever it changed is undone."""
    client, extra = Client(), {}
    with transaction.atomic():
        if user is not None and name.startswith("api:"):
            extra = {"headers": {"Authorization": f"Token {world.key_of(user)}"}}
        elif user is not None:
            client.force_login(User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend")
        kind = {"content_type": "application/json"} if name.startswith("api:") and method != "GET" else {}
        call = getattr(client, method.lower())
        response = call(path, BODIES.get(name, {}), **kind, **extra)
        transaction.set_rollback(True)
    return response


@contextlib.contextmanager
def undone():
    """One row leaves no trace for the next: neither in the database nor in the limits that the cache counts."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_table_names_every_route():
    assert {name for name, _method, _codes in rows()} == set(routes())


PARTS = sorted({part_of(name) for name, _method, _codes in rows()})


@pytest.mark.parametrize("part", PARTS)
def test_own_things(part, people, home, settings, subtests):
    settings.DEVELOPER_PAGES = False
    for name, method, codes in rows():
        if part_of(name) != part:
            continue
        with subtests.test(address=name, method=method), undone():
            path = address(name, home)
            got = {persona: answer(user, name, method, path).status_code for persona, user in people.items()}
            assert got == codes


@pytest.mark.parametrize("part", PARTS)
def test_foreign_and_missing_things_look_the_same(part, people, home, abroad, subtests):
    for name, method, _codes in rows():
        if part_of(name) != part or "<" not in routes()[name] or is_open(name):
            continue
        for persona in ("nobody", "volunteer", "incharge", "lead"):
            with subtests.test(address=name, method=method, persona=persona), undone():
                foreign = answer(people[persona], name, method, address(name, abroad))
                missing = answer(people[persona], name, method, address(name, None))
                assert (foreign.status_code, missing.status_code) in [(404, 404), (403, 403)]
                assert foreign.headers["Content-Type"] == missing.headers["Content-Type"]


def test_admin_is_closed_to_everybody_but_operators(people, client_of):
    paths = ["/admin/", "/admin/campaigns/topic/", "/admin/network/person/", "/admin/influencers/influencer/"]
    for persona, user in people.items():
        for path in paths:
            response = client_of(user).get(path)
            assert response.status_code == (200 if persona == "operator" else 302), (persona, path)
