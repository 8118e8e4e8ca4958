"""Whatever happens in whatever order: nobody is in two teams, in a team without consent, or reached after withdrawal."""

import hypothesis
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campaigns.models import Delivery
from campaigns.services import dispatch, gate, release
from influencers.models import Consent, Influencer, Roster, RosterSeat
from influencers.services import consents, invitations, pipeline, rosters
from network.errors import RuleBroken
from network.models import Person
from network.services import imports, people
from tests import factories

who = st.integers(0, 3)
team = st.integers(0, 1)
MOST = 2


class Teams(RuleBasedStateMachine):
    """Four people and two teams of at most two; each step is one that the software or somebody with the database can take."""

    def __init__(self, party, lead) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.party, self.lead, self.sent = party, lead, set()
        Roster.objects.update(least=1, most=MOST)
        self.rosters = list(Roster.objects.select_related("district__parent").order_by("pk"))
        self.voices = [
            factories.make_influencer(
                self.rosters[number % 2].district,
                consents=False,
                seated=False,
                name_hi=f"आवाज़ {number}",
                phone=f"+91982601234{number}",
            )
            for number in range(4)
        ]
        Influencer.objects.update(stage="contacted")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, step) -> None:
        """Take the step; what a rule refuses changes nothing, and that is all right."""
        try:
            with transaction.atomic():
                step()
        except RuleBroken:
            pass

    def voice(self, number: int) -> Influencer:
        return Influencer.objects.select_related("person__home_area", "district__parent").get(pk=self.voices[number].pk)

    def seat(self, number: int) -> RosterSeat:
        seat = (
            RosterSeat.objects.live().filter(influencer=self.voices[number]).select_related("roster__district__parent")
        )
        if not seat:
            raise RuleBroken("no seat")
        return seat[0]

    @rule(number=who, answer=st.sampled_from(["yes", "only coverage", "no"]))
    def answers_an_invitation(self, number, answer):
        def step():
            found = invitations.find(invitations.make(self.voice(number), by=self.lead))
            if answer == "no":
                invitations.refuse(found)
            else:
                purposes = ["briefs", "coverage"] if answer == "yes" else ["coverage"]
                invitations.accept(found, purposes=purposes, is_adult=True)

        self.attempt(step)

    @rule(number=who)
    def says_yes_by_themselves(self, number):
        notice = consents.newest_notice()
        consents.give(self.voice(number).person, ["briefs"], notice=notice, channel="test", is_adult=True, by=None)

    @rule(number=who, purposes=st.sampled_from([None, ["briefs"], ["coverage"]]))
    def withdraws(self, number, purposes):
        consents.withdraw(self.voice(number).person, purposes=purposes, by=None)

    @rule(number=who, place=team)
    def joins(self, number, place):
        self.attempt(lambda: rosters.join(self.rosters[place], self.voice(number), by=self.lead))

    @rule(number=who)
    def is_taken_out(self, number):
        self.attempt(lambda: rosters.leave(self.seat(number), by=self.lead, reason="x"))

    @rule(number=who, other=who)
    def is_replaced(self, number, other):
        self.attempt(lambda: rosters.replace(self.seat(number), self.voice(other), by=self.lead, reason="x"))

    @rule(number=who, place=team)
    def is_moved(self, number, place):
        self.attempt(lambda: rosters.move(self.seat(number), self.rosters[place], by=self.lead, reason="x"))

    @rule(number=who, stage=st.sampled_from(["active", "paused", "left", "declined"]))
    def steps(self, number, stage):
        self.attempt(lambda: pipeline.move(self.voice(number), stage, by=self.lead, reason="x"))

    @rule(number=who, status=st.sampled_from(["active", "paused", "left"]))
    def pauses_or_leaves_the_party(self, number, status):
        self.attempt(lambda: people.update(self.voice(number).person, by=self.lead, status=status))

    @rule(place=team)
    def comes_by_a_list(self, place):
        district = self.rosters[place].district.name_hi
        lines = [f"आवाज़ {number},{district},982601234{number},@voice_{number}" for number in range(4)]
        text = "\n".join(["नाम,ज़िला,मोबाइल,इंस्टाग्राम", *lines])

        def step():
            batch = imports.run_now(imports.upload("roster", files=[("list.csv", text.encode())], by=self.lead))
            if batch.status == "previewed":
                imports.run_now(imports.confirm(batch, ticked=[], by=self.lead))

        self.attempt(step)

    @rule(number=who)
    def is_written_past_the_services(self, number):
        Consent.objects.live().filter(person=self.voices[number].person_id).update(withdrawn_at=timezone.now())

    @rule(number=who)
    def leaves_past_the_services(self, number):
        Person.objects.filter(pk=self.voices[number].person_id).update(status="left")

    @rule()
    def a_topic_goes_out(self):
        topic = factories.make_topic(self.party.state, status="scheduled")
        release.release(topic, at=timezone.now())

    @rule()
    def the_outbox_is_drained(self):
        connection.check_constraints()  # a commit lies between any two of these steps
        dispatch.drain()
        fresh = set(Delivery.objects.filter(status="sent").values_list("pk", "person_id")) - self.sent
        assert {person for _pk, person in fresh} <= self.reachable()
        self.sent |= fresh

    @invariant()
    def nobody_is_where_they_did_not_agree_to_be(self):
        connection.check_constraints()
        members = list(RosterSeat.objects.members().values_list("influencer__person", flat=True))
        live = list(RosterSeat.objects.live().values_list("influencer__person", flat=True))
        assert len(live) == len(set(live)), "in two teams at once"
        assert set(members) <= self.consenting(), "in a team without consent"
        gone = Influencer.objects.filter(stage__in=rosters.GONE) | Influencer.objects.filter(person__status="left")
        assert not set(live) & set(gone.values_list("person_id", flat=True)), "in a team after leaving"
        for row in Roster.objects.with_counts():
            assert row.member_count + row.kept_count <= MOST

    @invariant()
    def the_gate_lets_only_those_pass_who_agree(self):
        topic = factories.make_topic(self.party.state, status="cleared")
        asked = release.candidates(topic, timezone.now()).filter(refusal__in=gate.GOES_OUT)
        assert set(asked.values_list("influencer__person", flat=True)) <= self.reachable()
        topic.brief.angles.all().delete()
        topic.brief.facts.all().delete()
        topic.brief.delete()
        topic.delete()

    def consenting(self) -> set[int]:
        return set(Consent.objects.live().filter(purpose="briefs").values_list("person_id", flat=True))

    def reachable(self) -> set[int]:
        active = Influencer.objects.filter(stage="active", person__status="active")
        return self.consenting() & set(active.values_list("person_id", flat=True))


@pytest.mark.django_db
def test_no_sequence_of_steps_breaks_consent(party, operator):
    consents.load_seed()
    run_state_machine_as_test(
        lambda: Teams(party, operator),
        settings=hypothesis.settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
