"""Vetting: independent reviewers, a third one where two disagree, cards that never change once handed in."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Influencer, Rubric, Score, ScoreCard, StageChange
from influencers.services import pipeline, rubrics, vetting
from influencers.vetting import State, result
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, User
from tests import factories
from tests.influencers.reviews import LINK, entries, hand_in, make_prospect

CODES = ["reach", "response", "writing", "affairs", "regularity", "conduct", "stand"]


@pytest.fixture
def prospect(district) -> Influencer:
    return make_prospect(district)


@pytest.fixture
def second(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "second")


@pytest.fixture
def third(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "third")


def test_the_first_rubric_has_its_guides_in_both_languages(db):
    rubric = rubrics.load_seed()
    rubrics.load_seed()

    assert (rubric.version, Rubric.objects.count()) == (1, 1)
    assert list(rubric.criteria.values_list("code", flat=True)) == CODES
    for criterion in rubric.criteria.all():
        for guide in (criterion.guide_hi, criterion.guide_en):
            assert "0: " in guide
            assert "5: " in guide
    assert list(rubric.criteria.filter(needs_link=False).values_list("code", flat=True)) == ["regularity"]


def test_a_new_version_leaves_the_old_one_and_its_cards_alone(prospect, district_lead, second, operator):
    hand_in(prospect, district_lead)
    rows = [{"code": "voice", "needs_link": False} | dict.fromkeys(rubrics.TEXTS, "आवाज़")]

    assert rubrics.publish(rows, by=operator).version == 2

    assert vetting.begin(prospect, by=second).rubric.version == 1, "two cards of one prospect can be compared"
    assert vetting.begin(make_prospect(prospect.district), by=second).rubric.version == 2
    with pytest.raises(RightMissing):
        rubrics.publish(rows, by=district_lead)
    for wrong in ([], rows * 2, [rows[0] | {"guide_en": " "}]):
        with pytest.raises(RuleBroken):
            rubrics.publish(wrong, by=operator)


def test_two_who_agree_finish_the_vetting(prospect, district_lead, second):
    assert vetting.result_of(prospect).state == State.NONE
    card = hand_in(prospect, district_lead, points=3)
    assert vetting.result_of(prospect).state == State.ONE
    hand_in(prospect, second, points=4)

    found = vetting.result_of(prospect)

    assert (found.state, found.total, found.most) == (State.DONE, 24.5, 35)
    lines = AuditEntry.objects.filter(subject_model="influencers.scorecard", subject_id=card.pk).order_by("pk")
    assert list(lines.values_list("verb", "by")) == [
        ("vetting.begun", district_lead.pk),
        ("vetting.submitted", district_lead.pk),
    ]
    assert card.draft == {}
    assert card.scores.get(criterion__code="reach").links == [f"{LINK}?of=reach"]


def test_a_third_is_asked_where_two_lie_two_points_apart_and_a_fourth_never(
    prospect, district_lead, second, third, content_desk
):
    hand_in(prospect, district_lead, points=3, conduct=1)
    with pytest.raises(RuleBroken) as early:
        pipeline.move(prospect, "vetted", by=district_lead, reason="seems sound")
    hand_in(prospect, second, points=3, conduct=3)
    assert vetting.result_of(prospect).state == State.DISAGREEMENT

    hand_in(prospect, third, points=3, conduct=5)

    found = vetting.result_of(prospect)
    line = next(line for line in found.lines if line.criterion == "conduct")
    assert (early.value.code, found.state) == ("vetting_unfinished", State.DONE)
    assert (line.points, line.mean, line.differs) == ((1, 3, 5), 3.0, True)
    assert [line.criterion for line in found.lines if line.differs] == ["conduct"]
    with pytest.raises(RuleBroken) as fourth:
        vetting.begin(prospect, by=content_desk)
    assert fourth.value.code == "enough_cards"


def test_one_point_apart_is_no_disagreement():
    assert result([{"reach": 2}, {"reach": 3}]).state == State.DONE
    assert result([{"reach": 2}, {"reach": 4}]).state == State.DISAGREEMENT
    assert result([{"reach": 2}]).total == 2
    assert (result([]).total, result([]).lines) == (None, ())


def test_a_draft_is_kept_incomplete_and_named_incomplete_when_handed_in(prospect, district_lead):
    card = vetting.begin(prospect, by=district_lead)
    vetting.score(card, {"reach": {"points": 4}, "writing": {"reason": " साफ़ "}}, by=district_lead)
    card = vetting.score(card, {"conduct": entries(card)["conduct"]}, by=district_lead)

    assert card.draft["reach"] == {"points": 4, "reason": "", "links": []}
    assert card.draft["writing"]["reason"] == "साफ़"
    with pytest.raises(vetting.CardIncomplete) as missing:
        vetting.submit(card, by=district_lead)
    assert {code: len(errors) for code, errors in missing.value.errors.items()} == {
        "reach": 2,
        "response": 3,
        "writing": 2,
        "affairs": 3,
        "regularity": 2,
        "stand": 3,
    }
    assert Score.objects.count() == 0


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org/x",
        "https://localhost/x",
        "https://10.0.0.7/x",
        "http://[::1]/x",
        "https://user:pass@example.org/",
        "https://router.local/",
        "https://chat.whatsapp.com/AbCdEf",
        "https://t.me/c/123/4",
        "tg://resolve?domain=x",
        "kein Link",
        "https://example.org/" + "x" * 300,
        "https://exаmple.org/",
    ],
)
def test_evidence_is_a_public_link(link, prospect, district_lead):
    card = vetting.begin(prospect, by=district_lead)
    given = entries(card) | {"reach": {"points": 1, "reason": "क्योंकि", "links": [LINK, link]}}
    vetting.score(card, given, by=district_lead)

    with pytest.raises(vetting.CardIncomplete) as wrong:
        vetting.submit(card, by=district_lead)

    assert list(wrong.value.errors) == ["reach"]


@pytest.mark.parametrize("points", [-1, 6, 2.5, True, "3"])
def test_points_go_from_nought_to_five(points, prospect, district_lead):
    card = vetting.begin(prospect, by=district_lead)
    with pytest.raises(RuleBroken) as wrong:
        vetting.score(card, {"reach": {"points": points}}, by=district_lead)
    assert wrong.value.code == "wrong_points"
    with pytest.raises(RuleBroken) as unknown:
        vetting.score(card, {"caste": {"points": 1}}, by=district_lead)
    assert unknown.value.code == "unknown_criterion"


def test_reviewers_are_independent(prospect, district_lead, second, neighbour_lead, nobody):
    prospect.owner = district_lead
    prospect.save()
    StageChange.objects.create(influencer=prospect, stage="spotted", at=timezone.now(), by=second)

    for reviewer in (district_lead, second):
        with pytest.raises(RuleBroken) as refusal:
            vetting.begin(prospect, by=reviewer)
        assert refusal.value.code == "not_independent"
    for reviewer in (neighbour_lead, nobody):
        with pytest.raises(RightMissing):
            vetting.begin(prospect, by=reviewer)


def test_nobody_reviews_themselves(district, operator):
    lead = factories.make_office_holder("district_lead", district)
    own = Influencer.objects.create(person=lead.person, district=district)
    rubrics.load_seed()
    with pytest.raises(RuleBroken) as refusal:
        vetting.begin(own, by=lead)
    assert refusal.value.code == "about_oneself"


def test_a_card_belongs_to_its_reviewer(prospect, district_lead, second):
    card = vetting.begin(prospect, by=district_lead)
    assert vetting.begin(prospect, by=district_lead) == card
    for act in (
        lambda: vetting.score(card, {}, by=second),
        lambda: vetting.submit(card, by=second),
        lambda: vetting.discard(card, by=second),
    ):
        with pytest.raises(RightMissing):
            act()


def test_only_prospects_are_reviewed(district, district_lead):
    for stage in ("active", "paused", "left", "declined"):
        with pytest.raises(RuleBroken) as refusal:
            vetting.begin(make_prospect(district, stage=stage), by=district_lead)
        assert refusal.value.code == "no_prospect"


def test_drafts_hold_a_place_for_two_weeks_or_until_they_are_thrown_away(prospect, district_lead, second, third):
    mine, other = vetting.begin(prospect, by=district_lead), vetting.begin(prospect, by=second)
    with pytest.raises(RuleBroken) as full:
        vetting.begin(prospect, by=third)
    vetting.discard(other, by=second)
    late = vetting.begin(prospect, by=third)
    vetting.discard(late, by=third)
    assert vetting.begin(prospect, by=second)
    ScoreCard.objects.filter(pk=mine.pk).update(begun_at=timezone.now() - datetime.timedelta(days=15))
    assert vetting.begin(prospect, by=third)
    assert full.value.code == "in_work"


def test_who_comes_late_is_not_counted(prospect, district_lead, second, third):
    late = vetting.begin(prospect, by=third)
    vetting.score(late, entries(late), by=third)
    ScoreCard.objects.filter(pk=late.pk).update(begun_at=timezone.now() - datetime.timedelta(days=15))
    hand_in(prospect, district_lead)
    hand_in(prospect, second)
    with pytest.raises(RuleBroken) as refusal:
        vetting.submit(late, by=third)
    assert refusal.value.code == "enough_cards"


def test_the_stage_vetted_asks_for_a_finished_vetting(prospect, district_lead, second):
    hand_in(prospect, district_lead)
    with pytest.raises(RuleBroken) as refusal:
        pipeline.move(prospect, "vetted", by=district_lead, reason="seems sound")
    hand_in(prospect, second)

    moved = pipeline.move(prospect, "vetted", by=district_lead, reason="seems sound")

    assert (refusal.value.code, moved.stage) == ("vetting_unfinished", "vetted")


def test_a_prospect_is_declined_without_a_vetting(prospect, district_lead):
    hand_in(prospect, district_lead)

    assert pipeline.move(prospect, "declined", by=district_lead, reason="stands elsewhere").stage == "declined"


def test_a_card_of_another_is_read_only_after_ones_own(prospect, district_lead, second, third, content_desk):
    def read_by(user: User) -> set[str]:
        return set(ScoreCard.objects.readable_by(user).values_list("reviewer__username", flat=True))

    lead = district_lead.username
    hand_in(prospect, district_lead, reach=0)
    draft = vetting.begin(prospect, by=second)
    assert (read_by(district_lead), read_by(second), read_by(third)) == ({lead}, {"second"}, set())
    vetting.score(draft, entries(draft), by=second)
    vetting.submit(draft, by=second)
    both = {lead, "second"}
    assert (read_by(district_lead), read_by(second), read_by(third)) == (both, both, set())
    hand_in(prospect, third)
    assert read_by(content_desk) == {*both, "third"}, "nobody can review any more"


def test_nobody_reads_cards_about_themselves(district, district_lead, second, operator):
    about = factories.make_office_holder("state_content", district.parent.parent)
    prospect = Influencer.objects.create(person=about.person, district=district)
    rubrics.load_seed()
    hand_in(prospect, district_lead)
    hand_in(prospect, second)
    assert not ScoreCard.objects.readable_by(about).exists()
    assert ScoreCard.objects.readable_by(operator).count() == 2
