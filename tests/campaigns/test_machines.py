"""Whatever happens in whatever order: topics and assignments keep to their machines, and nothing leaves in a silence."""

import datetime

import hypothesis
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campaigns.models import Assignment, Blackout, Delivery, Post, Topic
from campaigns.services import assignments, blackouts, clearances, dispatch, posts, rapid, release, reserves, topics
from influencers.models import Influencer
from influencers.services import consents
from network.errors import RightMissing, RuleBroken
from network.scope import district_path
from tests import factories

HOUR = datetime.timedelta(hours=1)
which, who, voice = st.integers(0, 1), st.integers(0, 2), st.integers(0, 2)
hours = st.integers(1, 30)


class Campaign(RuleBasedStateMachine):
    """A draft and a topic that just went out, three people of two districts, three who write and clear, windows, the clock."""

    def __init__(self, party, actors, clock, reached: set[str]) -> None:
        super().__init__()
        self.reached = reached
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.party, self.actors, self.clock, self.link = party, actors, clock, 0
        clock.move_to(datetime.datetime(2026, 11, 25, 6, tzinfo=datetime.UTC), tick=False)
        districts = [party.district, party.district, party.neighbour]
        self.voices = [factories.make_influencer(district) for district in districts]
        fields = {"written_by": actors[0], "closes_at": timezone.now() + 60 * HOUR}
        self.topics = [
            factories.make_topic(party.state, kind="rapid_response", **fields),
            factories.make_topic(party.district, kind="event", status="scheduled", **fields),
        ]
        release.release(self.topics[1], at=timezone.now())
        self.seen = self.statuses()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, step) -> None:
        """Take the step; what a rule or a right refuses changes nothing, and that is all right."""
        try:
            with transaction.atomic():
                step()
        except (RuleBroken, RightMissing):
            pass

    def topic(self, number: int) -> Topic:
        return Topic.objects.select_related("area", "brief").get(pk=self.topics[number].pk)

    def assignment(self, topic: int, number: int) -> Assignment:
        found = Assignment.objects.filter(topic=self.topics[topic], influencer=self.voices[number])
        if not found:
            raise RuleBroken("nobody was asked")
        return found.select_related("influencer__person", "district", "topic").get()

    def newest_post(self) -> Post:
        found = Post.objects.select_related("district", "assignment").order_by("-pk")
        if not found:
            raise RuleBroken("nothing was handed in")
        return found[0]

    @rule(number=which, by=who, stale=st.booleans())
    def edits(self, number, by, stale):
        def step():
            topic = self.topic(number)
            fields = {"title_hi": "बदला", "closes_at": topic.closes_at}
            brief = factories.TEXT
            topics.edit(topic, version=topic.version - stale, brief=brief, by=self.actors[by], **fields)

        self.attempt(step)

    @rule(number=which, by=who, how=st.sampled_from(["clear", "again", "push", "stale"]))
    def clears(self, number, by, how):
        act = {"again": clearances.clear_again, "push": rapid.clear_and_push}.get(how, topics.clear)

        def step():
            topic = self.topic(number)
            act(topic, version=topic.version - (how == "stale"), by=self.actors[by])

        self.attempt(step)

    @rule(number=which, after=hours)
    def schedules(self, number, after):
        at = timezone.now() + after * HOUR
        self.attempt(lambda: topics.schedule(self.topic(number), release_at=at, by=self.actors[2]))

    @rule(number=which, how=st.sampled_from(["withdraw", "close"]))
    def ends(self, number, how):
        act = {"withdraw": topics.withdraw, "close": topics.close}[how]
        self.attempt(lambda: act(self.topic(number), by=self.actors[2]))

    @rule(after=hours, span=hours, reason=st.sampled_from(Blackout.Reason.values), wide=st.booleans())
    def declares(self, after, span, reason, wide):
        starts_at = timezone.now() + after * HOUR
        area = self.party.state if wide else self.party.district
        window = {"starts_at": starts_at, "ends_at": starts_at + span * HOUR, "reason": reason}
        self.attempt(lambda: blackouts.declare(area, **window, by=self.actors[2]))

    @rule(topic=which, number=voice, how=st.sampled_from(["see", "accept", "decline"]))
    def answers(self, topic, number, how):
        act = {"see": assignments.see, "accept": assignments.accept, "decline": assignments.decline}[how]
        self.attempt(lambda: act(self.assignment(topic, number), by=None))

    @rule(topic=which, number=voice)
    def hands_in(self, topic, number):
        self.link += 1
        link = f"https://x.com/a/status/19000000000000{self.link:05}"
        self.attempt(lambda: assignments.accept(self.assignment(topic, number), by=None))
        self.attempt(lambda: posts.submit(self.assignment(topic, number), link=link, by=None))

    @rule(good=st.booleans())
    def judges(self, good):
        def step():
            post = self.newest_post()
            if good:
                posts.verify(post, by=self.actors[2], has_compared=True)
            else:
                posts.reject(post, reason="नहीं", by=self.actors[2])

        self.attempt(step)

    @rule(number=voice)
    def takes_consent_back(self, number):
        person = Influencer.objects.select_related("person__home_area").get(pk=self.voices[number].pk).person
        self.attempt(lambda: consents.withdraw(person, by=None))

    @rule(after=hours)
    def time_passes(self, after):
        self.clock.move_to(timezone.now() + after * HOUR, tick=False)

    @rule()
    def beat_runs(self):
        now = timezone.now()
        release.release_due(now)
        reserves.follow_up(now)
        topics.close_over(now)
        assignments.lapse_overdue(now)
        dispatch.drain()

    def statuses(self) -> dict[tuple[type, int], str]:
        return {
            (model, pk): status
            for model in (Topic, Assignment, Post)
            for pk, status in model.objects.values_list("pk", "status")
        }

    @invariant()
    def only_steps_of_the_machine_were_taken(self):
        now = self.statuses()
        for (model, pk), status in now.items():
            before = self.seen.get((model, pk))
            if before not in (None, status):
                assert status in reachable(model, before), (model.__name__, before, status)
        self.seen = now
        self.reached |= {f"{model.__name__} {status}" for (model, _pk), status in now.items()}
        self.reached |= {f"Delivery {status}" for status in Delivery.objects.values_list("status", flat=True)}

    @invariant()
    def nothing_went_out_uncleared_or_cleared_by_its_writer(self):
        for topic in Topic.objects.filter(status__in=["cleared", "scheduled", "live", "closed"]):
            assert topic.cleared_at
            assert topic.cleared_by_id != topic.written_by_id

    @invariant()
    def nothing_was_sent_within_a_window_of_its_area(self):
        sent = Delivery.objects.filter(status="sent").select_related("area", "assignment__topic")
        for window in Blackout.objects.exclude(reason="model_code").select_related("area"):
            reach = district_path(window.area.path)
            for row in sent:
                is_inside = row.area.path.startswith(reach) or reach.startswith(row.area.path)
                assert not (is_inside and window.starts_at <= row.sent_at < window.ends_at), (window, row)

    @invariant()
    def what_was_withdrawn_waits_no_more(self):
        waiting = Delivery.objects.filter(status="queued", purpose="brief", assignment__topic__status="withdrawn")
        assert not waiting.exists()


def reachable(model: type, status: str) -> set[str]:
    """Every status that several steps in a row can lead to."""
    found: set[str] = set()
    todo = [status]
    while todo:
        for following in model.NEXT[model.Status(todo.pop())]:
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


@pytest.mark.django_db
def test_no_sequence_of_steps_leaves_the_machines_or_sends_in_a_silence(
    party, state_lead, content_desk, settings, time_machine
):
    settings.ASKS_A_WEEK = 50
    reached: set[str] = set()
    third = factories.make_office_holder("state_content", party.state, "third-desk")
    run_state_machine_as_test(
        lambda: Campaign(party, [content_desk, third, state_lead], time_machine, reached),
        settings=hypothesis.settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
    wanted = {
        "Topic live",
        "Topic withdrawn",
        "Assignment accepted",
        "Post verified",
        "Delivery sent",
        "Delivery stopped",
    }
    assert wanted <= reached, "the walk went far enough to prove something"
