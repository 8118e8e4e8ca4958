"""Messages of trainings go over the outbox: nothing lost, nothing doubled, and the gate holds for them as for briefs."""

import datetime
from collections import Counter
from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.channels import ADAPTERS, Outcome, Result
from campaigns.models import Delivery, Notice
from campaigns.services import dispatch, release, training_messages
from influencers.models import Training
from influencers.services import consents, trainings
from network.models import Appointment
from tests import factories

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
QUIET = (datetime.time(22), datetime.time(6))


def tally(**only: object) -> Counter:
    return Counter(Delivery.objects.filter(**only).values_list("purpose", "status"))


def stops() -> set[str]:
    return set(Delivery.objects.filter(status="stopped").values_list("stop_reason", flat=True))


def emails(settings) -> list:
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in settings.OUTBOX_DIR.glob("*.eml")]


@pytest.fixture
def team_training(party, district_lead) -> Training:
    """A training to which the two members of the team are invited; nothing is sent yet."""
    for _ in range(2):
        factories.make_influencer(party.district)
    training = factories.make_training(party.district)
    trainings.invite(training, by=district_lead)
    return training


@pytest.fixture
def office_training(party, state_lead, neighbour_lead) -> Training:
    """A training for which the lead of the other district is invited by their office."""
    training = factories.make_training(party.state, office="district_lead")
    trainings.invite(training, by=state_lead)
    return training


def test_an_invitation_is_a_row_before_anything_is_sent(team_training, settings):
    assert tally() == {("training", "queued"): 4}
    assert not Notice.objects.exists()
    assert dispatch.drain() == 4
    assert dispatch.drain() == 0
    assert (Notice.objects.filter(purpose="training").count(), len(emails(settings))) == (2, 2)


def test_inviting_again_doubles_nothing(party, team_training, district_lead, settings):
    trainings.invite(team_training, by=district_lead)
    dispatch.drain()
    trainings.invite(team_training, by=district_lead)
    factories.make_influencer(party.district)
    trainings.invite(team_training, by=district_lead)
    dispatch.drain()
    assert tally() == {("training", "sent"): 6}
    assert (Notice.objects.count(), len(emails(settings))) == (3, 3)


def test_an_invitation_that_is_not_committed_leaves_no_message(party, district_lead):
    factories.make_influencer(party.district)
    training = factories.make_training(party.district)
    with transaction.atomic():
        trainings.invite(training, by=district_lead)
        queued = Delivery.objects.count()
        transaction.set_rollback(True)
    assert queued == 2
    assert (Delivery.objects.count(), training.attendances.count()) == (0, 0)


def test_inviting_many_costs_as_many_statements_as_inviting_few(party, district_lead):
    costs = []
    assert district_lead.may("train")  # the grants of the login are read now
    for people in (1, 12):
        for _ in range(people):
            factories.make_influencer(party.district)
        training = factories.make_training(party.district)
        with CaptureQueriesContext(connection) as queries:
            trainings.invite(training, by=district_lead)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 14


