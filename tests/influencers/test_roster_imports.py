"""Imports of team lists: judged row by row, good rows kept, doubtful ones asked about, nobody doubled."""

from collections.abc import Iterable

import pytest
from django.utils import timezone
from django.utils.translation import override

from influencers.models import Influencer, RosterSeat
from influencers.services import consents, rosters
from network.errors import RightMissing, RuleBroken
from network.import_reasons import reason_texts
from network.models import Person
from network.services import areas, imports
from tests import factories
from tests.network.test_sheets import DEMO

HEAD = "नाम,ज़िला,मोबाइल,इंस्टाग्राम,फॉलोअर\n"


def read(content: bytes, by, name: str = "list.csv"):
    return imports.run_now(imports.upload("roster", files=[(name, content)], by=by))


def preview(text: str, by):
    return read((HEAD + text).encode(), by)


def write(batch, by, ticked: Iterable[int] = ()):
    return imports.run_now(imports.confirm(batch, ticked=list(ticked), by=by))


def verdicts(batch) -> list[tuple[str, list[str]]]:
    return [(row.verdict, [reason["code"] for reason in row.reasons]) for row in batch.rows.order_by("number")]


def test_good_rows_are_written_and_bad_ones_say_why_in_both_languages(party, state_lead):
    batch = preview(
        "अमित,भोपाल,9826012345,@amit_a,5K\nसुनीता,भोपाल,12345,@sunita_a,\n,इंदौर,9826012346,@x_y,\n", state_lead
    )
    assert verdicts(batch) == [("good", []), ("refused", ["phone_bad"]), ("refused", ["name_missing"])]
    refused = batch.rows.get(number=3)
    with override("en"):
        assert reason_texts(refused.reasons) == ["“12345” is not an Indian mobile number."]
    with override("hi"):
        assert reason_texts(refused.reasons) == ["“12345” भारत का मोबाइल नंबर नहीं है।"]
    assert not Person.objects.filter(name_hi="अमित").exists(), "a preview writes nobody"
    write(batch, state_lead)
    person = Person.objects.get(name_hi="अमित")
    assert person.phone == "+919826012345"
    assert person.influencer.declared_followers == 5000
    assert RosterSeat.objects.live().get(influencer=person.influencer).roster.district == party.district
    assert not person.consents.exists(), "consent is the person's own"


def test_doubtful_rows_are_written_only_when_ticked(party, state_lead):
    batch = preview("अमित,Bhopl,9826012345,@amit_a,\nनेहा,Bhopl,9826012346,@neha_a,\n", state_lead)
    assert [verdict for verdict, _codes in verdicts(batch)] == ["doubtful", "doubtful"]
    write(batch, state_lead, {3})
    assert set(Person.objects.filter(influencer__isnull=False).values_list("name_hi", flat=True)) == {"नेहा"}


def test_the_same_sheet_twice_doubles_nobody(party, state_lead):
    text = "अमित,भोपाल,9826012345,@amit_a,5K\nनेहा,इंदौर,9826012346,@neha_a,\n"
    write(preview(text, state_lead), state_lead)
    again = preview(text, state_lead)
    assert [verdict for verdict, _codes in verdicts(again)] == ["unchanged", "unchanged"]
    write(again, state_lead)
    assert Influencer.objects.count() == 2


def test_a_sheet_is_confirmed_once(party, state_lead):
    batch = preview("अमित,भोपाल,9826012345,@amit_a,\n", state_lead)
    write(batch, state_lead)
    with pytest.raises(RuleBroken):
        write(batch, state_lead)
    with pytest.raises(RuleBroken):
        imports.cancel(batch, by=state_lead)


def test_a_lead_enters_people_only_in_their_own_district(party, district_lead, nobody):
    batch = preview("अमित,इंदौर,9826012345,@amit_a,\n", district_lead)
    assert verdicts(batch) == [("refused", ["district_unknown"])]
    with pytest.raises(RightMissing):
        preview("अमित,भोपाल,9826012345,@amit_a,\n", nobody)


def test_a_team_never_grows_beyond_its_range(party, state_lead):
    text = "".join(f"व्यक्ति {number},भोपाल,98260123{number:02},@voice_{number},\n" for number in range(14))
    batch = preview(text, state_lead)
    assert [verdict for verdict, _codes in verdicts(batch)].count("good") == 10
    write(batch, state_lead)
    assert RosterSeat.objects.live().count() == 10


def test_formulas_are_never_calculated(party, state_lead):
    batch = preview('"=HYPERLINK(""http://x"")",भोपाल,9826012345,@amit_a,\n', state_lead)
    assert verdicts(batch)[0][0] == "refused"


def test_a_number_of_somebody_out_of_sight_tells_nothing_about_them(party, district_lead):
    factories.make_influencer(party.neighbour, name_hi="गोपनीय नाम", name_en="", phone="+919826012345")
    batch = preview("अमित,भोपाल,9826012345,@amit_a,\n", district_lead)
    row = batch.rows.get()
    assert row.verdict in ("refused", "doubtful")
    assert "गोपनीय" not in " ".join(reason_texts(row.reasons))


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n", DEMO[:4000]])
def test_what_is_no_list_is_refused_in_one_sentence(content, party, state_lead):
    with pytest.raises(RuleBroken) as broken:
        read(content, state_lead, "x.xlsx")
    assert str(broken.value)


def test_the_demo_sheet(db, operator):
    areas.load_seed()
    rosters.open_for_all_districts()
    consents.load_seed()
    batch = read(DEMO, operator, "roster_demo.xlsx")
    counts = {verdict: batch.rows.filter(verdict=verdict).count() for verdict in ("good", "doubtful", "refused")}
    assert sum(counts.values()) == 266
    assert counts["good"] >= 200
    write(batch, operator)
    assert RosterSeat.objects.live().count() == counts["good"]
    again = read(DEMO, operator, "roster_demo.xlsx")
    assert not again.rows.filter(verdict="good").exists()


def test_a_second_account_on_a_platform_is_left_out(party, state_lead):
    write(preview("अमित,भोपाल,9826012345,@amit_a,5K\n", state_lead), state_lead)
    again = preview("अमित,भोपाल,9826012345,@amit_b,6K\n", state_lead)
    assert verdicts(again) == [("doubtful", ["handle_second"])]
    write(again, state_lead, {2})
    voice = Influencer.objects.get()
    assert (voice.declared_followers, [handle.handle for handle in voice.handles.all()]) == (6000, ["amit_a"])
    voice.handles.update(retired_at=timezone.now())
    write(preview("अमित,भोपाल,9826012345,@amit_b,6K\n", state_lead), state_lead)
    assert [handle.handle for handle in voice.handles.current()] == ["amit_b"]
