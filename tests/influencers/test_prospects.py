"""Prospects: links in any form are recognised, doubles told, a district guessed, and nothing private is kept."""

import datetime

import pytest
from django.utils import timezone

from influencers.links import LinkRefused, canonical_profile
from influencers.models import Handle, Influencer, StageChange
from influencers.prospects import guess_district, read_accounts, recognise
from influencers.services import influencers, prospects
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, AuditEntry, Person, User
from network.services import appointments, people
from tests import factories

FORMS = {
    ("youtube", "@awaaz"): [
        "https://m.youtube.com/@Awaaz?si=abc",
        "youtube.com/@awaaz/videos",
        "YouTube @awaaz",
        "https://www.youtube.com/@awaaz/shorts?app=desktop",
    ],
    ("youtube", "c/awaazmp"): ["https://www.youtube.com/c/AwaazMP/about", "youtube.com/c/awaazmp"],
    ("youtube", "user/awaazmp"): ["https://www.youtube.com/user/AwaazMP"],
    ("youtube", "@आवाज़"): ["https://youtube.com/@%E0%A4%86%E0%A4%B5%E0%A4%BE%E0%A4%9C%E0%A4%BC"],
    ("youtube", "channel/UCabcdefghijklmnopqrstuv"): [
        "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv?view_as=subscriber",
        "UCabcdefghijklmnopqrstuv",
    ],
    ("instagram", "awaaz.mp"): [
        "https://www.instagram.com/awaaz.mp/?igsh=MWQ1Z&utm_source=qr",
        "instagram.com/_u/Awaaz.MP",
        "इंस्टाग्राम: @awaaz.mp",
        "https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Fawaaz.mp%2F&e=x",
        "https://www.instagram.com/awaaz.mp/reel/C8abcDEfgh1/",
    ],
    ("facebook", "awaazmp"): [
        "https://m.facebook.com/AwaazMP?mibextid=ZbWKwL",
        "https://hi-in.facebook.com/awaazmp/about",
        "https://www.facebook.com/awaazmp/videos/?ref=page_internal",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fawaazmp&h=AT0",
    ],
    ("facebook", "100012345678901"): [
        "https://www.facebook.com/profile.php?id=100012345678901&mibextid=Zb",
        "https://www.facebook.com/people/Awaaz-MP/100012345678901/",
        "https://facebook.com/p/Awaaz-MP-100012345678901/",
    ],
    ("x", "awaaz_mp"): [
        "https://mobile.twitter.com/Awaaz_MP?s=20&t=xyz",
        "x.com/awaaz_mp/with_replies",
        "https://twitter.com/intent/user?screen_name=awaaz_mp",
        "twitter @Awaaz_MP",
    ],
    ("threads", "awaaz.mp"): ["https://www.threads.net/@awaaz.mp?xmt=AQ", "threads.com/@Awaaz.mp/post/C8abcDEfgh1"],
    ("telegram", "awaazmp"): [
        "https://t.me/AwaazMP",
        "https://t.me/s/awaazmp?before=20",
        "tg://resolve?domain=awaazmp",
    ],
    ("sharechat", "awaaz"): ["https://sharechat.com/profile/Awaaz?d=n"],
    ("moj", "awaaz"): ["https://mojapp.in/@awaaz?referrer=share"],
    ("whatsapp", "0029VaAbCdEfGhIjKlMn"): ["https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMn?utm_source=x"],
    ("linkedin", "in/awaaz-mp"): ["https://in.linkedin.com/in/Awaaz-MP?trk=public", "linkedin.com/in/awaaz-mp/"],
    ("snapchat", "awaaz.mp"): ["https://www.snapchat.com/add/awaaz.mp?share_id=x", "snapchat.com/@awaaz.mp"],
    ("blog", "awaaz.blogspot.com"): [
        "https://awaaz.blogspot.com/2026/11/a-post.html",
        "http://www.awaaz.blogspot.com/",
        "awaaz.blogspot.com/about",
    ],
    ("blog", "medium.com/@awaaz"): ["https://medium.com/@awaaz?source=x"],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in FORMS.items() for text in texts])
