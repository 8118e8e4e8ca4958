"""Taking a touchpoint back: by its author, for a day, as if it had never been recorded; on the pages and over the API."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Influencer, Touchpoint
from influencers.services import touchpoints
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, AuditEntry, User
from network.services import merges
from network.verbs import VERBS
from tests import factories
from tests.network.test_writing_api import send  # noqa: F401 - a fixture

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def voice(party) -> Influencer:
    return factories.make_influencer(party.district, name_hi="रेखा नमूना", name_en="Rekha Namuna")


@pytest.fixture
def lead(district_lead, client_of):
    browser = client_of(district_lead)
    browser.cookies["samvad_language"] = "en"
    return browser


def recorded_ago(touchpoint: Touchpoint, age: datetime.timedelta) -> None:
    Touchpoint.objects.filter(pk=touchpoint.pk).update(recorded_at=timezone.now() - age)


def steps() -> dict[str, int | None]:
    """By open or done next step: the touchpoint that did it."""
    rows = Touchpoint.objects.exclude(next_step="")
    return {row.next_step: row.done_with_id if row.done_at else "open" for row in rows}


def test_a_mistaken_tap_leaves_nothing_but_two_lines_of_the_audit_log(voice, district_lead):
    made = touchpoints.record(voice, kind="call", by=district_lead)

    touchpoints.take_back(made, by=district_lead)

    voice.refresh_from_db()
    assert (list(Touchpoint.objects.all()), voice.last_touched_at) == ([], None)
    lines = AuditEntry.objects.filter(subject_model="influencers.touchpoint", subject_id=made.pk).order_by("pk")
    assert list(lines.values_list("verb", "by", "area", "details")) == [
        ("touchpoint.recorded", district_lead.pk, voice.district_id, {"kind": "call"}),
        ("touchpoint.taken_back", district_lead.pk, voice.district_id, {"kind": "call"}),
    ]
    assert {line.verb for line in lines} <= set(VERBS)


def test_the_last_word_is_the_one_before_whichever_is_taken_back(voice, district_lead):
    first = touchpoints.record(voice, kind="visit", at=timezone.now() - 9 * DAY, by=district_lead)
    middle = touchpoints.record(voice, kind="event", at=timezone.now() - 5 * DAY, by=district_lead)
    last = touchpoints.record(voice, kind="call", by=district_lead)

    assert touchpoints.take_back(middle, by=district_lead).last_touched_at == last.at
    assert touchpoints.take_back(last, by=district_lead).last_touched_at == first.at


def test_the_step_that_it_did_is_open_again_and_its_own_is_gone(voice, district_lead):
    touchpoints.record(voice, kind="call", next_step="visit", at=timezone.now() - DAY, by=district_lead)
    mistake = touchpoints.record(voice, kind="call", next_step="send facts", by=district_lead)
    assert steps() == {"visit": mistake.pk, "send facts": "open"}

    touchpoints.take_back(mistake, by=district_lead)

    assert steps() == {"visit": "open"}


def test_a_step_stays_done_where_a_later_conversation_did_it_too(voice, district_lead):
    now = timezone.now()
    touchpoints.record(voice, kind="call", next_step="visit", at=now - 5 * DAY, by=district_lead)
    mistake = touchpoints.record(voice, kind="call", at=now - 2 * DAY, by=district_lead)
    earlier = touchpoints.record(voice, kind="event", at=now - 7 * DAY, by=district_lead)
    later = touchpoints.record(voice, kind="visit", at=now - 3 * DAY, by=district_lead)
    assert steps() == {"visit": mistake.pk}

    touchpoints.take_back(mistake, by=district_lead)
    assert steps() == {"visit": later.pk}
    assert Touchpoint.objects.get(next_step="visit").done_at == later.recorded_at

    touchpoints.take_back(later, by=district_lead)
    assert steps() == {"visit": "open"}
    assert Touchpoint.objects.filter(pk=earlier.pk).exists()


def test_a_step_that_was_marked_as_done_by_hand_stays_done(voice, district_lead):
    step = touchpoints.record(voice, kind="call", next_step="visit", at=timezone.now() - DAY, by=district_lead)
    touchpoints.done(step, by=district_lead)
    mistake = touchpoints.record(voice, kind="call", by=district_lead)

    touchpoints.take_back(mistake, by=district_lead)

    assert steps() == {"visit": None}


def test_a_taken_back_tap_can_be_recorded_anew(voice, district_lead):
    touchpoints.take_back(touchpoints.record(voice, kind="call", by=district_lead), by=district_lead)

    again = touchpoints.record(voice, kind="call", by=district_lead)

    voice.refresh_from_db()
    assert (list(Touchpoint.objects.all()), voice.last_touched_at) == ([again], again.at)


def test_nobody_else_takes_it_back(voice, party, district_lead, state_lead, neighbour_lead, operator, volunteer):
    made = touchpoints.record(voice, kind="call", by=district_lead)
    deputy = factories.make_office_holder("district_deputy", party.district)

    for other in (deputy, state_lead, neighbour_lead, operator, volunteer):
        with pytest.raises(RightMissing):
            touchpoints.take_back(made, by=other)

    assert list(Touchpoint.objects.all()) == [made]
    assert not AuditEntry.objects.filter(verb="touchpoint.taken_back").exists()


def test_its_author_does_not_once_the_office_is_over(voice, district_lead):
    made = touchpoints.record(voice, kind="call", by=district_lead)
    Appointment.objects.filter(person__user=district_lead).update(ends_on=timezone.localdate() - DAY)

    with pytest.raises(RightMissing):
        touchpoints.take_back(made, by=User.objects.get(pk=district_lead.pk))


def test_the_day_counts_from_the_recording_and_not_from_the_conversation(voice, district_lead):
    old = touchpoints.record(voice, kind="visit", at=timezone.now() - 9 * DAY, by=district_lead)
    recorded_ago(old, DAY - MINUTE)
    late = touchpoints.record(voice, kind="call", by=district_lead)
    recorded_ago(late, DAY + MINUTE)

    touchpoints.take_back(old, by=district_lead)
    with pytest.raises(RuleBroken) as refused:
        touchpoints.take_back(late, by=district_lead)

    assert (refused.value.code, list(Touchpoint.objects.all())) == ("too_late", [late])


def test_it_is_taken_back_once(voice, district_lead):
    made = touchpoints.record(voice, kind="call", by=district_lead)
    same = Touchpoint.objects.get(pk=made.pk)
    touchpoints.take_back(made, by=district_lead)

    with pytest.raises(RuleBroken) as refused:
        touchpoints.take_back(same, by=district_lead)

    assert refused.value.code == "taken_back"
    assert AuditEntry.objects.filter(verb="touchpoint.taken_back").count() == 1


def test_after_a_merge_the_last_word_is_that_of_both_records(party, district_lead):
    ours, theirs = factories.make_influencer(party.district), factories.make_influencer(party.district)
    older = touchpoints.record(ours, kind="visit", at=timezone.now() - 9 * DAY, by=district_lead)
    mistake = touchpoints.record(theirs, kind="call", by=district_lead)
    made = merges.merge(ours.person, theirs.person, by=district_lead)
    mistake.refresh_from_db()

    assert touchpoints.take_back(mistake, by=district_lead) == ours

    ours.refresh_from_db()
    assert ours.last_touched_at == older.at
    merges.undo(made, by=district_lead)
    assert list(Touchpoint.objects.all()) == [older]


def test_the_profile_offers_it_to_its_author_for_a_day(voice, party, lead, district_lead, client_of):
    made = touchpoints.record(voice, kind="call", by=district_lead)
    deputy = client_of(factories.make_office_holder("district_deputy", party.district))
    action = f"/touch/{made.code}/take-back/"

    assert action in lead.get(voice.get_absolute_url()).content.decode()
    assert action not in deputy.get(voice.get_absolute_url()).content.decode()
    recorded_ago(made, DAY + MINUTE)
    assert action not in lead.get(voice.get_absolute_url()).content.decode()
    page = lead.post(action, follow=True)
    assert page.redirect_chain == [(voice.get_absolute_url(), 302)]
    assert "within 24 hours of recording it" in page.content.decode()
    assert deputy.post(action).status_code == 403
    assert list(Touchpoint.objects.all()) == [made]


def test_the_line_in_the_place_of_the_entry_leads_back_to_the_same_list(voice, lead):
    Influencer.objects.filter(pk=voice.pk).update(spotted_at=timezone.now() - 40 * DAY)
    tap = {"kind": "call", "next": "/touch/?why=silent"}
    line = lead.post(f"/influencers/{voice.code}/touch/", tap, headers=HTMX).content.decode()
    action = f"/touch/{Touchpoint.objects.get().code}/take-back/"
    assert f'action="{action}"' in line
    assert 'name="next" value="/touch/?why=silent"' in line
    assert lead.get("/touch/?why=silent").context["entries"] == []

    page = lead.post(action, {"next": "/touch/?why=silent"}, follow=True)

    assert page.redirect_chain == [("/touch/?why=silent", 302)]
    assert "The conversation with Rekha Namuna is taken back." in page.content.decode()
    assert [entry.influencer for entry in page.context["entries"]] == [voice]


def test_the_list_tells_what_one_recorded_lately_without_a_script(voice, party, lead, district_lead, state_lead):
    other = factories.make_influencer(party.district)
    mine = touchpoints.record(voice, kind="call", by=district_lead)
    recorded_ago(touchpoints.record(voice, kind="visit", by=district_lead), DAY + MINUTE)
    touchpoints.record(other, kind="call", by=state_lead)

    page = lead.get("/touch/")

    assert page.context["recorded"] == [mine]
    assert "You recorded 1 conversation in the last 24 hours" in page.content.decode()
    assert page.content.decode().count("/take-back/") == 1


def test_the_api_takes_it_back_by_the_same_rules(voice, party, district_lead, state_lead, neighbour_lead, send):  # noqa: F811
    made = touchpoints.record(voice, kind="call", by=district_lead)
    late = touchpoints.record(voice, kind="visit", by=district_lead)
    recorded_ago(late, DAY + MINUTE)

    assert send(neighbour_lead, "DELETE", f"touchpoints/{made.code}/").status_code == 404
    assert send(state_lead, "DELETE", f"touchpoints/{made.code}/").status_code == 403
    refused = send(district_lead, "DELETE", f"touchpoints/{late.code}/")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_late")
    assert send(district_lead, "DELETE", f"touchpoints/{made.code}/").status_code == 204
    assert list(Touchpoint.objects.all()) == [late]
