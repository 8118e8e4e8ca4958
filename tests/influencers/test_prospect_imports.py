"""Lists of prospects: judged row by row, accounts in columns or one column, doubles told, no phone number read."""

from influencers.models import Handle, Influencer, StageChange
from network.models import AuditEntry, ImportRow, Person
from network.services import imports
from tests import factories

HEAD = "नाम,ज़िला,लिंक,यूट्यूब,विषय,फॉलोअर्स,मोबाइल,ईमेल,टिप्पणी\n"


def preview(text: str, by, head: str = HEAD):
    return imports.run_now(imports.upload("prospects", files=[("list.csv", (head + text).encode())], by=by))


def write(batch, by, ticked=()):
    return imports.run_now(imports.confirm(batch, ticked=list(ticked), by=by))


def verdicts(batch) -> list[tuple[str, list[str]]]:
    return [(row.verdict, [reason["code"] for reason in row.reasons]) for row in batch.rows.order_by("number")]


GOOD = "अमित नमूना,भोपाल,https://x.com/amit_n https://m.facebook.com/amitn?x=1,@amitnamuna,किसान,5K,9826012345,a@example.org,नहरें\n"


def test_a_row_becomes_a_prospect_without_contact_data(party, state_lead):
    batch = preview(GOOD, state_lead)
    assert verdicts(batch) == [("good", [])]
    assert "9826012345" not in str(list(ImportRow.objects.values_list("raw", "cleaned")))
    write(batch, state_lead)
    made = Influencer.objects.get(person__name_hi="अमित नमूना")
    assert (made.stage, made.district, made.owner, made.subjects) == (
        "spotted",
        party.district,
        state_lead,
        ["farmers"],
    )
    assert (made.person.phone, made.person.email, made.declared_followers) == (None, "", 5000)
    assert {(handle.platform, handle.handle) for handle in made.handles.all()} == {
        ("x", "amit_n"),
        ("facebook", "amitn"),
        ("youtube", "@amitnamuna"),
    }
    assert StageChange.objects.get(influencer=made).by == state_lead


def test_the_same_file_twice_writes_nothing_twice(party, state_lead):
    text = GOOD + "नेहा मिसाल,इंदौर,,,,,,,\n"
    write(preview(text, state_lead), state_lead, ticked=[3])
    before = (Person.objects.count(), Influencer.objects.count(), Handle.objects.count())
    again = preview(text, state_lead)
    assert [verdict for verdict, _codes in verdicts(again)] == ["unchanged", "unchanged"]
    write(again, state_lead, ticked=[2, 3])
    assert (Person.objects.count(), Influencer.objects.count(), Handle.objects.count()) == before


def test_doubles_are_told(party, state_lead, district_lead):
    known = factories.make_influencer(party.district, name_hi="रेखा नमूना")
    factories.make_handle(known, "x", "rekha_n")
    factories.make_person(party.block, name_hi="अमित नमूना")
    text = (
        "अमित नमूना,भोपाल,x.com/amit_n,,,,,,\n"  # somebody of this name lives there
        "रेखा,भोपाल,x.com/rekha_n instagram.com/rekha_new,,,,,,\n"  # one account is known, one is not
        "सुनीता,भोपाल,x.com/amit_n,,,,,,\n"  # the account of the first row
        "गीता,कहीं और,x.com/gita_n,,,,,,\n"
        "मीना,भोपाल,मेरा पेज,,,,,,\n"
    )
    batch = preview(text, state_lead)
    assert verdicts(batch) == [
        ("doubtful", ["person_alike"]),
        ("refused", ["prospect_known"]),
        ("refused", ["row_doubled"]),
        ("refused", ["district_unknown"]),
        ("doubtful", ["link_bad"]),
    ]


def test_the_name_of_a_known_one_beyond_the_scope_is_not_told(party, state_lead, district_lead):
    known = factories.make_influencer(party.neighbour, name_hi="रेखा नमूना")
    factories.make_handle(known, "x", "rekha_n")
    batch = preview("रेखा नमूना,,x.com/rekha_n,,,,,,\n", district_lead)
    row = batch.rows.get()
    assert (row.verdict, row.reasons[0]["read"]) == ("unchanged", "…")


def test_a_lead_of_one_district_needs_no_column_for_it(party, district_lead):
    batch = preview("अमित नमूना,https://x.com/amit_n\n", district_lead, head="name,links\n")
    write(batch, district_lead)
    assert Influencer.objects.get(person__name_hi="अमित नमूना").district == party.district


def test_it_is_taken_back_as_a_whole(party, state_lead):
    batch = write(preview(GOOD, state_lead), state_lead)
    assert imports.undo(batch, by=state_lead) == 0
    assert not Person.objects.filter(name_hi="अमित नमूना").exists()
    assert not StageChange.objects.exists()
    assert AuditEntry.objects.filter(verb="import.undone").exists()


def test_team_lists_leave_a_first_step_and_are_taken_back(party, state_lead):
    text = "नाम,ज़िला,मोबाइल\nअमित नमूना,भोपाल,9826012345\n"
    batch = imports.run_now(imports.upload("roster", files=[("team.csv", text.encode())], by=state_lead))
    write(batch, state_lead, ticked=[2])
    made = Influencer.objects.get()
    assert (made.stage, made.person.phone) == ("agreed", "+919826012345")
    assert (made.steps.get().before, made.steps.get().stage) == ("", "agreed")
    assert imports.undo(batch, by=state_lead) == 0
    assert not Influencer.objects.exists()