def test_a_worker_that_died_after_sending_doubles_nothing(team_training, settings, time_machine, monkeypatch):
    time_machine.move_to(timezone.now())
    batch = dispatch.claim(at=timezone.now())
    monkeypatch.setattr(dispatch, "_record", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        dispatch.send(batch)
    monkeypatch.undo()
    time_machine.shift(dispatch.LEASE + datetime.timedelta(seconds=1))
    dispatch.drain()
    assert tally() == {("training", "sent"): 4}
    assert (Notice.objects.count(), len(emails(settings))) == (2, 2)


def test_briefs_and_invitations_leave_in_one_batch(party, team_training, settings):
    release.release(factories.make_topic(party.district, status="scheduled"), at=timezone.now())
    assert len(dispatch.claim(at=timezone.now())) == 8
    Delivery.objects.update(leased_until=timezone.now())
    assert dispatch.drain() == 8
    assert tally() == {("brief", "sent"): 4, ("training", "sent"): 4}
    assert {"List-Unsubscribe" in mail for mail in emails(settings) if "brief:" in mail["X-Samvad-Key"]} == {True}


@pytest.mark.parametrize(
    ("languages", "words"), [(["hi"], "आपको एक प्रशिक्षण में बुलाया गया है"), (["en"], "You are invited to a training")]
)
def test_an_e_mail_tells_all_there_is_to_know(party, district_lead, settings, languages, words):
    factories.make_influencer(party.district, languages=languages)
    training = factories.make_training(party.district, link="https://meet.example.org/a?b=1&c=2")
    trainings.invite(training, by=district_lead)
    dispatch.drain()
    [mail] = emails(settings)
    text = mail.get_content()
    when = timezone.localtime(training.starts_at).strftime("%H:%M")
    told = [words, "पार्टी कार्यालय", "https://meet.example.org/a?b=1&c=2", "कविता नमूना", when, "/me/trainings/"]
    assert [part for part in told if part not in text] == []
    assert mail["X-Samvad-Key"].startswith("training:")


def test_messages_of_an_erased_place_go_with_it(team_training):
    dispatch.drain()
    team_training.attendances.first().delete()
    assert (Delivery.objects.count(), Notice.objects.count()) == (2, 1)


def test_a_change_is_told_to_those_who_were_told_and_others_hear_the_truth(
    party, team_training, district_lead, settings
):
    told, waiting = team_training.attendances.order_by("pk")
    Delivery.objects.filter(attendance=waiting).update(due_at=timezone.now() + HOUR)
    dispatch.drain()
    trainings.change(team_training, place="नया भवन", by=district_lead)
    trainings.change(team_training, trainer="दूसरे", by=district_lead)
    Delivery.objects.update(due_at=timezone.now())
    dispatch.drain()
    assert tally(attendance=told) == {("training", "sent"): 2, ("change", "sent"): 2}
    assert tally(attendance=waiting) == {("training", "sent"): 2}
    texts = {mail["X-Samvad-Key"].partition(":")[0] + str("नया भवन" in mail.get_content()) for mail in emails(settings)}
    assert texts == {"trainingFalse", "trainingTrue", "changeTrue"}


def test_calling_off_stops_what_waits_and_tells_who_was_told(team_training, district_lead, settings):
    told, waiting = team_training.attendances.order_by("pk")
    Delivery.objects.filter(attendance=waiting).update(due_at=timezone.now() + HOUR)
    dispatch.drain()
    trainings.call_off(team_training, reason="बाढ़", by=district_lead)
    Delivery.objects.update(due_at=timezone.now())
    dispatch.drain()
    assert tally(attendance=told) == {("training", "sent"): 2, ("called_off", "sent"): 2}
    assert tally(attendance=waiting) == {("training", "stopped"): 2}
    [mail] = [mail for mail in emails(settings) if mail["X-Samvad-Key"].startswith("called_off")]
    assert "बाढ़" in mail.get_content()


class CallsOffMeanwhile:
    """A channel during whose sending somebody calls the training off."""

    def __init__(self, training: Training, by) -> None:
        self.training, self.by = training, by

    def send(self, messages):
        if Training.objects.get(pk=self.training.pk).status == "planned":
            trainings.call_off(self.training, reason="बाढ़", by=self.by)
        return [Outcome(message.delivery.pk, Result.SENT) for message in messages]


def test_who_is_being_told_right_now_hears_that_it_is_off(team_training, district_lead, monkeypatch):
    monkeypatch.setitem(ADAPTERS, "in_app", CallsOffMeanwhile(team_training, district_lead))
    dispatch.drain()
    assert tally() == {("training", "sent"): 4, ("called_off", "sent"): 4}


def test_who_lost_the_office_since_still_hears_that_it_is_off(office_training, state_lead):
    dispatch.drain()
    Appointment.objects.filter(office__code="district_lead").update(ends_on=timezone.localdate())
    trainings.call_off(office_training, reason="बाढ़", by=state_lead)
    dispatch.drain()
    assert tally()[("called_off", "sent")] == 2


def test_one_reminder_a_day_before_and_one_more_when_it_is_put_off(team_training, district_lead, time_machine):
    dispatch.drain()
    begins = team_training.starts_at
    counts = []
    for moment in (begins - 25 * HOUR, begins - 23 * HOUR, begins - 22 * HOUR):
        time_machine.move_to(moment, tick=False)
        counts.append(training_messages.remind(timezone.now()))
    trainings.change(team_training, starts_at=begins + 5 * DAY, ends_at=begins + 6 * DAY, by=district_lead)
    time_machine.move_to(begins + 5 * DAY - HOUR, tick=False)
    counts += [training_messages.remind(timezone.now()) for _ in range(2)]
    dispatch.drain()
    assert counts == [0, 4, 0, 4, 0]
    assert tally() == {("training", "sent"): 4, ("change", "sent"): 4, ("reminder", "sent"): 8}


def test_no_reminder_for_who_was_invited_that_day_or_not_told(party, district_lead, time_machine):
    voice = factories.make_influencer(party.district)
    late = factories.make_training(party.district, begins_in=20 * HOUR)
    trainings.invite(late, by=district_lead)
    untold = factories.make_training(party.district, begins_in=30 * HOUR)
    trainings.invite(untold, by=district_lead)
    Delivery.objects.filter(attendance__training=untold).update(status="stopped", stop_reason="silence")
    dispatch.drain()
    time_machine.move_to(timezone.now() + 10 * HOUR, tick=False)
    assert training_messages.remind(timezone.now()) == 0
    assert tally(person=voice.person, purpose="reminder") == {}


def test_the_database_knows_what_a_message_is_about(party, team_training):
    row = Delivery.objects.first()
    assignment = factories.make_assignment(factories.make_influencer(party.district))
    for wrong in ({"purpose": "brief"}, {"assignment": assignment}, {"attendance": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            key="x", person=row.person, area=party.district, channel="email", purpose="brief", due_at=timezone.now()
        )


def test_what_became_of_the_messages_is_told_in_words(team_training, district_lead, client_of):
    consents.withdraw(team_training.attendances.first().person, by=None)
    waiting = training_messages.outcome(team_training)
    dispatch.drain()
    told = training_messages.outcome(team_training)
    assert waiting == [("संदेश प्रतीक्षा में है", 2)]
    assert sorted(people for _words, people in told) == [1, 1]
    page = client_of(district_lead).get(team_training.get_absolute_url()).content.decode()
    assert all(words in page for words, _people in told)


def test_news_of_a_training_are_new_once(volunteer, party, district_lead, client_of):
    trainings.invite(factories.make_training(party.district), by=district_lead)
    dispatch.drain()
    client = client_of(volunteer)
    pages = [client.get("/work/"), client.get("/me/trainings/"), client.get("/me/trainings/"), client.get("/work/")]
    assert ["badge-new" in page.content.decode() for page in pages] == [True, True, False, False]
