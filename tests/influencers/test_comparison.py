"""The comparison: up to eight side by side, points only of finished vettings, figures with their evidence."""

import pytest

from influencers.services import audiences
from network.models import User
from tests import factories
from tests.influencers.reviews import LINK, hand_in, make_handle, make_prospect, make_sample
from tests.test_query_counts import cost


@pytest.fixture
def second(party, operator) -> User:
    return factories.make_office_holder("district_deputy", party.district, "second")


def query(*prospects) -> str:
    return "/influencers/compare/?" + "&".join(f"code={each.code}" for each in prospects)


def bars(page) -> dict[str, list[str]]:
    return {str(measure.name): [bar.text for bar in measure.bars] for measure in page.context["measures"]}


def test_points_and_figures_stand_side_by_side(district, district_lead, second, client_of):
    done, begun = make_prospect(district), make_prospect(district)
    for reviewer, points in ((district_lead, 3), (second, 4)):
        hand_in(done, reviewer, points=points, conduct=5)
    hand_in(begun, district_lead, points=1)
    large, small = make_handle(done, "large"), make_handle(done, "small")
    url = "https://www.instagram.com/large/"
    audiences.record_many([make_sample(large, source_url=url), make_sample(small, followers=10)])

    page = client_of(district_lead).get(query(begun, done))

    found = bars(page)
    assert [each["influencer"] for each in page.context["chosen"]] == [begun, done]
    assert next(iter(found.values())) == ["", "26.0 / 35"]
    assert found["आचरण"] == ["", "5.0 / 5"]
    assert page.context["measures"][-4].bars[1].text == "1.00 %"
    assert page.context["measures"][-4].bars[1].links == (url,)
    assert page.context["measures"][1].bars[1].links == (f"{LINK}?of=reach",)
    assert page.content.decode().count("<meter") == 11


def test_eight_at_most_and_only_those_one_may_review(district, neighbour, district_lead, client_of):
    many, foreign = [make_prospect(district) for _ in range(9)], make_prospect(neighbour)
    lead = client_of(district_lead)
    page = lead.get(query(foreign, *many, many[0]))
    assert [each["influencer"] for each in page.context["chosen"]] == many[:7]
    assert page.context["left_out"]
    assert foreign.person.name not in page.content.decode()
    assert len(lead.get(query(*many)).context["chosen"]) == 8
    assert lead.get("/influencers/compare/?code=nothing&code=").status_code == 200


def test_more_are_found_by_name(district, neighbour, district_lead, client_of):
    asha, other = make_prospect(district, name_hi="आशा नमूना"), make_prospect(district, name_hi="रेखा नमूना")
    make_prospect(neighbour, name_hi="आशा मिसाल")

    page = client_of(district_lead).get(query(other) + "&search=आशा")

    assert list(page.context["found"]) == [asha]
    assert f"?code={other.code}&amp;code={asha.code}" in page.content.decode()


def test_eight_cost_as_many_queries_as_two(district, district_lead, second, client_of):
    people = [make_prospect(district) for _ in range(8)]
    for each in people:
        hand_in(each, district_lead)
        hand_in(each, second)
        audiences.record_many([make_sample(make_handle(each, f"{each.pk}_{name}")) for name in ("a", "b", "c")])
    lead = client_of(district_lead)
    cost(lead, query(*people))  # medians of bands are counted now and kept
    assert cost(lead, query(*people[:2])) == cost(lead, query(*people)) <= 12
