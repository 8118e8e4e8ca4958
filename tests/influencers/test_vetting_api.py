"""The API of vetting and of numbers of audiences."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from influencers.models import AudienceSample, ScoreCard
from influencers.services import audiences
from network.models import User
from tests import factories
from tests.influencers.reviews import LINK, entries, hand_in, make_handle, make_prospect, make_sample
from tests.influencers.test_files import picture
from tests.world import key_of

JSON = {"content_type": "application/json"}


class Program:
    """A caller of the API with a key."""

    def __init__(self, user: User) -> None:
        self.client, self.key = Client(), key_of(user)

    def call(self, verb: str, path: str, *args: object, match: str = "", **options: object):
        headers = {"Authorization": f"Token {self.key}"} | ({"If-Match": match} if match else {})
        return getattr(self.client, verb)(f"/api/v1/{path}", *args, headers=headers, **options)


@pytest.fixture
def lead(district_lead) -> Program:
    return Program(district_lead)


@pytest.fixture
def second(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "second")


def as_rows(given: dict[str, dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    return {"scores": [{"criterion": code, **entry} for code, entry in given.items()]}


def test_a_card_is_begun_filled_and_handed_in(district, district_lead, lead):
    prospect = make_prospect(district)
    begun = lead.call("post", "vettings/", {"influencer": prospect.code}, **JSON)
    assert (begun.status_code, begun.json()["status"], begun.json()["scores"]) == (201, "draft", [])
    path = f"vettings/{begun.json()['code']}/"
    card = ScoreCard.objects.get()
    part = as_rows({"reach": {"points": 2}})

    read = lead.call("get", path)
    assert lead.call("patch", path, part, **JSON).status_code == 428
    assert lead.call("patch", path, part, match='"old"', **JSON).status_code == 412
    changed = lead.call("patch", path, part, match=read["ETag"], **JSON)
    assert changed.json()["scores"] == [{"criterion": "reach", "points": 2, "reason": "", "links": []}]
    assert changed["ETag"] != read["ETag"]
    missing = lead.call("post", f"{path}submit/", **JSON)
    assert (missing.status_code, missing.json()["code"], len(missing.json()["errors"])) == (422, "card_incomplete", 7)
    whole = lead.call("patch", path, as_rows(entries(card, 4)), match=changed["ETag"], **JSON)
    assert whole.status_code == 200
    handed_in = lead.call("post", f"{path}submit/", **JSON)

    assert (handed_in.status_code, handed_in.json()["status"]) == (200, "submitted")
    assert {entry["criterion"]: entry["points"] for entry in handed_in.json()["scores"]} == dict.fromkeys(
        entries(card), 4
    )
    again = lead.call("patch", path, part, match=lead.call("get", path)["ETag"], **JSON)
    assert (again.status_code, again.json()["code"]) == (422, "handed_in")


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"criterion": "reach", "points": 6}, 400),
        ({"criterion": "reach", "points": "many"}, 400),
        ({"criterion": "reach", "links": [LINK] * 6}, 400),
        ({"criterion": "caste", "points": 1}, 422),
        ({"points": 1}, 400),
    ],
)
def test_wrong_scores_are_refused(row, status, district, lead):
    prospect = make_prospect(district)
    path = f"vettings/{lead.call('post', 'vettings/', {'influencer': prospect.code}, **JSON).json()['code']}/"
    answer = lead.call("patch", path, {"scores": [row]}, match=lead.call("get", path)["ETag"], **JSON)
    assert answer.status_code == status
    assert lead.call("patch", path, {}, match=lead.call("get", path)["ETag"], **JSON).status_code == 400


def test_foreign_prospects_look_like_missing_ones(district, neighbour, lead):
    code = make_prospect(neighbour).code
    foreign = lead.call("post", "vettings/", {"influencer": code}, **JSON)
    missing = lead.call("post", "vettings/", {"influencer": "aaaaaaaaaa"}, **JSON)
    active = lead.call("post", "vettings/", {"influencer": factories.make_influencer(district).code}, **JSON)
    assert (foreign.status_code, missing.status_code, active.status_code) == (400, 400, 422)
    assert foreign.content.decode().replace(code, "aaaaaaaaaa") == missing.content.decode()


def test_cards_are_listed_as_far_as_they_may_be_read(district, district_lead, second, lead):
    one, other = make_prospect(district), make_prospect(district)
    secret = hand_in(one, second)
    hand_in(other, second)
    hand_in(other, district_lead)

    found = lead.call("get", "vettings/").json()["results"]

    assert {(row["influencer"], row["reviewer"]) for row in found} == {
        (other.code, "second"),
        (other.code, "district-lead"),
    }
    assert lead.call("get", f"vettings/{secret.code}/").status_code == 404
    assert lead.call("get", f"vettings/?influencer={one.code}").json()["results"] == []
    assert len(lead.call("get", f"vettings/?district={district.code}&status=submitted").json()["results"]) == 2


def test_a_draft_is_thrown_away(district, lead):
    code = lead.call("post", "vettings/", {"influencer": make_prospect(district).code}, **JSON).json()["code"]
    assert lead.call("post", f"vettings/{code}/discard/", **JSON).status_code == 204
    assert not ScoreCard.objects.exists()


def told(account, **other: object) -> dict[str, object]:
    fields = {"platform": account.platform, "handle": account.handle, "taken_at": "2026-11-01T10:00:00+05:30"}
    return fields | {"grade": "owner", "source": "screenshot", "followers": 900, "interactions": [4, 8]} | other


def test_numbers_are_entered_and_listed(district, lead):
    handle = make_handle(make_prospect(district), "asha")
    made = lead.call("post", "samples/", told(handle), **JSON)
    assert (made.status_code, made.json()["followers"], made.json()["post_count"]) == (201, 900, None)
    shot = {"screenshot": SimpleUploadedFile("s.png", picture()), "taken_at": "2026-11-02T10:00:00+05:30"}
    with_picture = lead.call("post", "samples/", told(handle) | shot)
    assert (with_picture.status_code, len(with_picture.json()["picture"])) == (201, 10)
    audiences.record_many([make_sample(make_handle(make_prospect(district), "other"))])

    def listed(query: str) -> int:
        return len(lead.call("get", f"samples/?{query}").json()["results"])

    found = [
        listed(query) for query in ("", "handle=asha", "platform=x", "grade=measured", "since=2026-11-02T00:00:00Z")
    ]
    assert found == [3, 2, 0, 1, 2]
    assert listed(f"influencer={handle.influencer.code}&until=2026-11-02T00:00:00Z") == 1


def test_wrong_numbers_are_refused(district, neighbour, lead):
    handle, foreign = make_handle(make_prospect(district)), make_handle(make_prospect(neighbour))
    answers = {
        "foreign": lead.call("post", "samples/", told(foreign), **JSON),
        "missing": lead.call("post", "samples/", told(handle, handle="nobody"), **JSON),
        "negative": lead.call("post", "samples/", told(handle, followers=-1), **JSON),
        "measured": lead.call("post", "samples/", told(handle, grade="measured"), **JSON),
        "nothing": lead.call("post", "samples/", told(handle, followers=None, interactions=[]), **JSON),
        "future": lead.call("post", "samples/", told(handle, taken_at="2099-01-01T00:00:00Z"), **JSON),
    }
    svg = {"screenshot": SimpleUploadedFile("s.png", b"<svg/>")}
    answers["svg"] = lead.call("post", "samples/", told(handle) | svg)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "foreign": 400,
        "missing": 400,
        "negative": 400,
        "measured": 422,
        "nothing": 422,
        "future": 422,
        "svg": 422,
    }
    assert answers["foreign"].json() == answers["missing"].json()
    assert not AudienceSample.objects.exists()
