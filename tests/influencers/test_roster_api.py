"""The API of teams: lights with reasons, members of a day, changes, range by ETag, targets."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Roster, RosterSeat, RosterTarget
from influencers.services import team_health
from tests import factories
from tests.world import key_of


@pytest.fixture
def send(client):
    """send(user, "POST", "rosters/390/join/", body) gives the response."""

    def ask(user, method: str, path: str, body: object = None, **headers: str):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if method != "GET" else {}
        return getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)

    return ask


def test_a_team_tells_its_light_with_reasons(party, district_lead, send):
    factories.make_influencer(party.district)
    factories.make_influencer(party.district, consents=False)
    team_health.refresh()
    shown = send(district_lead, "GET", "rosters/390/").json()
    reason = shown["reasons"].pop(0)
    assert reason == {"code": "too_few", "reason": "too few members: 1", "remedy": "4 more people say yes."}
    del shown["reasons"]
    assert shown == {
        "district": "390", "district_name_hi": "भोपाल", "least": 5, "most": 10,
        "member_count": 1, "kept_count": 1, "light": "red", "size": "thin",
    }  # fmt: skip
    assert [row["district"] for row in send(district_lead, "GET", "rosters/?light=green").json()["results"]] == []


def test_members_now_and_on_a_day(party, district_lead, send):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    was = factories.make_influencer(party.district)
    RosterSeat.objects.filter(influencer=was).update(kept_on=today - 9 * day, joined_on=today - 9 * day, left_on=today)
    kept = factories.make_influencer(party.district, consents=False)
    now = send(district_lead, "GET", "rosters/390/members/").json()["results"]
    assert [(row["influencer"], row["is_member"]) for row in now] == [(kept.code, False)]
    then = send(district_lead, "GET", f"rosters/390/members/?on={today - day}").json()["results"]
    assert [row["influencer"] for row in then] == [was.code]
    assert send(district_lead, "GET", "rosters/390/members/?on=never").status_code == 400


def test_changes_of_the_team(party, district_lead, state_lead, send):
    one, two = (factories.make_influencer(party.district, seated=False) for _ in range(2))
    joined = send(district_lead, "POST", "rosters/390/join/", {"influencer": one.code, "reason": "good"})
    assert (joined.status_code, joined.json()["is_member"], joined.json()["placed_why"]) == (200, True, "good")
    again = send(district_lead, "POST", "rosters/390/join/", {"influencer": one.code})
    assert (again.status_code, again.json()["code"]) == (422, "seated_already")
    body = {"influencer": one.code, "by": two.code}
    assert send(district_lead, "POST", "rosters/390/replace/", body).json()["code"] == "reason_missing"
    assert send(district_lead, "POST", "rosters/390/replace/", body | {"reason": "x"}).json()["influencer"] == two.code
    move = {"influencer": two.code, "roster": "407", "reason": "x"}
    assert send(district_lead, "POST", "rosters/390/move/", move).status_code == 400, "they don't see the other team"
    assert send(state_lead, "POST", "rosters/390/move/", move).status_code == 200
    assert send(state_lead, "POST", "rosters/390/leave/", {"influencer": two.code}).status_code == 400
    assert send(state_lead, "POST", "rosters/407/leave/", {"influencer": two.code}).json()["left_on"]


def test_the_range_is_changed_for_the_state_it_was_read_in(party, district_lead, state_lead, send):
    etag = send(state_lead, "GET", "rosters/390/").headers["ETag"]
    assert send(state_lead, "PATCH", "rosters/390/", {"most": 12}).status_code == 428
    assert send(district_lead, "PATCH", "rosters/390/", {"most": 12}, If_Match=etag).status_code == 403
    assert send(state_lead, "PATCH", "rosters/390/", {"most": 12}, If_Match=etag).json()["most"] == 12
    assert send(state_lead, "PATCH", "rosters/390/", {"most": 13}, If_Match=etag).status_code == 412
    refused = send(state_lead, "PATCH", "rosters/390/", {"least": 20}, If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "range_bad")
    assert Roster.objects.get(district=party.district).most == 12


def test_targets(party, district_lead, state_lead, send):
    due = str(timezone.localdate() + datetime.timedelta(days=50))
    body = {"area": party.district.path, "due_on": due, "member_count": 9}
    first = send(district_lead, "POST", "roster-targets/", body)
    second = send(district_lead, "POST", "roster-targets/", body | {"member_count": 10})
    assert (first.status_code, second.json()["id"]) == (201, first.json()["id"])
    assert send(district_lead, "POST", "roster-targets/", body | {"area": party.state.path}).status_code == 400
    assert send(district_lead, "POST", "roster-targets/", body | {"due_on": "2020-01-01"}).json()["code"] == "day_over"
    factories.make_target(party.neighbour)
    assert [row["member_count"] for row in send(district_lead, "GET", "roster-targets/").json()["results"]] == [10]
    assert send(district_lead, "DELETE", f"roster-targets/{first.json()['id']}/").status_code == 204
    assert RosterTarget.objects.count() == 1
