"""What the page of an area tells of its teams."""

from influencers.panels import teams
from network.models import User
from tests import factories


def test_a_district_tells_of_its_own_team(party, district_lead, neighbour_lead):
    factories.make_influencer(party.district)
    factories.make_influencer(party.district, consents=False)
    factories.make_influencer(party.neighbour)

    shown = teams(party.district, User.objects.get(pk=district_lead.pk))

    assert (shown.one, shown.member_count, shown.kept_count) == (party.district.roster, 1, 1)
    assert shown.lights == [("thin", 1)]


def test_a_state_tells_how_its_teams_stand(party, state_lead, client_of):
    factories.make_influencer(party.district)

    shown = teams(party.state, state_lead)
    page = client_of(state_lead).get("/areas/state/23/").content.decode()

    assert shown.one is None
    assert shown.lights == [("vacant", 1), ("thin", 1)]
    assert "/rosters/" in page.split('id="teams"')[1]


def test_a_block_and_a_stranger_are_told_nothing(party, state_lead, neighbour_lead):
    factories.make_influencer(party.district)

    assert teams(party.block, state_lead) is None
    assert teams(party.district, neighbour_lead) is None
