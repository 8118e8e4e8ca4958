"""The light of a team: what it says, why, and what would turn it green."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from influencers.health import Member, judge, tell
from influencers.models import Handle, Influencer, Roster
from influencers.services import rosters, team_health
from network.models import Person
from tests import factories

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def make_member(**facts: object) -> Member:
    sound = {
        "last_post_at": NOW - DAY,
        "is_rural": True,
        "is_woman": True,
        "platforms": frozenset({"x", "youtube"}),
        "subjects": frozenset({"farmers", "health"}),
    }
    return Member(**(sound | facts))


def codes(members: list[Member], least: int = 2, most: int = 4) -> tuple[str, list[str]]:
    health, findings = judge(members, least=least, most=most, at=NOW)
    return health.value, [finding["code"] for finding in findings]


SILENT = {"last_post_at": NOW - 14 * DAY}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([{}, {}], ("green", [])),
        ([], ("red", ["too_few"])),
        ([{}], ("yellow", ["too_few"])),
        ([{}] * 5, ("yellow", ["too_many"])),
        ([SILENT, SILENT], ("red", ["silent"])),
        ([SILENT, SILENT, {}], ("yellow", ["silent"])),
        ([SILENT, {}], ("green", [])),
        ([{"last_post_at": None, "is_paused": True}, {}], ("green", [])),
        ([{"is_paused": True}] * 2, ("green", [])),
        ([{"last_post_at": NOW - 14 * DAY + datetime.timedelta(seconds=1)}] * 2, ("green", [])),
        ([{"platforms": frozenset({"x"})}] * 2, ("yellow", ["one_platform"])),
        ([{"platforms": frozenset()}] * 2, ("yellow", ["one_platform"])),
        ([{"is_rural": False}] * 2, ("yellow", ["no_rural"])),
        ([{"is_woman": False}] * 2, ("yellow", ["no_woman"])),
        ([{"subjects": frozenset({"farmers"})}] * 2, ("yellow", ["one_subject"])),
    ],
)
def test_the_light_and_its_reasons(members, expected):
    assert codes([make_member(**facts) for facts in members]) == expected


def test_less_than_half_of_the_least_is_red():
    assert codes([make_member()] * 2, least=5, most=10) == ("red", ["too_few"])
    assert codes([make_member()] * 3, least=5, most=10) == ("yellow", ["too_few"])


@pytest.mark.parametrize(
    ("members", "reason", "remedy"),
    [
        ([], "nobody is in the team", "2 more people say yes."),
        ([{}], "too few members: 1", "1 more person says yes."),
        ([{}] * 5, "too many members: 5", "1 member goes, or the range is widened."),
        ([SILENT, SILENT, {}], "silent for 14 days: 2", "1 more of them writes something that counts."),
        (
            [{"platforms": frozenset({"x"})}] * 2,
            "all on one platform: X (Twitter)",
            "Somebody with an account on another platform joins or declares one.",
        ),
    ],
)
def test_each_reason_tells_what_would_turn_it_green(members, reason, remedy):
    _health, findings = judge([make_member(**facts) for facts in members], least=2, most=4, at=NOW)
    with override("en"):
        told = tell(findings)
    assert [(each.reason, each.remedy) for each in told] == [(reason, remedy)]


def test_what_the_remedy_says_turns_it_green():
    silent = [make_member(**SILENT)] * 3 + [make_member()] * 2
    _health, findings = judge(silent, least=2, most=9, at=NOW)
    needed = findings[0]["needed"]
    mended = [make_member()] * (2 + needed) + [make_member(**SILENT)] * (3 - needed)
    assert judge(mended, least=2, most=9, at=NOW)[0] == "green"


def light(roster: Roster) -> tuple[str, list[str]]:
    roster.refresh_from_db()
    return roster.health, [reason["code"] for reason in roster.reasons]


def test_a_change_of_the_team_is_judged_at_once(party, district_lead):
    roster = party.district.roster
    voice = factories.make_influencer(party.district, seated=False, gender="woman")
    Influencer.objects.filter(pk=voice.pk).update(setting="rural", subjects=["health", "sports"])
    for platform in ("x", "youtube"):
        Handle.objects.create(influencer=voice, platform=platform, handle="a", url="https://example.org/")
    Roster.objects.update(least=1)
    seat = rosters.join(roster, voice, by=district_lead)
    assert light(roster) == ("red", ["silent"])
    factories.make_assignment(voice, status="verified", claimed_at=timezone.now())
    team_health.refresh()
    assert light(roster) == ("green", [])
    rosters.leave(seat, by=district_lead)
    assert light(roster) == ("red", ["too_few"])


def test_where_nobody_said_it_the_home_tells_whether_a_voice_is_rural(party):
    voice = factories.make_influencer(party.district)
    Person.objects.filter(pk=voice.person_id).update(home_area=party.panchayat)
    team_health.refresh()
    assert "no_rural" not in light(party.district.roster)[1]
    Influencer.objects.filter(pk=voice.pk).update(setting="urban")
    team_health.refresh()
    assert "no_rural" in light(party.district.roster)[1]


def test_a_kept_place_is_no_member(party):
    factories.make_influencer(party.district, consents=False)
    team_health.refresh()
    assert light(party.district.roster) == ("red", ["too_few"])


def test_all_teams_cost_the_same_queries_as_one_and_nothing_when_nothing_changed(party):
    factories.make_influencer(party.district)
    with CaptureQueriesContext(connection) as first:
        assert team_health.refresh() == 2
    for area in (party.district, party.neighbour):
        for _ in range(4):
            factories.make_influencer(area)
    with CaptureQueriesContext(connection) as second:
        assert team_health.refresh() == 2
    assert len(second) == len(first) <= 7
    assert team_health.refresh() == 0


def test_the_light_leaves_no_line_in_the_history(party):
    before = party.district.roster.events.count()
    team_health.refresh()
    assert party.district.roster.events.count() == before
