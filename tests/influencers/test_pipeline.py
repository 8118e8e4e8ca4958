"""The pipeline: steps in order, each with who, when and why; own acts may jump; nobody outside the district moves anybody."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from influencers import vetting_gate
from influencers.boards import median_days
from influencers.models import Influencer, StageChange
from influencers.services import contacts, influencers, invitations, pipeline
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, Person
from network.services import offices, people, sign_in_links
from tests import factories

Stage = Influencer.Stage


@pytest.fixture(autouse=True)
def _no_vetting(monkeypatch) -> None:
    """What a stage asks for besides its order has tests of its own."""
    monkeypatch.setitem(vetting_gate.STAGE_CHECKS, "vetted", [])


def make(party, stage: str = "spotted", **fields):
    person = factories.make_person(party.district, **({"email": ""} | fields))
    return Influencer.objects.create(person=person, district=party.district, stage=stage)


def test_every_step_keeps_who_when_and_why(party, district_lead):
    prospect = make(party)
    moved = pipeline.move(prospect, "vetted", by=district_lead, reason="  two good reviews ")
    step = StageChange.objects.get(influencer=prospect)
    assert (step.before, step.stage, step.by, step.reason) == ("spotted", "vetted", district_lead, "two good reviews")
    assert step.at == moved.stage_at == Influencer.objects.get(pk=prospect.pk).stage_at
    assert AuditEntry.objects.filter(verb="influencer.stepped", by=district_lead, subject_id=prospect.pk).count() == 1


def test_an_illegal_step_says_what_may_follow(party, district_lead):
    prospect = make(party)
    with override("en"), pytest.raises(RuleBroken) as broken:
        pipeline.move(prospect, "contacted", by=district_lead, reason="x")
    assert broken.value.code == "wrong_step"
    assert str(broken.value) == "From “spotted” only vetted or declined may follow, not “contacted”."
    with override("en"), pytest.raises(RuleBroken) as broken:
        pipeline.move(make(party, "left"), "active", by=district_lead, reason="x")
    assert str(broken.value) == "From “left” only contacted may follow, not “active”."


def test_a_step_needs_a_reason_and_the_right(party, district_lead, neighbour_lead, content_desk):
    prospect = make(party)
    with pytest.raises(RuleBroken) as broken:
        pipeline.move(prospect, "vetted", by=district_lead, reason=" ")
    assert broken.value.code == "reason_missing"
    for foreign in (neighbour_lead, content_desk):
        with pytest.raises(RightMissing):
            pipeline.move(prospect, "vetted", by=foreign, reason="x")
    assert not StageChange.objects.exists()


def test_nobody_moves_themselves(party, district_lead):
    own = Influencer.objects.create(person=district_lead.person, district=party.district)
    with pytest.raises(RuleBroken) as broken:
        pipeline.move(own, "vetted", by=district_lead, reason="x")
    assert broken.value.code == "oneself"
    [answer] = pipeline.move_many([own.code], "vetted", by=district_lead, reason="x")
    assert answer.code == "oneself"


@pytest.mark.parametrize("before", ["agreed", "paused"])
def test_active_is_who_said_yes_to_briefs(party, district_lead, before):
    voice = make(party, before)
    with pytest.raises(RuleBroken) as broken:
        pipeline.move(voice, "active", by=district_lead, reason="x")
    assert broken.value.code == "consent_missing"
    factories.give_consent(voice.person, "coverage")
    with pytest.raises(RuleBroken):
        pipeline.move(voice, "active", by=district_lead, reason="x")
    factories.give_consent(voice.person)
    assert pipeline.move(voice, "active", by=district_lead, reason="x").stage == "active"


def test_other_modules_check_stages(party, district_lead, monkeypatch):
    def refuse(influencers):
        return {each.pk: RuleBroken("no finished vetting", code="not_vetted") for each in influencers}

    monkeypatch.setitem(vetting_gate.STAGE_CHECKS, "vetted", [refuse])
    monkeypatch.setitem(vetting_gate.STAGE_CHECKS, "active", [refuse])
    prospect = make(party)
    with pytest.raises(RuleBroken) as broken:
        pipeline.move(prospect, "vetted", by=district_lead, reason="x")
    assert broken.value.code == "not_vetted"
    factories.give_consent(prospect.person)
    assert pipeline.own_step(prospect, "active").stage == "agreed", "a yes counts, though a training is missing"


def test_own_acts_jump(party):
    prospect = make(party)
    with pytest.raises(RuleBroken):
        pipeline.own_step(prospect, "active")
    factories.give_consent(prospect.person)
    assert pipeline.own_step(prospect, "active").stage == "active"
    assert pipeline.own_step(prospect, "paused").stage == "paused"
    with pytest.raises(RuleBroken):
        pipeline.own_step(prospect, "declined")
    with pytest.raises(RightMissing):
        pipeline.own_step(prospect, "left", by=factories.make_user())
    assert StageChange.objects.filter(influencer=prospect).count() == 2


@pytest.mark.parametrize(("before", "after"), [("contacted", "declined"), ("active", "left"), ("left", "left")])
def test_a_no_by_invitation_ends_every_stage(party, before, after):
    voice = factories.make_influencer(party.district, consents=False, seated=before == "active")
    Influencer.objects.filter(pk=voice.pk).update(stage=before)
    invitations.refuse(invitations.find(invitations.make(voice, by=None)))
    voice.refresh_from_db()
    assert voice.stage == after
    assert not voice.seats.live().exists()


def test_who_declines_loses_seat_and_contact_but_an_office_keeps_its_number(party, district_lead, state_lead):
    voice = factories.make_influencer(party.district, consents=False, phone="+919826012345")
    holder = Influencer.objects.create(person=district_lead.person, district=party.district, stage="agreed")
    Influencer.objects.filter(pk=voice.pk).update(stage="agreed")
    pipeline.move_many([voice.code, holder.code], "declined", by=state_lead, reason="said no")
    voice.person.refresh_from_db()
    district_lead.person.refresh_from_db()
    assert (voice.person.phone, voice.person.email, voice.seats.live().count()) == (None, "", 0)
    assert district_lead.person.email


def test_many_are_moved_one_by_one(party, district_lead, neighbour_lead):
    good, wrong, foreign = make(party), make(party, "left"), factories.make_influencer(party.neighbour)
    codes = [good.code, wrong.code, foreign.code, "aaaaaaaaaa", good.code]
    answers = pipeline.move_many(codes, "vetted", by=district_lead, reason="x")
    assert [answer.code for answer in answers] == ["", "wrong_step", "not_found", "not_found"]
    stages = Influencer.objects.in_bulk([good.pk, wrong.pk, foreign.pk])
    assert [stages[row.pk].stage for row in (good, wrong, foreign)] == ["vetted", "left", "active"]
    assert StageChange.objects.count() == 1
    for refused in ([], ["a"] * 0, [f"{number:010}" for number in range(501)]):
        with pytest.raises(RuleBroken):
            pipeline.move_many(refused, "vetted", by=district_lead, reason="x")


def test_many_cost_as_many_queries_as_few(party, district_lead, django_assert_max_num_queries):
    codes = [make(party).code for _ in range(40)]
    district_lead.paths_with("roster_edit")
    with django_assert_max_num_queries(10):
        answers = pipeline.move_many(codes, "vetted", by=district_lead, reason="x")
    assert all(answer.is_moved for answer in answers)


def test_who_did_not_agree_has_no_number_and_no_login(party, district_lead):
    person = make(party, "contacted").person
    for changes in ({"phone": "9826012345"}, {"email": "a@example.org"}):
        with pytest.raises(RuleBroken) as broken:
            people.update(Person.objects.get(pk=person.pk), by=district_lead, **changes)
        assert broken.value.code == "not_agreed"
    with pytest.raises(RuleBroken) as broken:
        sign_in_links.make(person, by=district_lead)
    assert broken.value.code == "not_agreed"
    people.update(person, by=district_lead, name_en="New Name")
    Influencer.objects.update(stage="agreed")
    assert people.update(person, by=district_lead, phone="9826012345").phone == "+919826012345"
    assert sign_in_links.make(person, by=district_lead)


def test_an_office_holder_who_is_a_prospect_keeps_everything(party, district_lead, state_lead):
    Influencer.objects.create(person=district_lead.person, district=party.district)
    assert contacts.without_yes([district_lead.person.pk]) == set()
    people.update(district_lead.person, by=state_lead, phone="9826012345")


def test_a_public_contact_needs_its_source_and_an_owner_has_to_see_them(party, district_lead, neighbour_lead):
    prospect = make(party)
    with pytest.raises(RuleBroken) as broken:
        influencers.update(prospect, by=district_lead, public_contact="0755-123456")
    assert broken.value.code == "source_missing"
    with pytest.raises(RuleBroken) as broken:
        influencers.update(prospect, by=district_lead, owner=neighbour_lead)
    assert broken.value.code == "owner_elsewhere"
    source = "https://example.org/contact"
    changed = influencers.update(
        prospect, by=district_lead, public_contact="0755-123456", public_contact_url=source, owner=district_lead
    )
    assert (changed.owner, changed.public_contact_url) == (district_lead, source)
    with pytest.raises(RightMissing):
        influencers.update(prospect, by=neighbour_lead, subjects=["health"])


def test_days_in_a_stage_are_the_median_of_all_stays(party):
    now = timezone.now()
    for days in (2, 4, 30):
        prospect = make(party)
        for before, stage, ago in (("", "spotted", 40), ("spotted", "vetted", 40 - days)):
            at = now - datetime.timedelta(days=ago)
            StageChange.objects.create(influencer=prospect, before=before, stage=stage, at=at)
    assert median_days(Influencer.objects.all(), now) == {"spotted": 4, "vetted": 36}
    assert median_days(Influencer.objects.filter(pk=prospect.pk), now) == {"spotted": 30, "vetted": 10}


class Sequences(TestCase):
    """Whatever anybody does in whatever order, only steps of the pipeline or own acts are made, by those who may."""

    ACTS = st.tuples(
        st.sampled_from(["lead", "neighbour", "nobody", "state", "own", "own with yes", "withdraw"]),
        st.sampled_from(Stage.values),
    )

    @settings(max_examples=30, deadline=None)
    @given(st.sampled_from(Stage.values), st.lists(ACTS, max_size=14))
    def test_steps_keep_the_order(self, first, acts):
        offices.load_seed()
        state = factories.make_area("state", "23")
        district, other = (factories.make_area("district", code, state) for code in ("390", "407"))
        factories.make_user(is_superuser=True)
        actors = {
            "lead": factories.make_office_holder("district_lead", district),
            "neighbour": factories.make_office_holder("district_lead", other),
            "state": factories.make_office_holder("state_coordinator", state),
            "nobody": factories.make_user(),
        }
        voice = Influencer.objects.create(person=factories.make_person(district), district=district, stage=first)
        for who, stage in acts:
            self._act(voice, who, stage, actors)
            voice.refresh_from_db()
        self._check(voice, first, actors)

    def _act(self, voice, who, stage, actors):
        consent = voice.person.consents.filter(withdrawn_at=None)
        if who == "withdraw":
            consent.update(withdrawn_at=timezone.now())
            return
        if who == "own with yes" and not consent.exists():
            factories.give_consent(voice.person)
        try:
            with transaction.atomic():
                if who.startswith("own"):
                    pipeline.own_step(voice, stage)
                else:
                    pipeline.move(voice, stage, by=actors[who], reason="because")
        except RightMissing:
            assert who in ("neighbour", "nobody")
        except RuleBroken as error:
            assert error.code in ("wrong_step", "consent_missing")
        if stage == "active" and not voice.person.consents.filter(withdrawn_at=None).exists():
            assert not StageChange.objects.filter(influencer=voice, stage="active", at__gte=self._last(voice)).exists()

    @staticmethod
    def _last(voice):
        ended = voice.person.consents.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()
        return ended or timezone.now() - datetime.timedelta(days=1)

    def _check(self, voice, first, actors):
        stands = first
        for step in voice.steps.order_by("pk"):
            assert step.before == stands
            order = Influencer.NEXT if step.by_id else Influencer.OWN_NEXT
            assert step.stage in order[Stage(stands)]
            assert step.by_id not in (actors["neighbour"].pk, actors["nobody"].pk)
            stands = step.stage
        assert stands == voice.stage
