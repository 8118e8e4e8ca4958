"""Pages of vetting: the queue, the card that keeps what is typed, and who reads whose reasons."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from influencers.models import Criterion, Influencer, Rubric, ScoreCard, StageChange
from influencers.services import rubrics, vetting, vetting_queue
from network.errors import RightMissing, RuleBroken
from network.models import User
from tests import factories
from tests.influencers.reviews import LINK, entries, hand_in, make_handle, make_prospect
from tests.test_query_counts import cost

CODES = ["reach", "response", "writing", "affairs", "regularity", "conduct", "stand"]


@pytest.fixture
def prospect(district) -> Influencer:
    return make_prospect(district, name_hi="आशा नमूना")


@pytest.fixture
def second(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "second")


@pytest.fixture
def third(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "third")


def typed(points: str = "3", **other: str) -> dict[str, str]:
    fields = {}
    for code in CODES:
        fields |= {f"{code}-points": points, f"{code}-reason": f"कारण {code}", f"{code}-links": LINK}
    return fields | other


def listed(client, what: str) -> list[str]:
    page = client.get(f"/vetting/?waiting={what}")
    return [influencer.code for influencer in page.context["page"]]


def test_the_queue_says_who_waits_for_which_card(
    district, neighbour, prospect, district_lead, second, third, client_of
):
    make_prospect(neighbour)
    make_prospect(district, stage="active")
    one, disputed, done, mine = (make_prospect(district) for _ in range(4))
    hand_in(one, second)
    for reviewer, points in ((second, 1), (third, 4)):
        hand_in(disputed, reviewer, points=points)
        hand_in(done, reviewer)
    vetting.begin(mine, by=district_lead)
    lead = client_of(district_lead)

    found = {what: listed(lead, what) for what in ("first", "second", "third", "mine")}

    assert found == {"first": [prospect.code], "second": [one.code], "third": [disputed.code], "mine": [mine.code]}
    assert [tab["count"] for tab in lead.get("/vetting/").context["tabs"]] == [1, 1, 1, 1]
    assert "/vetting/" in lead.get("/rosters/").content.decode(), "the menu leads there"
    assert listed(client_of(second), "second") == [], "one's own card is in"


def test_what_pages_offer_is_what_the_service_allows(
    district, neighbour, prospect, district_lead, second, third, content_desk
):
    one, full, disputed, done = (make_prospect(district) for _ in range(4))
    vetting.begin(full, by=second)
    vetting.begin(full, by=third)
    hand_in(one, second)
    for reviewer, points in ((second, 1), (third, 4)):
        hand_in(disputed, reviewer, points=points)
        hand_in(done, reviewer)
    owned = make_prospect(district)
    owned.owner = district_lead
    owned.save()
    places = [
        prospect,
        one,
        full,
        disputed,
        done,
        owned,
        make_prospect(neighbour),
        make_prospect(district, stage="left"),
    ]

    for reviewer in (district_lead, second, third, content_desk):
        for place in places:
            offered = vetting_queue.may_begin(place, reviewer)
            known = ScoreCard.objects.filter(influencer=place, reviewer=reviewer).exists()
            try:
                with transaction.atomic():
                    vetting.begin(place, by=reviewer)
                    transaction.set_rollback(True)
                    allowed = not known
            except (RightMissing, RuleBroken):
                allowed = False
            assert offered == allowed, (reviewer.username, places.index(place))


def test_the_queue_leaves_out_what_one_may_not_review(district, district_lead, second, third, client_of):
    owned = make_prospect(district)
    owned.owner = district_lead
    owned.save()
    entered = make_prospect(district)
    StageChange.objects.create(influencer=entered, stage="spotted", at=entered.stage_at, by=district_lead)
    held = make_prospect(district)
    for reviewer in (second, third):
        vetting.begin(held, by=reviewer)

    assert listed(client_of(district_lead), "first") == []
    assert listed(client_of(second), "first") == [owned.code, entered.code]


def test_a_card_is_begun_typed_and_handed_in(prospect, district_lead, client_of):
    lead = client_of(district_lead)
    page = lead.post(f"/vetting/begin/{prospect.code}/", follow=True)
    card = ScoreCard.objects.get()
    assert page.redirect_chain == [(f"/vetting/{card.code}/", 302)]
    for criterion in Criterion.objects.all():
        assert criterion.guide_hi in page.content.decode()

    answer = lead.post(f"/vetting/{card.code}/", typed() | {"submit": "yes"})

    card.refresh_from_db()
    assert answer.headers["Location"] == prospect.get_absolute_url()
    assert (card.status, card.scores.count()) == ("submitted", 7)
    assert card.scores.filter(points=3, links=[LINK]).count() == 7
    assert lead.get(f"/vetting/{card.code}/").headers["Location"] == prospect.get_absolute_url()
    lead.post(f"/vetting/{card.code}/", typed("5"))
    assert set(card.scores.values_list("points", flat=True)) == {3}


def test_what_is_typed_is_kept_by_itself_and_by_a_button(prospect, district_lead, client_of):
    card = vetting.begin(prospect, by=district_lead)
    lead = client_of(district_lead)

    saved = lead.post(f"/vetting/{card.code}/", {"reach-points": "4"}, headers={"HX-Request": "true"})
    assert (saved.status_code, "<form" in saved.content.decode()) == (200, False)
    lead.post(f"/vetting/{card.code}/", {"reach-points": "4", "reach-reason": "साफ़", "save": "yes"})

    card.refresh_from_db()
    assert card.draft["reach"] == {"points": 4, "reason": "साफ़", "links": []}
    page = lead.get(f"/vetting/{card.code}/").content.decode()
    assert "साफ़" in page
    assert page.count(" checked") == 1


def test_a_card_with_gaps_says_where_and_keeps_the_rest(prospect, district_lead, client_of):
    card = vetting.begin(prospect, by=district_lead)
    lead = client_of(district_lead)

    answer = lead.post(f"/vetting/{card.code}/", typed(**{"reach-links": "router.local", "submit": "yes"}))
    assert answer.status_code == 422
    assert [len(row.errors) for row in answer.context["rows"]] == [1, 0, 0, 0, 0, 0, 0]
    assert "कारण stand" in answer.content.decode()
    too_much = lead.post(f"/vetting/{card.code}/", typed(**{"reach-points": "9", "submit": "yes"}))
    assert too_much.status_code == 422
    card.refresh_from_db()
    assert (card.status, card.draft["reach"]["points"], card.draft["stand"]["points"]) == ("draft", 3, 3)


def test_a_card_is_nobody_elses(prospect, district_lead, second, state_lead, operator, client_of):
    card = vetting.begin(prospect, by=district_lead)
    for other in (second, state_lead, operator):
        assert client_of(other).get(f"/vetting/{card.code}/").status_code == 404
        assert client_of(other).post(f"/vetting/{card.code}/discard/").status_code == 404
    client_of(district_lead).post(f"/vetting/{card.code}/discard/")
    assert not ScoreCard.objects.exists()


def secret_of(card: ScoreCard) -> str:
    return f"भेद {card.reviewer_id}"


@pytest.fixture
def first_card(prospect, district_lead) -> ScoreCard:
    card = vetting.begin(prospect, by=district_lead)
    given = entries(card, 1)
    for entry in given.values():
        entry["reason"] = secret_of(card)
    vetting.score(card, given, by=district_lead)
    return vetting.submit(card, by=district_lead)


def test_no_page_tells_of_anothers_card_before_ones_own(prospect, first_card, district_lead, second, client_of):
    secret, reader = secret_of(first_card), client_of(second)
    card = vetting.begin(prospect, by=second)
    places = [
        prospect.get_absolute_url(),
        "/vetting/",
        "/vetting/?waiting=second",
        f"/vetting/{card.code}/",
        f"/influencers/compare/?code={prospect.code}",
        "/search/?q=भेद",
        "/search/?q=आशा",
        f"/history/influencers/{prospect.code}/",
        "/api/v1/vettings/",
        "/api/v1/influencers/",
    ]
    for place in places:
        answer = reader.get(place)
        assert answer.status_code == 200, place
        assert secret not in answer.content.decode(), place
    for code in (first_card.code,):
        assert reader.get(f"/vetting/{code}/").status_code == 404
        assert reader.get(f"/api/v1/vettings/{code}/").status_code == 404

    vetting.score(card, entries(card, 4), by=second)
    vetting.submit(card, by=second)

    for place in (prospect.get_absolute_url(), "/api/v1/vettings/"):
        assert secret in reader.get(place).content.decode(), place


def test_the_admin_keeps_cards_apart_and_read_only(prospect, first_card, operator, client_of):
    desk = client_of(operator)
    card = vetting.begin(prospect, by=operator)
    rows = reverse("admin:influencers_scorecard_changelist")
    change = reverse("admin:influencers_scorecard_change", args=[first_card.pk])

    assert [row.pk for row in desk.get(rows).context["cl"].queryset] == [card.pk]
    assert desk.get(change).status_code == 302, "as if it did not exist"
    vetting.score(card, entries(card, 1), by=operator)
    vetting.submit(card, by=operator)

    assert secret_of(first_card) in desk.get(change).content.decode()
    assert not admin.site._registry[ScoreCard].has_change_permission(desk.get(rows).wsgi_request, first_card)


def test_reasons_stand_side_by_side_where_reviewers_differ(
    prospect, first_card, district_lead, second, third, client_of
):
    hand_in(prospect, second, points=1, reach=3)

    page = client_of(district_lead).get(prospect.get_absolute_url()).content.decode()

    assert page.count('class="judged" open') == 1
    assert page.count('class="judged"') == 7
    assert "कारण reach" in page
    assert secret_of(first_card) not in client_of(third).get(prospect.get_absolute_url()).content.decode()


def test_who_holds_no_right_to_review_sees_no_vetting(prospect, first_card, second, party, operator, client_of):
    hand_in(prospect, second)
    auditor = factories.make_office_holder("auditor", party.state)

    page = client_of(auditor).get(prospect.get_absolute_url())

    assert page.status_code == 200
    assert 'id="vetting"' not in page.content.decode()
    assert client_of(auditor).get("/vetting/").status_code == 403


def test_an_operator_publishes_a_new_rubric_in_the_admin(db, operator, client_of):
    rubrics.load_seed()
    desk = client_of(operator)
    fields = {"criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0"}
    for place, code in enumerate(("voice", "care")):
        texts = {f"criteria-{place}-{name}": f"{code} {name}" for name in rubrics.TEXTS}
        fields |= texts | {f"criteria-{place}-code": code, f"criteria-{place}-needs_link": "on"}

    answer = desk.post(reverse("admin:influencers_rubric_add"), fields)

    assert answer.status_code == 302, answer.context["errors"]
    made = Rubric.objects.get(version=2)
    assert list(made.criteria.values_list("code", "position", "needs_link")) == [("voice", 1, True), ("care", 2, True)]
    assert desk.get(reverse("admin:influencers_rubric_change", args=[made.pk])).status_code == 200
    desk.post(reverse("admin:influencers_rubric_change", args=[made.pk]), fields)
    assert Rubric.objects.count() == 2
    nothing = {"criteria-TOTAL_FORMS": "0", "criteria-INITIAL_FORMS": "0"}
    desk.post(reverse("admin:influencers_rubric_add"), nothing)
    assert Rubric.objects.count() == 2


def test_queue_profile_and_card_cost_a_fixed_number_of_queries(district, district_lead, second, third, client_of):
    lead = client_of(district_lead)
    few, many = make_prospect(district), make_prospect(district)
    hand_in(few, second)
    hand_in(many, second)
    make_handle(few)
    for name in ("one", "two", "three"):
        make_handle(many, name)
    queue = cost(lead, "/vetting/?waiting=second")
    for _ in range(5):
        hand_in(make_prospect(district), third)
    assert cost(lead, "/vetting/?waiting=second") == queue <= 12
    for prospect in (few, many):
        hand_in(prospect, district_lead, points=5)
    cost(lead, few.get_absolute_url())  # medians of bands are counted now and kept
    assert cost(lead, few.get_absolute_url()) == cost(lead, many.get_absolute_url()) <= 12
    assert cost(client_of(third), many.get_absolute_url()) <= 12, "who may still review asks one more"
    card = vetting.begin(ScoreCard.objects.filter(reviewer=third).first().influencer, by=district_lead)
    assert cost(lead, f"/vetting/{card.code}/") <= 12
