"""One's own accounts: one on each platform, shown to be one's own by a word in the bio or by a lead who knows."""

import importlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from influencers.models import Handle, Influencer
from influencers.services import consents, handles
from network.errors import RightMissing, RuleBroken
from network.services import merges
from tests import factories


@pytest.fixture
def voice(volunteer) -> Influencer:
    consents.load_seed()
    return volunteer.person.influencer


@pytest.fixture
def own(voice, volunteer, client_of):
    return client_of(volunteer)


def test_an_account_in_any_form_and_one_on_each_platform(own, voice):
    forms = ["https://m.youtube.com/@Asha?si=x", "https://youtube.com/@asha/videos", "@asha"]
    for profile in forms:
        assert own.post("/me/accounts/", {"profile": profile, "platform": "youtube"}).status_code == 302
    assert [handle.url for handle in voice.current_handles] == ["https://www.youtube.com/@asha"]
    second = own.post("/me/accounts/", {"profile": "https://youtube.com/@other", "platform": ""})
    assert second.status_code == 422
    own.post("/me/accounts/give-up/", {"platform": "youtube"})
    own.post("/me/accounts/", {"profile": "https://youtube.com/@other", "platform": ""})
    assert voice.handles.current().get().url.endswith("other")
    assert voice.handles.count() == 2, "what was given up stays known"
    own.post("/me/accounts/give-up/", {"platform": "youtube"})
    own.post("/me/accounts/", {"profile": "https://youtube.com/@asha", "platform": ""})
    assert voice.handles.current().get().url.endswith("asha")


def test_the_database_knows_one_account_on_each_platform(voice):
    voice.handles.create(platform="x", handle="a", url="https://x.com/a")
    with pytest.raises(IntegrityError), transaction.atomic():
        voice.handles.create(platform="x", handle="b", url="https://x.com/b")
    voice.handles.create(platform="x", handle="c", url="https://x.com/c", retired_at=timezone.now())


def test_a_merge_gives_up_the_second_account_and_an_undo_brings_it_back(party, operator):
    kept, gone = factories.make_influencer(party.district), factories.make_influencer(party.district, seated=False)
    kept.handles.create(platform="x", handle="first", url="https://x.com/first")
    gone.handles.create(platform="x", handle="second", url="https://x.com/second")
    gone.handles.create(platform="youtube", handle="third", url="https://youtube.com/@third")
    made = merges.merge(kept.person, gone.person, by=operator)
    assert sorted(kept.handles.current().values_list("handle", flat=True)) == ["first", "third"]
    assert kept.handles.get(handle="second").retired_at is not None
    assert merges.undo(made, by=operator) == 0
    assert sorted(gone.handles.current().values_list("handle", flat=True)) == ["second", "third"]


def test_a_code_in_the_account_or_a_lead_who_knows_confirms_it(own, voice, district_lead, neighbour_lead, client_of):
    own.post("/me/accounts/", {"profile": "https://x.com/asha_n", "platform": ""})
    path, lead = f"/influencers/{voice.code}/confirm-account/", client_of(district_lead)
    lead.post(path, {"platform": "x", "seen": "code"})
    assert voice.handles.get().verified_at is None, "no code was asked for"
    own.post("/me/accounts/code/", {"platform": "x"})
    code = voice.handles.get().verify_code
    assert code in own.get("/me/accounts/").content.decode()
    assert code in lead.get(f"/influencers/{voice.code}/").content.decode()
    own.post("/me/accounts/code/", {"platform": "x"})
    assert voice.handles.get().verify_code == code, "it stays the same"
    lead.post(path, {"platform": "x", "seen": "code"})
    handle = voice.handles.get()
    assert (handle.verified_by, handle.verified_at is not None) == (district_lead, True)
    with pytest.raises(RightMissing):
        handles.confirm(handle, seen="person", by=neighbour_lead)


def test_nobody_confirms_their_own_account(party, district_lead):
    voice = Influencer.objects.create(person=district_lead.person, district=party.district)
    handle = handles.declare(voice, "https://x.com/lead_n", platform=None, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        handles.confirm(handle, seen="person", by=district_lead)
    assert broken.value.code == "oneself"


def test_the_migration_keeps_a_verified_account_or_the_first(voice, party):
    forward = importlib.import_module("influencers.migrations.0007_one_account_for_each_platform").FORWARD
    other = factories.make_influencer(party.district)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX handle_is_one_for_each_platform")
        for owner, name, verified_at in (
            (voice, "a", None), (voice, "b", timezone.now()), (other, "c", None), (other, "d", None)
        ):  # fmt: skip
            owner.handles.create(platform="x", handle=name, url=f"https://x.com/{name}", verified_at=verified_at)
        cursor.execute(forward)
    assert sorted(Handle.objects.current().values_list("handle", flat=True)) == ["b", "c"]
