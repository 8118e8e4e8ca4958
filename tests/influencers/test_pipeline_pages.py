"""Pages of the pipeline: board, list, funnel, entering a prospect, the edit page, and lists of prospects."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from influencers import vetting_gate
from influencers.models import Influencer, StageChange
from network.models import ImportBatch, Person
from tests import factories

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/influencers/board/?subject=health"}


@pytest.fixture(autouse=True)
def _no_vetting(monkeypatch) -> None:
    """What a stage asks for besides its order has tests of its own."""
    monkeypatch.setitem(vetting_gate.STAGE_CHECKS, "vetted", [])


def make(area, stage: str = "spotted", **fields):
    about = {name: fields.pop(name) for name in ("name_hi", "name_en", "languages") if name in fields}
    person = factories.make_person(area, email="", **about)
    return Influencer.objects.create(person=person, district=area, stage=stage, **fields)


def shown(client, path: str, **asked) -> str:
    response = client.get(path, asked, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def lead(district_lead, client_of):
    client = client_of(district_lead)
    client.cookies["samvad_language"] = "en"
    return client


def test_the_board_shows_the_newest_thirty_of_each_stage_and_how_many_there_are(party, lead):
    now = timezone.now()
    rows = [make(party.district) for _ in range(33)]
    for number, row in enumerate(rows):
        Influencer.objects.filter(pk=row.pk).update(stage_at=now - datetime.timedelta(hours=number))
    page = shown(lead, "/influencers/board/")
    assert page.count("pipeline-card") == 30
    assert rows[0].code in page
    assert rows[32].code not in page
    assert "All 33" in page


def test_nobody_beyond_the_scope_is_on_a_page(party, lead):
    foreign = make(party.neighbour)
    for path in ("/influencers/board/", "/influencers/"):
        assert foreign.person.name_en not in shown(lead, path)
    assert "Indore" not in shown(lead, "/influencers/funnel/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "vetted"}, "bc"),
        ({"platform": "youtube"}, "a"),
        ({"band": "below"}, "a"),
        ({"band": "micro"}, "b"),
        ({"band": "mega"}, "c"),
        ({"subject": "health"}, "b"),
        ({"language": "bundeli"}, "c"),
        ({"owner": "me"}, "a"),
        ({"owner": "nobody"}, "bc"),
        ({"owner": "district-lead"}, "a"),
        ({"silent_days": "10"}, "bc"),
        ({"silent_days": "60"}, "c"),
        ({"district": "390"}, "abc"),
        ({"district": "407"}, ""),
        ({"search": "Namuna"}, "a"),
        ({"stage": "vetted", "subject": "health"}, "b"),
        ({"stage": "nonsense"}, ""),
        ({"silent_days": "-1"}, ""),
    ],
    ids=str,
)
def test_filters_of_the_list(party, lead, district_lead, asked, found):
    now = timezone.now()
    old = now - datetime.timedelta(days=100)
    rows = {
        "a": make(party.district, declared_followers=900, owner=district_lead, name_hi="रेखा नमूना"),
        "b": make(party.district, "vetted", audience=10_000, declared_followers=5, subjects=["health"], spotted_at=old),
        "c": make(party.district, "vetted", declared_followers=2_000_000, languages=["bundeli"], spotted_at=old),
    }
    rows["b"].last_touched_at = now - datetime.timedelta(days=20)
    rows["b"].save()
    factories.make_handle(rows["a"], "youtube")
    gone = factories.make_handle(rows["b"], "youtube")
    gone.retired_at = now
    gone.save()
    page = shown(lead, "/influencers/", **asked)
    assert "".join(name for name, row in rows.items() if f'value="{row.code}"' in page) == found


@pytest.mark.parametrize(
    ("order", "first"),
    [("size", "large"), ("-size", "small"), ("name", "small"), ("-name", "large"), ("touch", "large")],
)
def test_orders_of_the_list(party, lead, order, first):
    small = make(party.district, declared_followers=1, name_hi="अ", last_touched_at=timezone.now())
    large = make(party.district, declared_followers=1_000, name_hi="ह")
    page = shown(lead, "/influencers/", order=order)
    is_small_first = page.index(f'value="{small.code}"') < page.index(f'value="{large.code}"')
    assert is_small_first == (first == "small")
    is_downward = (order.removeprefix("-") == "size") != order.startswith("-")
    assert page.count(f'aria-sort="{"descending" if is_downward else "ascending"}"') == 1


def test_ticked_ones_are_moved_and_refused_ones_named(party, lead):
    good, wrong = make(party.district), make(party.district, "left")
    form = {
        "code": [good.code, wrong.code],
        "stage": "vetted",
        "reason": "read both",
        "next": "/influencers/?stage=spotted",
    }
    response = lead.post("/influencers/move/", form)
    assert response.url == "/influencers/?stage=spotted"
    page = shown(lead, response.url)
    assert "1 person moved." in page
    assert f"{wrong.person.name_en}: From “left” only contacted may follow" in page
    assert Influencer.objects.get(pk=good.pk).stage == "vetted"
    assert lead.post("/influencers/move/", form | {"next": "https://evil.example/"}).url == "/influencers/"


def test_a_card_is_moved_by_htmx_and_the_board_comes_back(party, lead):
    prospect, other = make(party.district, subjects=["health"]), make(party.district, subjects=["sports"])
    answer = lead.post(f"/influencers/{prospect.code}/move/", {"stage": "vetted", "reason": "x"}, headers=HTMX)
    page = answer.content.decode()
    assert page.lstrip().startswith("{#") is False
    assert 'id="board"' in page
    assert "<html" not in page
    assert prospect.code in page
    assert other.code not in page, "the filters of the page still hold"
    refused = lead.post(f"/influencers/{prospect.code}/move/", {"stage": "active", "reason": "x"}, headers=HTMX)
    assert "only contacted or declined may follow" in refused.content.decode()
    silent = lead.post(f"/influencers/{prospect.code}/move/", {"stage": "contacted", "reason": ""}, headers=HTMX)
    assert "Choose a stage and say why." in silent.content.decode()
    assert StageChange.objects.count() == 1


def test_the_page_of_an_influencer_shows_the_steps_and_the_next_one(party, lead, content_desk, client_of):
    prospect = make(party.district)
    lead.post(f"/influencers/{prospect.code}/move/", {"stage": "vetted", "reason": "two good reviews"})
    page = shown(lead, prospect.get_absolute_url())
    assert "two good reviews" in page
    assert 'name="reason"' in page
    assert 'name="reason"' not in shown(client_of(content_desk), prospect.get_absolute_url()), (
        "who only reads moves nobody"
    )


def test_the_funnel_counts_stages_and_districts(party, state_lead, client_of):
    client = client_of(state_lead)
    for area, stage in ((party.district, "spotted"), (party.district, "spotted"), (party.neighbour, "vetted")):
        make(area, stage)
    page = shown(client, "/influencers/funnel/")
    assert page.count("<rect") == 8
    assert "?district=390" in page
    assert "?district=407" in page
    assert "?district=407" not in shown(client, "/influencers/funnel/", district="390").split("By district")[-1]


def test_links_are_recognised_while_somebody_types(party, lead):
    known = factories.make_influencer(party.district)
    factories.make_handle(known, "x", "known_one")
    foreign = factories.make_influencer(party.neighbour)
    factories.make_handle(foreign, "x", "foreign_one")
    typed = {"links": "https://mobile.twitter.com/Known_One?s=20\nx.com/foreign_one\nm.youtube.com/@new?si=1\nbit.ly/x"}
    page = lead.post("/influencers/recognise/", typed, headers={"HX-Request": "true"}).content.decode()
    assert known.get_absolute_url() in page
    assert "This account is already recorded." in page
    assert foreign.code not in page
    assert "@new" in page
    assert "short link" in page
    assert "Bhopal" in page


def test_a_prospect_is_entered_with_its_accounts(party, lead, district_lead):
    form = {
        "links": "https://www.youtube.com/@naya/videos\nहमारी वेबसाइट https://naya.example/",
        "name_hi": "नया नमूना",
        "note": "writes on canals",
        "languages": ["hi"],
        "subjects": ["farmers"],
        "owner": district_lead.pk,
    }
    answer = lead.post("/influencers/new/", form)
    made = Influencer.objects.get(person__name_hi="नया नमूना")
    assert answer.url == made.get_absolute_url()
    assert [handle.handle for handle in made.handles.order_by("platform")] == ["naya.example", "@naya"]
    again = lead.post("/influencers/new/", form | {"name_hi": "दूसरा नमूना"})
    assert again.status_code == 422
    assert "already recorded." in again.content.decode()
    assert not Person.objects.filter(name_hi="दूसरा नमूना").exists()


def test_a_deputy_of_the_district_finds_the_button_and_enters_a_prospect(party, operator, client_of):
    deputy = factories.make_office_holder("district_deputy", party.district)
    client = client_of(deputy)
    form = {"links": "x.com/naya", "name_hi": "नया नमूना", "note": "writes on canals", "owner": deputy.pk}
    assert 'href="/influencers/new/"' in shown(client, "/influencers/board/")
    assert client.post("/influencers/recognise/", form).context["seen"].accounts[0].profile.handle == "naya"

    made = client.post("/influencers/new/", form)

    assert made.url == Influencer.objects.get(owner=deputy).get_absolute_url()
    assert shown(client, made.url)


def test_a_form_that_comes_back_still_tells_what_was_recognised(party, lead):
    answer = lead.post("/influencers/new/", {"links": "https://x.com/naya_voice\nblah", "district": "390"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "naya_voice</span>" in page
    assert '<span class="cut">blah</span>' in page


def test_a_state_lead_chooses_the_district_where_nothing_tells_it(party, state_lead, client_of):
    client = client_of(state_lead)
    form = {"links": "x.com/naya", "name_hi": "नया नमूना", "note": "x", "owner": state_lead.pk}
    assert client.post("/influencers/new/", form).status_code == 422
    assert client.post("/influencers/new/", form | {"district": "407"}).status_code == 302
    assert Influencer.objects.get().district == party.neighbour


def test_what_is_known_is_changed(party, lead, neighbour_lead):
    prospect = make(party.district)
    path = f"/influencers/{prospect.code}/edit/"
    form = {
        "subjects": ["health"],
        "setting": "rural",
        "writing_style": "short",
        "owner": "",
        "public_contact": "0755-1",
    }
    refused = lead.post(path, form)
    assert refused.status_code == 422
    assert "Give the link" in refused.content.decode()
    assert lead.post(path, form | {"public_contact_url": "https://example.org/c"}).status_code == 302
    prospect.refresh_from_db()
    assert (prospect.setting, prospect.public_contact, prospect.owner) == ("rural", "0755-1", None)
    assert lead.post(path, form | {"owner": neighbour_lead.pk}).status_code == 422, "only logins that are offered"


def test_an_owner_beyond_the_readers_scope_stays_the_owner(party, lead, state_lead):
    prospect = make(party.district, owner=state_lead)
    assert f'value="{state_lead.pk}" selected' in shown(lead, f"/influencers/{prospect.code}/edit/")


def test_a_list_of_prospects_is_taken(party, lead):
    assert "are not read" in shown(lead, "/imports/prospects/new/")
    sheet = SimpleUploadedFile("list.csv", "name,links\nअमित,x.com/amit_n\n".encode())
    answer = lead.post("/imports/prospects/new/", {"sheet": sheet})
    assert answer.url == ImportBatch.objects.get(kind="prospects").get_absolute_url()


def test_the_number_of_a_prospect_is_refused_on_the_page_of_the_person(party, lead):
    person = make(party.district).person
    form = {
        "name_hi": "x",
        "phone": "9826012345",
        "languages": ["hi"],
        "preferred_channel": "email",
        "status": "active",
    }
    answer = lead.post(f"/people/{person.code}/edit/", form | {"home": party.district.pk})
    assert answer.status_code == 422
    assert "has not agreed yet" in answer.content.decode()
