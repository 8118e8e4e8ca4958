"""The gate holds for messages of trainings as for briefs; what stands on an office asks for no consent."""

import datetime

import pytest
from django.utils import timezone

from campaigns.services import dispatch
from influencers.models import Influencer, RosterSeat, Training
from influencers.services import consents, trainings
from network.models import Appointment
from tests import factories
from tests.campaigns import test_training_messages as messages

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
QUIET = (datetime.time(22), datetime.time(6))
tally, stops = messages.tally, messages.stops
team_training, office_training = messages.team_training, messages.office_training  # the fixtures


def test_quiet_hours_hold_an_invitation_until_the_morning(party, district_lead, settings, time_machine):
    settings.QUIET_HOURS = QUIET
    night = timezone.localtime().replace(hour=23, minute=0, second=0, microsecond=0)
    time_machine.move_to(night, tick=False)
    factories.make_influencer(party.district)
    trainings.invite(factories.make_training(party.district), by=district_lead)
    dispatch.drain()
    assert tally() == {("training", "queued"): 2}
    time_machine.move_to(night + 7 * HOUR + datetime.timedelta(seconds=1), tick=False)
    dispatch.drain()
    assert tally() == {("training", "sent"): 2}


@pytest.mark.parametrize("whose", ["team_training", "office_training"])
def test_ones_own_quiet_hours_hold_an_invitation_until_they_end(whose, request, time_machine):
    training = request.getfixturevalue(whose)
    noon = timezone.localtime(training.starts_at - DAY).replace(hour=12, minute=0, second=0, microsecond=0)
    for row in training.attendances.select_related("person"):
        row.person.quiet_from, row.person.quiet_until = datetime.time(11), datetime.time(13)
        row.person.save()
    time_machine.move_to(noon, tick=False)
    dispatch.drain()
    held = {status for _purpose, status in tally(attendance__training=training)}
    time_machine.move_to(noon + HOUR + datetime.timedelta(seconds=1), tick=False)
    dispatch.drain()
    assert (held, {status for _purpose, status in tally(attendance__training=training)}) == ({"queued"}, {"sent"})


@pytest.mark.parametrize("reason", ["silence", "own_pause"])
def test_a_blackout_stops_an_invitation_and_it_can_be_tried_again(party, team_training, district_lead, reason):
    blackout = factories.make_blackout(party.district, reason=reason)
    dispatch.drain()
    assert (tally(), stops()) == ({("training", "stopped"): 4}, {reason})
    blackout.delete()
    trainings.invite(team_training, by=district_lead)
    dispatch.drain()
    assert tally() == {("training", "sent"): 4}


def test_consent_taken_back_stops_the_invitation_of_an_influencer(team_training):
    person = team_training.attendances.first().person
    consents.withdraw(person, by=None)
    dispatch.drain()
    assert tally(person=person) == {("training", "stopped"): 2}
    assert (stops(), tally()[("training", "sent")]) == ({"no_ground"}, 2), "with the consent the membership ends"


def test_an_office_holder_is_told_without_consent(office_training, neighbour_lead):
    assert not neighbour_lead.person.consents.exists()
    dispatch.drain()
    assert tally() == {("training", "sent"): 2}


def test_consent_of_an_office_holder_who_is_an_influencer_too_changes_nothing(party, office_training, neighbour_lead):
    Influencer.objects.create(person=neighbour_lead.person, district=party.neighbour, stage="paused")
    dispatch.drain()
    assert tally() == {("training", "sent"): 2}


def test_whoever_gave_up_office_or_team_is_not_invited_any_more(team_training, office_training):
    RosterSeat.objects.update(left_on=timezone.localdate())
    Appointment.objects.filter(office__code="district_lead").update(ends_on=timezone.localdate())
    dispatch.drain()
    assert (tally(), stops()) == ({("training", "stopped"): 8}, {"no_ground"})


@pytest.mark.parametrize("whose", ["team_training", "office_training"])
def test_a_paused_person_is_left_alone(whose, request):
    training = request.getfixturevalue(whose)
    for row in training.attendances.select_related("person"):
        row.person.status = "paused"
        row.person.save()
    dispatch.drain()
    assert {status for _purpose, status in tally()} == {"stopped"}
    assert stops() <= {"person_inactive", "no_ground"}


def test_what_has_begun_invites_nobody(team_training):
    Training.objects.update(starts_at=timezone.now())
    dispatch.drain()
    assert stops() == {"training_over"}