def test_every_form_of_a_profile_is_the_same_account(key, text):
    [account] = read_accounts(text)
    assert (account.profile.platform, account.profile.handle) == key
    assert canonical_profile(account.profile.url).handle == account.profile.handle, "its address leads to itself"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://bit.ly/3abc", "short_link"),
        ("https://www.facebook.com/share/1AbCdEf/", "short_link"),
        ("https://youtu.be/dQw4w9WgXcQ", "is_post"),
        ("https://x.com/someone/status/1790000000000000001", "is_post"),
        ("https://chat.whatsapp.com/AbCdEf", "not_a_profile"),
        ("https://wa.me/919826012345", "not_a_profile"),
        ("https://www.tiktok.com/@someone", "not_a_profile"),
        ("https://t.me/c/123/4", "not_a_profile"),
        ("https://127.0.0.1/me", "no_link"),
        ("कोई नाम", "no_link"),
    ],
)
def test_what_names_no_account_says_why(text, code):
    with pytest.raises(LinkRefused) as refused:
        canonical_profile(text)
    assert refused.value.code == code
    assert read_accounts(text)[0].problem


def test_a_paste_of_several_lines_gives_each_account_once():
    text = "https://x.com/awaaz_mp https://twitter.com/Awaaz_MP?s=20,\nyoutube.com/@awaaz\n@alone\n\n"
    accounts = read_accounts(text)
    assert [(account.profile.handle if account.profile else account.text) for account in accounts] == [
        "awaaz_mp",
        "@awaaz",
        "@alone",
    ]
    assert "@alone" in accounts[2].problem
    assert read_accounts("@alone", "instagram")[0].profile.platform == "instagram"


@pytest.mark.parametrize(
    ("texts", "code"),
    [(["voice of Bhopal"], "390"), (["x", "bhopal_ki_awaaz"], "390"), (["इन्दौर के किसान"], "407"),
     (["bhopal and indore"], None), (["somebody"], None), (["awaazbhopalki"], "390")],
)  # fmt: skip
def test_the_district_is_guessed_from_what_was_typed(party, texts, code):
    found = guess_district(texts, [party.district, party.neighbour])
    assert (found.code if found else None) == code
    assert guess_district(["somebody"], [party.neighbour]) == party.neighbour


def see(text, by, *, name="", district=None):
    return recognise(text, name=name, note="", platform="", district=district, by=by)


def test_doubles_are_told_and_foreign_ones_stay_unnamed(party, district_lead, neighbour_lead):
    known = factories.make_influencer(party.district, name_hi="रमेश नमूना")
    factories.make_handle(known, "x", "ramesh_mp")
    own = see("https://x.com/Ramesh_MP", district_lead)
    assert own.accounts[0].owner == known
    foreign = see("https://x.com/Ramesh_MP", neighbour_lead)
    assert (foreign.accounts[0].is_recorded, foreign.accounts[0].owner) == (True, None)
    elsewhere = see("instagram.com/ramesh_mp", district_lead)
    assert [handle.influencer for handle in elsewhere.same_name] == [known]
    assert see("instagram.com/ramesh_mp", neighbour_lead).same_name == []
    assert see("", district_lead, name="Ramesh Namuna").alike == [known.person]
    assert see("", neighbour_lead, name="Ramesh Namuna").alike == []


def test_looking_costs_few_queries(party, district_lead, django_assert_max_num_queries):
    factories.make_handle(factories.make_influencer(party.district), "x", "ramesh_mp")
    text = "\n".join(f"https://x.com/voice_{number}" for number in range(12)) + "\nx.com/ramesh_mp"
    district_lead.paths_with("roster_edit")
    with django_assert_max_num_queries(7):
        see(text, district_lead, name="रमेश")


def add(by, district, text="https://x.com/new_voice\nyoutube.com/@new_voice", **fields):
    profiles = [account.profile for account in read_accounts(text)]
    entered = {"name_hi": "नया नमूना", "note": "writes on canals", "subjects": ["farmers"]} | fields
    return prospects.add(district=district, profiles=profiles, by=by, **entered)


