"""Pages of teams: the list with its lights, the board, the team of a day, growth against plan, who writes on what."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import AudienceSample, Handle, Influencer, RosterSeat, RosterTarget
from influencers.services import team_health
from tests import factories

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


def open_page(client, path: str) -> str:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def live_seat(influencer: Influencer) -> RosterSeat:
    return influencer.seats.get(left_on__isnull=True)


def test_the_list_tells_why_and_is_narrowed_by_light(party, state_lead, client_of):
    factories.make_influencer(party.district)
    team_health.refresh()
    page = open_page(client_of(state_lead), "/rosters/")
    assert "too few members: 1" in page
    assert "4 more people say yes." in page
    assert page.count('class="tile ') == 2
    rows = page.split("<tbody>")[1]
    assert "/rosters/390/" in rows
    assert "/rosters/407/" in rows
    narrowed = client_of(state_lead).get("/rosters/?light=green")
    assert [row["roster"] for row in narrowed.context["rows"]] == []
    assert len(narrowed.context["tiles"]) == 2, "the map stays whole"


def test_the_board_tells_audience_with_its_grade_and_silence(party, district_lead, client_of):
    measured, told, silent = (factories.make_influencer(party.district) for _ in range(3))
    handle = Handle.objects.create(influencer=measured, platform="x", handle="a", url="https://x.com/a", followers=1200)
    AudienceSample.objects.create(handle=handle, taken_at=timezone.now(), followers=1200, grade="measured", source="t")
    Influencer.objects.filter(pk=measured.pk).update(audience=1200)
    Influencer.objects.filter(pk=told.pk).update(declared_followers=800)
    factories.make_assignment(silent, status="verified", claimed_at=timezone.now() - 20 * DAY)
    page = open_page(client_of(district_lead), "/rosters/390/")
    assert "1,200 followers (measured by the platform)" in page
    assert "800 followers (self-reported)" in page
    assert "no post for 20 days" in page
    assert "no post yet" in page


def test_a_kept_place_is_told_apart_from_members(party, district_lead, client_of):
    kept = factories.make_influencer(party.district, consents=False)
    member = factories.make_influencer(party.district)
    shown = client_of(district_lead).get("/rosters/390/").context
    assert [card.influencer for card in shown["members"]] == [member]
    assert [card.influencer for card in shown["kept"]] == [kept]
    assert shown["free"] == 8


def test_the_bench_is_near_and_within_the_scope(party, district_lead, state_lead, client_of):
    own = factories.make_influencer(party.district, seated=False)
    cousin = factories.make_area("district", "391", party.division)
    near = factories.make_influencer(cousin, seated=False)
    factories.make_influencer(party.neighbour, seated=False)
    for stage in ("spotted", "left"):
        other = factories.make_influencer(party.district, seated=False)
        Influencer.objects.filter(pk=other.pk).update(stage=stage)
    bench = {
        user: [card.influencer for card in client_of(user).get("/rosters/390/").context["bench"]]
        for user in (district_lead, state_lead)
    }
    assert bench == {district_lead: [own], state_lead: [own, near]}


def test_a_lead_forms_the_team_on_the_page(party, district_lead, client_of):
    client = client_of(district_lead)
    one, two = (factories.make_influencer(party.district, seated=False) for _ in range(2))
    client.post("/rosters/390/join/", {"influencer": one.code})
    assert live_seat(one).is_member
    client.post("/rosters/390/replace/", {"influencer": one.code, "by": two.code, "reason": "harvest"})
    assert live_seat(two).placed_why == "harvest"
    client.post("/rosters/390/leave/", {"influencer": two.code, "reason": "moved"})
    assert not RosterSeat.objects.live().exists()
    page = open_page(client, "/rosters/390/")
    assert "left the team – moved" in page
    assert "left the team – harvest" in page


def test_what_a_rule_refuses_is_said_on_the_page(party, district_lead, client_of):
    seated = factories.make_influencer(party.district)
    answer = client_of(district_lead).post("/rosters/390/join/", {"influencer": seated.code}, follow=True)
    assert "already has a place" in answer.content.decode()
    answer = client_of(district_lead).post("/rosters/390/join/", {"influencer": "aaaaaaaaaa"}, follow=True)
    assert "Choose somebody of the list." in answer.content.decode()


def test_only_the_state_moves_between_districts(party, district_lead, state_lead, client_of):
    voice = factories.make_influencer(party.district)
    body = {"influencer": voice.code, "district": "407", "reason": "moved house"}
    client_of(district_lead).post("/rosters/390/move/", body)
    assert live_seat(voice).roster == party.district.roster
    client_of(state_lead).post("/rosters/390/move/", body)
    assert live_seat(voice).roster == party.neighbour.roster


def test_somebody_of_another_team_is_not_taken_out_here(party, state_lead, client_of):
    voice = factories.make_influencer(party.neighbour)
    answer = client_of(state_lead).post("/rosters/390/leave/", {"influencer": voice.code, "reason": "x"})
    assert answer.status_code == 404
    assert live_seat(voice).is_member


def test_the_team_of_a_day(party, district_lead, client_of):
    today = timezone.localdate()
    was, new = (factories.make_influencer(party.district) for _ in range(2))
    past = {"kept_on": today - 30 * DAY, "joined_on": today - 30 * DAY}
    RosterSeat.objects.filter(influencer=was).update(**past, left_on=today - 3 * DAY)
    shown = client_of(district_lead).get(f"/rosters/390/?on={today - 10 * DAY}").context
    assert [card.influencer for card in shown["members"]] == [was]
    shown = client_of(district_lead).get(f"/rosters/390/?on={today}").context
    assert [card.influencer for card in shown["members"]] == [new]
    assert client_of(district_lead).get("/rosters/390/?on=never").context["day_form"].errors


def test_growth_counts_members_by_week_and_draws_the_plan(party, state_lead, client_of):
    today = timezone.localdate()
    for weeks, left in ((20, None), (10, None), (10, 4)):
        voice = factories.make_influencer(party.district)
        day = today - weeks * 7 * DAY
        ended = today - left * 7 * DAY if left else None
        RosterSeat.objects.filter(influencer=voice).update(kept_on=day, joined_on=day, left_on=ended)
    factories.make_influencer(party.district, consents=False)
    factories.make_target(party.district, days=70, member_count=12)
    shown = client_of(state_lead).get("/rosters/growth/?area=district-390").context
    actual = {(today - week.on).days // 7: week.actual for week in shown["weeks"] if week.actual is not None}
    assert [actual[weeks] for weeks in (21, 20, 11, 10, 5, 4, 0)] == [0, 1, 1, 3, 3, 2, 2]
    planned = [week.planned for week in shown["weeks"] if week.on >= today]
    assert planned == list(range(2, 13))
    state = client_of(state_lead).get("/rosters/growth/").context
    assert (state["area"], state["weeks"][0].actual, state["weeks"][0].planned) == (party.state, 2, None)


def test_targets_are_set_where_one_forms_teams(party, district_lead, state_lead, client_of):
    due = timezone.localdate() + 100 * DAY
    body = {"due_on": str(due), "member_count": "9"}
    client_of(district_lead).post("/rosters/growth/district/390/", body)
    client_of(district_lead).post("/rosters/growth/district/390/", body | {"member_count": "10"})
    assert client_of(district_lead).post("/rosters/growth/state/23/", body).status_code == 404
    client_of(state_lead).post("/rosters/growth/state/23/", body | {"member_count": "400"})
    client_of(state_lead).post("/rosters/growth/state/23/", body | {"due_on": "2020-01-01"})
    assert set(RosterTarget.objects.values_list("area__code", "member_count")) == {("390", 10), ("23", 400)}
    client_of(district_lead).post("/rosters/growth/district/390/", {"drop": str(due)})
    client_of(district_lead).post("/rosters/growth/district/390/", {"drop": "nonsense"})
    assert not RosterTarget.objects.filter(area=party.district).exists()


def test_growth_of_a_foreign_area_looks_like_a_missing_one(party, district_lead, client_of):
    for area in ("district-407", "district-999", "nonsense"):
        assert client_of(district_lead).get(f"/rosters/growth/?area={area}").status_code == 404


def test_the_heat_map_counts_members_and_shows_gaps(party, state_lead, client_of):
    member, free, kept = (
        factories.make_influencer(party.district, seated=seated, consents=consents)
        for seated, consents in ((True, True), (False, True), (True, False))
    )
    Influencer.objects.filter(pk=member.pk).update(subjects=["health", "sports"])
    Influencer.objects.filter(pk__in=[free.pk, kept.pk]).update(subjects=["farmers", "health"])
    client = client_of(state_lead)
    rows = {area.code: cells for area, cells in client.get("/rosters/subjects/").context["rows"]}
    found = {cell.subject.value: (cell.member_count, cell.bench_count) for cell in rows["390"]}
    assert {code: found[code] for code in ("health", "sports", "farmers", "women")} == {
        "health": (1, 1), "sports": (1, 0), "farmers": (0, 1), "women": (0, 0),
    }  # fmt: skip
    assert all(cell.words for cell in rows["407"])
    people = client.get("/rosters/subjects/?district=390&subject=health").context["people"]
    assert [(voice.pk, voice.is_member) for voice in people] == [(member.pk, True), (free.pk, False)]


def test_the_page_of_an_influencer_tells_the_teams(party, district_lead, client_of):
    voice = factories.make_influencer(party.district)
    RosterSeat.objects.filter(influencer=voice).update(left_on=timezone.localdate(), ended_why="harvest")
    page = open_page(client_of(district_lead), f"/influencers/{voice.code}/")
    assert "harvest" in page.split('id="seats"')[1]
