"""Plans of a day: who is asked, what is kept of decisions by hand, and that release follows them."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from campaigns.models import Assignment, Plan, PlannedAsk
from campaigns.services import allocate, plan_moves, release
from network.errors import RightMissing, RuleBroken
from tests import factories
from tests.campaigns.planning import aimed, restrain, scheduled, tomorrow


def plan() -> int:
    return allocate.plan_day(timezone.localdate(tomorrow()), by=None)


def planned() -> set[tuple[str, int]]:
    rows = PlannedAsk.objects.asked().select_related("topic")
    return {(row.topic.title_hi, row.influencer_id) for row in rows}


def gaps(area) -> list[tuple[str, int, int]]:
    return [(gap["code"], gap["got"], gap["wanted"]) for gap in Plan.objects.get(district=area).gaps]


def test_everybody_gets_one_angle_and_at_most_two_topics_of_a_day(party):
    team = [factories.make_influencer(party.district) for _ in range(6)]
    for _ in range(3):
        scheduled(party.state, angles=3)

    assert plan() == 12

    assert Counter(PlannedAsk.objects.values_list("influencer", flat=True)) == {voice.pk: 2 for voice in team}
    topics = Counter(PlannedAsk.objects.values_list("topic", "angle"))
    assert set(topics.values()) == {1, 2}
    assert len(topics) == 9, "each angle of each topic has somebody"


def test_a_district_without_anybody_is_named(party):
    factories.make_influencer(party.district)
    aimed(scheduled(party.state, angles=1), wanted=3)
    plan()
    assert gaps(party.district) == [("too_few", 1, 3)]
    assert gaps(party.neighbour) == [("nobody_meant", 0, 3)]


def test_a_topic_of_one_district_is_no_gap_of_another(party):
    factories.make_influencer(party.neighbour)
    scheduled(party.district)
    plan()
    assert list(Plan.objects.values_list("district", flat=True)) == [party.district.pk]


def test_people_who_know_it_come_first_and_who_is_asked_often_comes_last(party):
    knows = factories.make_influencer(party.district)
    knows.subjects = ["farmers"]
    knows.save()
    tired, fresh = (factories.make_influencer(party.district) for _ in range(2))
    for days in (10, 12, 14):
        at = timezone.now() - datetime.timedelta(days=days)
        factories.make_assignment(tired, status="lapsed", offered_at=at)
    aimed(scheduled(party.district, angles=2), subjects=["farmers"], wanted=2)
    plan()
    rows = {row.influencer_id: row.why for row in PlannedAsk.objects.all()}
    assert set(rows) == {knows.pk, fresh.pk}
    assert rows[knows.pk][:2] == [["knows", ["farmers"]], ["load", 0]]
    assert rows[fresh.pk][:2] == [["knows_not", None], ["load", 0]]


def test_weeks_rest_days_consent_and_stage_are_kept(party):
    factories.make_influencer(party.district, consents=False)
    paused = factories.make_influencer(party.district)
    paused.stage = "paused"
    paused.save()
    full, resting, free = (factories.make_influencer(party.district) for _ in range(3))
    restrain(full, most_a_week=1)
    factories.make_assignment(full, status="verified")
    restrain(resting, rest_days=[tomorrow().isoweekday()])
    scheduled(party.district, angles=2)
    plan()
    assert set(PlannedAsk.objects.values_list("influencer", flat=True)) == {free.pk}
    assert gaps(party.district) == [("no_room", 1, 2)]


def test_topics_still_in_hand_count_for_the_day(party):
    voice = factories.make_influencer(party.district)
    live = factories.make_topic(party.district, status="live", closes_at=tomorrow() + datetime.timedelta(days=1))
    factories.make_assignment(voice, live, status="accepted")
    for _ in range(2):
        scheduled(party.district, angles=1)
    assert plan() == 1


def test_two_days_of_one_week_do_not_fill_it_twice(party):
    voice = factories.make_influencer(party.district)
    restrain(voice, most_a_week=1)
    scheduled(party.district, angles=1)
    after = tomorrow() + datetime.timedelta(days=1)
    scheduled(party.district, at=after, angles=1)
    assert plan() == 1
    assert allocate.plan_day(timezone.localdate(after), by=None) == 0


def test_a_segment_narrows_a_plan(party):
    voices = [factories.make_influencer(party.district) for _ in range(3)]
    factories.make_handle(voices[1], "youtube")
    segment = factories.make_segment(party.state, platforms=["youtube"])
    aimed(scheduled(party.district), segment=segment)
    plan()
    assert set(PlannedAsk.objects.values_list("influencer", flat=True)) == {voices[1].pk}


def test_a_rapid_response_waits_for_no_plan_but_keeps_the_week(party, settings):
    settings.ASKS_A_WEEK = 1
    asked, free = (factories.make_influencer(party.district) for _ in range(2))
    factories.make_assignment(asked, status="declined")
    topic = scheduled(party.district, kind="rapid_response")
    assert plan() == 0
    topic = release.release(topic, at=timezone.now())
    assert list(topic.assignments.values_list("influencer", flat=True)) == [free.pk]
    assert topic.kept_back == {"weekly_cap": 1}


def test_release_follows_the_plan_where_there_is_one(party):
    team = [factories.make_influencer(party.district) for _ in range(5)]
    elsewhere = factories.make_influencer(party.neighbour)
    topic = scheduled(party.state, angles=2)
    aimed(topic, wanted=2)
    allocate.plan_day(timezone.localdate(tomorrow()), by=None, within=None)
    Plan.objects.filter(district=party.neighbour).delete()
    ask = PlannedAsk.objects.first()

    topic = release.release(topic, at=tomorrow())

    got = dict(topic.assignments.values_list("influencer", "angle"))
    assert got == dict(PlannedAsk.objects.values_list("influencer", "angle")) | {elsewhere.pk: got[elsewhere.pk]}
    assert len(got) == 3
    assert got[ask.influencer_id] == ask.angle_id
    assert len(team) == 5


def test_without_a_plan_only_so_many_are_asked_as_are_wanted(party):
    busy = factories.make_influencer(party.district)
    factories.make_assignment(busy, status="lapsed", offered_at=timezone.now() - datetime.timedelta(days=12))
    others = [factories.make_influencer(party.district) for _ in range(2)]
    topic = scheduled(party.district, kind="rapid_response")
    aimed(topic, wanted=2)
    release.release(topic, at=timezone.now())
    assert set(topic.assignments.values_list("influencer", flat=True)) == {voice.pk for voice in others}


def test_the_gate_has_the_last_word_over_the_plan(party):
    voices = [factories.make_influencer(party.district) for _ in range(2)]
    topic = scheduled(party.district)
    plan()
    restrain(voices[0], rest_days=[tomorrow().isoweekday()])
    topic = release.release(topic, at=tomorrow())
    assert list(topic.assignments.values_list("influencer", flat=True)) == [voices[1].pk]
    assert topic.kept_back == {"rest_day": 1}


def test_a_plan_older_than_the_clearance_counts_for_nothing(party):
    for _ in range(3):
        factories.make_influencer(party.district)
    topic = scheduled(party.district)
    aimed(topic, wanted=1)
    plan()
    topic.audience.wanted = 3
    topic.audience.save()
    topic.cleared_at = timezone.now()
    topic.save()
    release.release(topic, at=tomorrow())
    assert Assignment.objects.count() == 3


def test_beat_plans_what_has_no_fresh_plan(party, time_machine):
    factories.make_influencer(party.district)
    topic = scheduled(party.district)
    now = tomorrow() - datetime.timedelta(hours=20)
    time_machine.move_to(now, tick=False)
    assert allocate.plan_ahead(now) == [timezone.localdate(tomorrow())]
    assert allocate.plan_ahead(now) == []
    later = now + allocate.FRESH + datetime.timedelta(minutes=1)
    assert allocate.plan_ahead(later) == [timezone.localdate(tomorrow())]
    assert topic.planned.count() == 1


def test_decisions_by_hand_outlive_the_next_plan(party, district_lead):
    team = [factories.make_influencer(party.district) for _ in range(3)]
    topic = scheduled(party.district, angles=2)
    aimed(topic, wanted=2)
    plan()
    out = next(voice for voice in team if not topic.planned.filter(influencer=voice).exists())
    angle = topic.brief.angles.last()

    ask = plan_moves.place(out, topic, district=party.district, angle=angle, by=district_lead)
    plan_moves.take_off(topic.planned.exclude(pk=ask.pk).first(), by=district_lead)
    plan()

    rows = {row.influencer_id: row for row in topic.planned.all()}
    assert len(rows) == 3
    assert (rows[out.pk].angle, rows[out.pk].is_locked) == (angle, True)
    assert sum(row.angle_id is None for row in rows.values()) == 1
    assert sum(row.angle_id is not None for row in rows.values()) == 2

    plan_moves.let_go(next(row for row in rows.values() if row.angle_id is None), by=district_lead)
    assert topic.planned.count() == 2


def test_moving_to_another_topic_keeps_the_former_one_off(party, district_lead):
    voice = factories.make_influencer(party.district)
    first, second = (scheduled(party.district, angles=1) for _ in range(2))
    aimed(first, wanted=1)
    plan()
    plan_moves.take_off(second.planned.get(), by=district_lead)
    moved = plan_moves.move(first.planned.get(), second, by=district_lead)
    assert (moved.influencer, moved.topic, moved.angle) == (voice, second, second.brief.angles.get())
    assert first.planned.get().angle is None
    plan()
    assert set(PlannedAsk.objects.asked().values_list("topic", flat=True)) == {second.pk}


def test_one_topic_too_many_is_refused(party, district_lead):
    voice = factories.make_influencer(party.district)
    topics = [scheduled(party.district, angles=1) for _ in range(3)]
    plan()
    left = next(topic for topic in topics if not topic.planned.exists())
    with pytest.raises(RuleBroken) as refused:
        plan_moves.place(voice, left, district=party.district, by=district_lead)
    assert refused.value.code == "too_many"


def test_whom_the_gate_keeps_back_can_not_be_placed(party, district_lead):
    resting = factories.make_influencer(party.district)
    stranger = factories.make_influencer(party.neighbour)
    restrain(resting, rest_days=[tomorrow().isoweekday()])
    topic = scheduled(party.district)
    plan()
    for voice, code in [(resting, "rest_day"), (stranger, "not_meant")]:
        with pytest.raises(RuleBroken) as refused:
            plan_moves.place(voice, topic, district=party.district, by=district_lead)
        assert refused.value.code == code


def test_what_is_out_is_planned_no_more(party, district_lead):
    factories.make_influencer(party.district)
    topic = scheduled(party.district)
    plan()
    ask = topic.planned.get()
    release.release(topic, at=tomorrow())
    with pytest.raises(RuleBroken) as refused:
        plan_moves.take_off(ask, by=district_lead)
    assert refused.value.code == "not_planned"


def test_only_the_lead_of_the_district_decides(party, neighbour_lead, volunteer):
    topic = scheduled(party.district)
    plan()
    ask = topic.planned.get()
    for user in (neighbour_lead, volunteer):
        for act in (plan_moves.hold, plan_moves.let_go, plan_moves.take_off):
            with pytest.raises(RightMissing):
                act(ask, by=user)
        with pytest.raises(RightMissing):
            allocate.plan_day(timezone.localdate(tomorrow()), by=user, within=party.district)


def test_planning_costs_the_same_few_statements_for_any_number_of_people(party, django_assert_max_num_queries):
    for _ in range(12):
        factories.make_influencer(party.district)
    for _ in range(2):
        scheduled(party.district)
    with django_assert_max_num_queries(40):
        plan()
