"""What was published or handed in: the service and the database refuse every change of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from influencers.models import Criterion, Influencer, Rubric, Score, ScoreCard
from influencers.services import rubrics, vetting
from network.errors import RuleBroken
from network.models import User
from tests import factories
from tests.influencers.reviews import hand_in, make_prospect


def refused(statement) -> bool:
    """Whether the database refuses, at once or at the end of the transaction."""
    try:
        with transaction.atomic():
            statement()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        return True
    return False


@pytest.fixture
def prospect(district) -> Influencer:
    return make_prospect(district)


@pytest.fixture
def second(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "second")


def test_the_database_refuses_changes_of_a_published_rubric(db):
    rubric = rubrics.load_seed()
    late = {"rubric": rubric, "code": "late", "position": 99} | dict.fromkeys(rubrics.TEXTS, "x")

    assert refused(lambda: Rubric.objects.update(version=7))
    assert refused(lambda: Criterion.objects.update(guide_en="other"))
    assert refused(lambda: Criterion.objects.filter(code="reach").delete())
    assert refused(lambda: Criterion.objects.create(**late))


def test_a_handed_in_card_never_changes(prospect, district_lead, second):
    card = hand_in(prospect, district_lead)
    for act in (
        lambda: vetting.score(card, {}, by=district_lead),
        lambda: vetting.submit(card, by=district_lead),
        lambda: vetting.discard(card, by=district_lead),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.code == "handed_in"


def test_the_database_refuses_changes_of_a_handed_in_card(prospect, district_lead, second):
    card = hand_in(prospect, district_lead)
    reach = card.scores.get(criterion__code="reach")
    rubric = rubrics.newest()

    assert refused(lambda: ScoreCard.objects.update(status="draft", submitted_at=None))
    assert refused(lambda: ScoreCard.objects.update(reviewer=second))
    assert refused(lambda: Score.objects.filter(pk=reach.pk).update(points=5))
    assert refused(lambda: Score.objects.filter(pk=reach.pk).delete())
    assert refused(lambda: ScoreCard.objects.filter(pk=card.pk).delete())
    assert refused(lambda: Score.objects.create(card=card, criterion=rubric.criteria.first(), points=1, reason="x"))


def test_cards_go_with_an_erased_prospect_and_follow_a_merged_one(prospect, district_lead, second):
    card = hand_in(prospect, district_lead)
    other = make_prospect(prospect.district)
    assert not refused(lambda: ScoreCard.objects.filter(pk=card.pk).update(influencer=other))
    assert not refused(other.delete)
    assert not ScoreCard.objects.exists()
