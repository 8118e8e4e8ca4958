"""Segments: whom they mean, what the gate adds, who may change them, and how a topic takes one."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import Segment, TopicAudience
from campaigns.services import release, segments, topics
from campaigns.services.segments import Choice
from campaigns.services.topics import StaleVersion
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Office
from tests import factories
from tests.campaigns.planning import restrain


def meant(choice: Choice, area) -> set[int]:
    rows = segments.candidates(choice, area, timezone.now()).filter(refusal="")
    return set(rows.values_list("voice", flat=True))


def voice(district, *, subjects=(), platform="", **person):
    made = factories.make_influencer(district, **person)
    made.subjects = list(subjects)
    made.save()
    if platform:
        factories.make_handle(made, platform)
    return made


def test_each_field_asks_and_all_have_to_be_met(party):
    both = voice(party.district, subjects=["health"], platform="youtube", languages=["hi", "malvi"])
    health = voice(party.district, subjects=["health"], platform="x")
    malvi = voice(party.neighbour, subjects=["sports"], platform="youtube", languages=["malvi"])
    everybody = {both.pk, health.pk, malvi.pk}
    cases = {
        Choice(): everybody,
        Choice(subjects=("health", "youth")): {both.pk, health.pk},
        Choice(platforms=("youtube",)): {both.pk, malvi.pk},
        Choice(languages=("malvi",)): {both.pk, malvi.pk},
        Choice(subjects=("health",), platforms=("youtube",), languages=("hi",)): {both.pk},
        Choice(subtrees=(party.neighbour,)): {malvi.pk},
        Choice(subtrees=(party.neighbour, party.district)): everybody,
        Choice(stages=("active",)): everybody,
        Choice(stages=("paused",)): set(),
    }
    assert {choice: meant(choice, party.state) for choice in cases} == cases


def test_an_account_that_was_given_up_counts_no_more(party):
    made = voice(party.district, platform="youtube")
    made.handles.update(retired_at=timezone.now())
    assert meant(Choice(platforms=("youtube",)), party.state) == set()


def test_of_a_block_it_means_the_members_who_live_there(party):
    there = voice(party.district)
    there.person.home_area = party.panchayat
    there.person.save()
    voice(party.district)
    assert meant(Choice(subtrees=(party.block,)), party.state) == {there.pk}


def test_an_office_means_influencers_who_hold_it_now_and_consented(party, operator):
    office = Office.objects.get(code="panchayat_social_media")
    holder, former, silent = (
        factories.make_influencer(party.district, seated=False, consents=consents) for consents in (True, True, False)
    )
    voice(party.district)
    today = timezone.localdate()
    for seat, (made, ends_on) in enumerate([(holder, None), (former, today), (silent, None)]):
        area = party.panchayat if seat == 0 else factories.make_area("panchayat", f"77{seat}", party.block)
        Appointment.objects.create(
            person=made.person, office=office, area=area, starts_on=today - datetime.timedelta(days=9), ends_on=ends_on,
            confirmed_by=operator,
        )  # fmt: skip
    choice = Choice(source="office", office=office)
    assert meant(choice, party.state) == {holder.pk}
    assert meant(choice, party.neighbour) == set()
    counts = segments.reach(choice, party.state, timezone.now(), by=operator)
    assert [(part.district, part.reached, part.kept_back) for part in counts] == [
        (party.district, 1, {"no_consent": 1})
    ]


def test_the_gate_says_how_many_are_kept_back_and_why(party, state_lead):
    full, resting, _free = (voice(party.district) for _ in range(3))
    restrain(full, most_a_week=1)
    factories.make_assignment(full)
    restrain(resting, rest_days=[timezone.localtime().isoweekday()])
    voice(party.neighbour)
    counts = segments.reach(Choice(), party.state, timezone.now(), by=state_lead)
    assert {part.district: (part.reached, part.kept_back) for part in counts} == {
        party.district: (1, {"weekly_cap": 1, "rest_day": 1}),
        party.neighbour: (1, {}),
    }


def test_counts_show_only_the_districts_that_the_reader_sees(party, district_lead):
    voice(party.district)
    voice(party.neighbour)
    counts = segments.reach(Choice(), party.state, timezone.now(), by=district_lead)
    assert [part.district for part in counts] == [party.district]


def test_saving_changing_retiring(party, district_lead, state_lead):
    made = segments.save(None, name="सब", area=party.district, choice=Choice(subjects=("health",)), by=district_lead)
    with pytest.raises(RuleBroken) as taken:
        segments.save(None, name="सब", area=party.district, choice=Choice(), by=district_lead)
    made = segments.save(made, name="सब", area=party.district, choice=Choice(subtrees=(party.block,)), by=district_lead)
    segments.retire(made, by=district_lead)
    again = segments.save(None, name="सब", area=party.district, choice=Choice(), by=state_lead)
    assert taken.value.code == "name_taken"
    assert list(made.subtrees.all()) == [party.block]
    assert list(Segment.objects.offered()) == [again]


@pytest.mark.parametrize("choice", [Choice(source="office"), Choice(source="team", office=Office())])
def test_an_office_is_named_where_one_is_meant_and_only_there(party, district_lead, choice):
    with pytest.raises(RuleBroken) as refused:
        segments.save(None, name="पद", area=party.district, choice=choice, by=district_lead)
    assert refused.value.code == "office_missing"


def test_places_outside_are_refused(party, district_lead, neighbour_lead):
    with pytest.raises(RuleBroken) as refused:
        segments.save(
            None, name="बाहर", area=party.district, choice=Choice(subtrees=(party.neighbour,)), by=district_lead
        )
    assert refused.value.code == "outside"
    with pytest.raises(RightMissing):
        segments.save(None, name="बाहर", area=party.district, choice=Choice(), by=neighbour_lead)


def test_a_topic_goes_to_its_segment(party):
    knows = voice(party.district, subjects=["farmers"])
    voice(party.district, subjects=["sports"])
    topic = factories.make_topic(party.state, status="scheduled")
    TopicAudience.objects.create(topic=topic, segment=factories.make_segment(party.state, subjects=["farmers"]))
    assert release.audience(topic, timezone.now()).reached == 1
    release.release(topic, at=timezone.now())
    assert list(topic.assignments.values_list("influencer", flat=True)) == [knows.pk]


def test_a_new_audience_has_to_be_cleared_by_another(party, state_lead, content_desk):
    topic = factories.make_topic(party.state, written_by=content_desk)
    topic = topics.clear(topic, version=1, by=state_lead)
    segment = factories.make_segment(party.state)

    segments.aim(topic, version=1, by=state_lead, segment=segment, wanted=3, answer_hours=6)

    topic.refresh_from_db()
    assert (topic.status, topic.version, topic.cleared_by) == ("draft", 2, None)
    assert (topic.audience.segment, topic.audience.wanted, topic.audience.answer_hours) == (segment, 3, 6)
    with pytest.raises(RuleBroken) as refused:
        topics.clear(topic, version=2, by=state_lead)
    assert refused.value.code == "second_person_needed"
    with pytest.raises(StaleVersion):
        segments.aim(topic, version=1, by=state_lead, segment=None)


def test_what_is_scheduled_keeps_its_audience(party, state_lead):
    topic = factories.make_topic(party.state, status="scheduled")
    with pytest.raises(RuleBroken) as refused:
        segments.aim(topic, version=1, by=state_lead, segment=None)
    assert refused.value.code == "wrong_step"