def test_a_prospect_is_a_person_without_contact_data(party, district_lead):
    made = add(district_lead, party.district)
    person = made.person
    assert (person.phone, person.email, person.user, person.home_area) == (None, "", None, party.district)
    assert (made.stage, made.owner, made.subjects) == ("spotted", district_lead, ["farmers"])
    assert {handle.platform for handle in made.handles.all()} == {"x", "youtube"}
    step = StageChange.objects.get(influencer=made)
    assert (step.before, step.stage, step.reason, step.by) == ("", "spotted", "writes on canals", district_lead)


def deputy_with(lead, *features):
    """A deputy to whom the lead of the district handed these features over."""
    held = Appointment.objects.get(person__user=lead)
    deputy = factories.make_person(held.area, user=factories.make_user())
    until = timezone.localdate() + datetime.timedelta(days=10)
    appointments.deputise(held, deputy, features=list(features), ends_on=until, by=lead)
    return User.objects.get(pk=deputy.user_id)


def test_forming_teams_is_right_enough_for_a_prospect(party, district_lead):
    deputy = deputy_with(district_lead, "people_view", "roster_edit")
    office = factories.make_office_holder("district_deputy", party.district)

    first = add(deputy, party.district)
    second = add(office, party.district, text="https://x.com/other_voice")

    assert [(made.person.home_path, made.owner) for made in (first, second)] == [
        (party.district.path, deputy),
        (party.district.path, office),
    ]
    entries = AuditEntry.objects.filter(verb="person.created").order_by("pk").values_list("by", "area")
    assert list(entries) == [(deputy.pk, party.district.pk), (office.pk, party.district.pk)]


def test_no_other_right_enters_a_prospect(party, district_lead):
    deputy = deputy_with(district_lead, "people_view", "people_edit", "import_run", "contact_open", "vet")
    before = (Person.objects.count(), Influencer.objects.count())

    with pytest.raises(RightMissing):
        add(deputy, party.district)
    with pytest.raises(RightMissing):
        people.create_without_contact(name_hi="नया नमूना", home_area=party.district, by=deputy)

    assert (Person.objects.count(), Influencer.objects.count()) == before


def test_a_right_to_form_teams_enters_nobody_with_contact_data(party, district_lead):
    deputy = deputy_with(district_lead, "people_view", "roster_edit")

    with pytest.raises(RightMissing):
        people.create(name_hi="नया नमूना", home_area=party.district, phone="9826012345", by=deputy)
    with pytest.raises(RightMissing):
        people.update(add(deputy, party.district).person, phone="9826012345", by=deputy)
    with pytest.raises(RightMissing):
        people.create_without_contact(name_hi="नया नमूना", home_area=party.neighbour, by=deputy)


def test_all_or_nothing(party, district_lead, neighbour_lead):
    factories.make_handle(factories.make_influencer(party.neighbour), "youtube", "@new_voice")
    before = (Person.objects.count(), Influencer.objects.count(), Handle.objects.count())
    for fields, error in (({}, RuleBroken), ({"text": ""}, RuleBroken), ({"note": " "}, RuleBroken)):
        with pytest.raises(error):
            add(district_lead, party.district, **fields)
    with pytest.raises(RightMissing):
        add(neighbour_lead, party.district, text="https://x.com/new_voice")
    with pytest.raises(RuleBroken):
        add(district_lead, party.district, text="https://x.com/new_voice", owner=neighbour_lead)
    assert (Person.objects.count(), Influencer.objects.count(), Handle.objects.count()) == before


def test_an_account_is_given_up_and_taken_up_again(party, district_lead, neighbour_lead):
    handle = factories.make_handle(factories.make_influencer(party.district), "x", "some_one")
    with pytest.raises(RightMissing):
        influencers.retire_handle(handle, by=neighbour_lead)
    assert influencers.retire_handle(handle, by=district_lead).retired_at
    with pytest.raises(RuleBroken):
        influencers.retire_handle(handle, by=district_lead)
    again = influencers.declare_handle(handle.influencer, "@some_one", platform="x", by=district_lead)
    assert (again.pk, again.retired_at) == (handle.pk, None)
