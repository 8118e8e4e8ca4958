"""What the page of an area tells of its coverage."""

import datetime

from django.utils import timezone

from campaigns.coverage import of_area
from campaigns.services import rollups
from tests import factories


def cover(district, *, released_at) -> None:
    topic = factories.make_topic(district, status="live", released_at=released_at)
    factories.make_post(
        factories.make_assignment(factories.make_influencer(district), topic, status="verified"), status="verified"
    )
    factories.make_assignment(factories.make_influencer(district), topic)
    rollups.rebuild()


def test_an_area_counts_its_districts_over_the_last_topics(party, state_lead, neighbour_lead):
    now = timezone.now()
    for district, days in [(party.district, 1), (party.district, 40), (party.neighbour, 2)]:
        cover(district, released_at=now - datetime.timedelta(days=days))

    one, whole = of_area(party.district, state_lead), of_area(party.state, state_lead)

    assert (one.offered, one.verified, one.verified_share) == (2, 1, 50)
    assert (whole.offered, whole.verified) == (4, 2)
    assert of_area(party.district, neighbour_lead).offered == 0
    assert of_area(party.panchayat, state_lead) is None


def test_the_page_shows_it_to_those_who_see_coverage(party, state_lead, panchayat_incharge, client_of):
    assert 'id="coverage"' in client_of(state_lead).get("/areas/district/390/").content.decode()
    assert 'id="coverage"' not in client_of(panchayat_incharge).get("/areas/panchayat/120001/").content.decode()
