"""The API of the pipeline: lists, prospects, changes by ETag, steps of one and of many, accounts."""

from influencers.models import Handle, Influencer
from tests import factories
from tests.network.test_writing_api import send  # noqa: F401 - a fixture

PROSPECT = {"name_hi": "नया नमूना", "district": "390", "links": ["youtube.com/@naya"], "note": "writes on canals"}


def test_lists_have_the_filters_of_the_page(party, district_lead, send):  # noqa: F811
    first, second = factories.make_influencer(party.district), factories.make_influencer(party.district)
    Influencer.objects.filter(pk=first.pk).update(declared_followers=20_000, owner=district_lead)
    factories.make_handle(second, "youtube")
    for query, wanted in (("band=micro", first), ("owner=me", first), ("platform=youtube", second)):
        rows = send(district_lead, "GET", f"influencers/?{query}").json()["results"]
        assert [row["code"] for row in rows] == [wanted.code], query
    assert send(district_lead, "GET", "influencers/?stage=nonsense").status_code == 400


def test_a_prospect_is_entered(party, district_lead, neighbour_lead, content_desk, send):  # noqa: F811
    made = send(district_lead, "POST", "influencers/", PROSPECT)
    assert made.status_code == 201
    assert (made.json()["stage"], made.json()["owner"]) == ("spotted", "district-lead")
    assert [handle["handle"] for handle in made.json()["handles"]] == ["@naya"]
    again = send(district_lead, "POST", "influencers/", PROSPECT)
    assert (again.status_code, again.json()["code"]) == (422, "handle_taken")
    bad = send(district_lead, "POST", "influencers/", PROSPECT | {"links": ["https://bit.ly/x"]})
    assert (bad.status_code, bad.json()["code"]) == (422, "link_refused")
    assert send(neighbour_lead, "POST", "influencers/", PROSPECT).status_code == 400, "foreign looks like missing"
    assert send(content_desk, "POST", "influencers/", PROSPECT | {"links": ["x.com/naya"]}).status_code == 403


def test_a_deputy_of_the_district_enters_prospects(party, operator, send):  # noqa: F811
    deputy = factories.make_office_holder("district_deputy", party.district, "deputy")
    made = send(deputy, "POST", "influencers/", PROSPECT)
    assert (made.status_code, made.json()["owner"]) == (201, "deputy")


def test_changes_need_the_etag(party, district_lead, content_desk, send):  # noqa: F811
    path = f"influencers/{factories.make_influencer(party.district).code}/"
    etag = send(district_lead, "GET", path).headers["ETag"]
    assert send(district_lead, "PATCH", path, {"setting": "rural"}).status_code == 428
    changed = send(district_lead, "PATCH", path, {"setting": "rural", "subjects": ["health"]}, If_Match=etag)
    assert (changed.status_code, changed.json()["subjects"]) == (200, ["health"])
    assert send(district_lead, "PATCH", path, {"setting": "urban"}, If_Match=etag).status_code == 412
    silent = send(district_lead, "PATCH", path, {"public_contact": "0755"}, If_Match=changed.headers["ETag"])
    assert (silent.status_code, silent.json()["code"]) == (422, "source_missing")
    assert send(content_desk, "PATCH", path, {"setting": "urban"}, If_Match="*").status_code == 403
    assert send(district_lead, "PATCH", path, {"stage": "left"}, If_Match="*").json()["stage"] == "active"


def test_steps_of_one(party, district_lead, send):  # noqa: F811
    voice = factories.make_influencer(party.district)
    path = f"influencers/{voice.code}/steps/"
    made = send(district_lead, "POST", path, {"stage": "paused", "reason": "asked for a rest"})
    assert made.status_code == 201
    wrong = send(district_lead, "POST", path, {"stage": "spotted", "reason": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_step")
    assert send(district_lead, "POST", path, {"stage": "left"}).status_code == 400
    [step] = send(district_lead, "GET", path).json()
    assert (step["before"], step["stage"], step["by"]) == ("active", "paused", "district-lead")


def test_steps_of_many_answer_row_by_row(party, district_lead, neighbour_lead, content_desk, send):  # noqa: F811
    good, foreign = factories.make_influencer(party.district), factories.make_influencer(party.neighbour)
    body = {"codes": [good.code, foreign.code, "aaaaaaaaaa"], "stage": "paused", "reason": "holidays"}
    answer = send(district_lead, "POST", "influencers/bulk-stage/", body)
    assert answer.status_code == 207
    assert [row["status"] for row in answer.json()] == [200, 404, 404]
    rows = send(content_desk, "POST", "influencers/bulk-stage/", body).json()
    assert [row["status"] for row in rows] == [403, 403, 404]
    again = send(district_lead, "POST", "influencers/bulk-stage/", body | {"stage": "agreed"}).json()
    assert again[0]["errors"]["code"] == "wrong_step"
    assert Influencer.objects.get(pk=foreign.pk).stage == "active"


def test_accounts_are_declared_and_given_up(party, district_lead, neighbour_lead, send):  # noqa: F811
    voice = factories.make_influencer(party.district)
    body = {"influencer": voice.code, "profile": "https://m.facebook.com/Naya.Namuna?x=1"}
    made = send(district_lead, "POST", "handles/", body)
    assert (made.status_code, made.json()["platform"], made.json()["handle"]) == (201, "facebook", "naya.namuna")
    bare = send(district_lead, "POST", "handles/", {"influencer": voice.code, "profile": "@naya", "platform": "x"})
    assert bare.json()["handle"] == "naya"
    assert send(neighbour_lead, "POST", "handles/", body).status_code == 400
    path = f"handles/{made.json()['id']}/retire/"
    assert send(neighbour_lead, "POST", path).status_code == 404
    assert send(district_lead, "POST", path).json()["retired_at"]
    assert send(district_lead, "POST", path).status_code == 422
    rows = send(district_lead, "GET", f"handles/?influencer={voice.code}&is_retired=false").json()["results"]
    assert [row["handle"] for row in rows] == ["naya"]
    assert Handle.objects.count() == 2
