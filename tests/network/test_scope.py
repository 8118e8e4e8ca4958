"""The scope: what an office makes visible, and that nothing else does."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone

from network.models import Appointment, Area, Person, User
from network.rights import Feature
from network.scope import merge_paths, prefixes
from network.services import area_changes
from tests import factories


def seen(user, model, feature) -> set:
    fresh = User.objects.get(pk=user.pk) if user.pk else user
    return set(model.objects.visible_to(fresh, feature))


def test_an_office_shows_its_area_and_everything_below(party, district_lead):
    assert seen(district_lead, Area, Feature.AREA_VIEW) == {party.district, party.block, party.panchayat}


def test_without_an_office_nothing_but_oneself(party, volunteer, nobody):
    factories.make_person(party.district)
    assert seen(nobody, Person, Feature.PEOPLE_VIEW) == set()
    assert seen(volunteer, Person, Feature.PEOPLE_VIEW) == {volunteer.person}
    assert set(Person.objects.visible_to(AnonymousUser(), Feature.PEOPLE_VIEW)) == set()


def test_a_feature_that_the_office_lacks_shows_nothing(party, panchayat_incharge):
    factories.make_person(party.panchayat)
    assert seen(panchayat_incharge, Person, Feature.PEOPLE_VIEW) == {panchayat_incharge.person}


def test_no_feature_named_means_own_rows_only(party, state_lead):
    factories.make_person(party.district)
    assert set(Person.objects.visible_to(state_lead)) == {state_lead.person}


def test_rights_end_with_the_term_and_with_the_login(party, district_lead):
    Appointment.objects.filter(person__user=district_lead).update(ends_on=timezone.localdate())
    assert seen(district_lead, Area, Feature.AREA_VIEW) == set()


def test_an_unconfirmed_state_office_counts_for_nothing(party, state_lead):
    Appointment.objects.filter(person__user=state_lead).update(confirmed_by=None)
    assert seen(state_lead, Area, Feature.AREA_VIEW) == set()


def test_a_term_that_has_not_begun_counts_for_nothing(party, district_lead):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    Appointment.objects.filter(person__user=district_lead).update(starts_on=tomorrow)
    assert seen(district_lead, Area, Feature.AREA_VIEW) == set()


def test_an_inactive_login_holds_nothing(party, district_lead):
    User.objects.filter(pk=district_lead.pk).update(is_active=False)
    assert seen(district_lead, Area, Feature.AREA_VIEW) == set()


def test_live_topics_are_handed_down_and_drafts_are_not(party, district_lead):
    from campaigns.models import Topic

    live, draft = factories.make_topic(party.state, status="live"), factories.make_topic(party.state)
    assert live in seen(district_lead, Topic, Feature.TOPIC_VIEW)
    assert draft not in seen(district_lead, Topic, Feature.TOPIC_VIEW)


def test_paths():
    assert merge_paths(["/a/b/", "/a/", "/c/", "/a/b/"]) == ["/a/", "/c/"]
    assert prefixes("/st23/di390/") == ["/st23/", "/st23/di390/"]


def test_a_path_is_no_prefix_of_a_sibling_with_a_longer_code(party):
    other = factories.make_area("district", "3901", party.division)
    assert not other.path.startswith(party.district.path)


def test_the_path_of_a_home_follows_the_map_and_the_person(party, state_lead):
    """Written by triggers: with the row, by bulk statements, when the person moves and when the map does."""
    person = factories.make_person(party.panchayat)
    Person.objects.bulk_create([Person(name_hi="थोक", home_area=party.block)])
    area_changes.move(party.block, to=party.neighbour, by=state_lead)
    Person.objects.filter(pk=person.pk).update(home_path="/nowhere/")
    paths = [
        set(Person.objects.filter(home_area=area).values_list("home_path", flat=True))
        for area in (party.panchayat, party.block)
    ]
    Person.objects.filter(pk=person.pk).update(home_area=party.district)
    person.refresh_from_db()
    assert paths == [{f"{party.neighbour.path}bl3600/gp120001/"}, {f"{party.neighbour.path}bl3600/"}]
    assert person.home_path == party.district.path


def test_no_home_path_differs_from_its_area(party, volunteer, district_lead):
    wrong = Person.objects.exclude(home_path=F("home_area__path"))
    assert Person.objects.count() >= 2
    assert not wrong.exists()
