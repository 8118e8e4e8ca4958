"""Teams: a place is kept by a lead, taken by the person's own yes, and ends with it; PostgreSQL holds that, too."""

import datetime
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from influencers.models import Consent, Influencer, Roster, RosterSeat
from influencers.services import consents, invitations, pipeline, roster_plans, rosters
from network.errors import RightMissing, RuleBroken
from network.models import Person
from network.services import imports, merges, people
from tests import factories

YES = {"purposes": ["briefs"], "is_adult": True}


@contextmanager
def refused(code: str):
    """The rule of that code stands in the way."""
    with pytest.raises(RuleBroken) as broken:
        yield
    assert broken.value.code == code


@pytest.fixture
def roster(party) -> Roster:
    return party.district.roster


@pytest.fixture
def asked(party) -> Influencer:
    """A prospect of the district without a place and without consent; there is a notice to consent to."""
    consents.load_seed()
    prospect = factories.make_influencer(party.district, consents=False, seated=False)
    Influencer.objects.filter(pk=prospect.pk).update(stage="contacted")
    prospect.refresh_from_db()
    return prospect


@pytest.fixture
def member(party) -> Influencer:
    return factories.make_influencer(party.district)


def counts(roster: Roster) -> tuple[int, int]:
    row = Roster.objects.with_counts().get(pk=roster.pk)
    return row.member_count, row.kept_count


def seat_of(influencer: Influencer) -> RosterSeat:
    return influencer.seats.latest("pk")


def test_a_place_is_kept_until_the_person_says_yes(roster, asked, district_lead):
    seat = rosters.join(roster, asked, by=district_lead, reason="writes about farms")
    assert (seat.is_member, seat.placed_by, seat.placed_why) == (False, district_lead, "writes about farms")
    assert counts(roster) == (0, 1)

    invitations.accept(invitations.find(invitations.make(asked, by=district_lead)), **YES)

    assert counts(roster) == (1, 0)
    assert seat_of(asked).joined_on == timezone.localdate()


def test_who_said_yes_before_is_a_member_at_once(party, roster, district_lead):
    willing = factories.make_influencer(party.district, seated=False)
    assert rosters.join(roster, willing, by=district_lead).is_member


def test_consent_to_something_else_makes_nobody_a_member(roster, asked, district_lead):
    rosters.join(roster, asked, by=district_lead)
    notice = consents.newest_notice()
    consents.give(asked.person, ["coverage"], notice=notice, channel="test", is_adult=True, by=None)
    assert counts(roster) == (0, 1)


def test_a_kept_place_is_promised_once(party, roster, district_lead):
    for _ in range(roster.most):
        factories.make_influencer(party.district, consents=False)
    with refused("team_full"):
        rosters.join(roster, factories.make_influencer(party.district, seated=False), by=district_lead)


def ended(influencer: Influencer) -> tuple[datetime.date | None, str]:
    seat = seat_of(influencer)
    return seat.left_on, seat.ended_why


def test_taking_the_consent_back_ends_the_seat(member):
    consents.withdraw(member.person, by=None)
    assert ended(member) == (timezone.localdate(), "consent_withdrawn")


def test_taking_another_consent_back_does_not(member):
    factories.give_consent(member.person, "coverage")
    consents.withdraw(member.person, purposes=["coverage"], by=None)
    assert seat_of(member).is_member


def test_leaving_ends_the_seat(member, district_lead):
    pipeline.move(member, "left", by=district_lead, reason="moved away")
    assert ended(member) == (timezone.localdate(), "moved away")
    assert seat_of(member).ended_by == district_lead


def test_a_no_gives_the_place_back(roster, asked, district_lead):
    rosters.join(roster, asked, by=district_lead)
    invitations.refuse(invitations.find(invitations.make(asked, by=district_lead)))
    assert counts(roster) == (0, 0)


def test_who_leaves_the_party_leaves_the_team(member, district_lead):
    people.update(member.person, by=district_lead, status="left")
    assert ended(member) == (timezone.localdate(), "person_left")


def test_a_pause_keeps_the_seat(member, district_lead):
    pipeline.move(member, "paused", by=district_lead, reason="asked for it")
    assert seat_of(member).is_member


def test_who_left_gets_no_place(roster, asked, district_lead):
    pipeline.own_step(asked, "declined")
    with refused("person_left"):
        rosters.join(roster, asked, by=district_lead)


def test_one_is_replaced_by_another_in_one_step(party, roster, member, district_lead):
    other = factories.make_influencer(party.district, seated=False)
    with refused("reason_missing"):
        rosters.replace(seat_of(member), other, by=district_lead, reason=" ")
    rosters.replace(seat_of(member), other, by=district_lead, reason="no time before the harvest")
    assert ended(member) == (timezone.localdate(), "no time before the harvest")
    assert seat_of(other).is_member
    assert seat_of(other).placed_why == "no time before the harvest"


def test_a_failed_replacement_changes_nothing(party, roster, member, district_lead):
    seated = factories.make_influencer(party.district)
    with refused("seated_already"):
        rosters.replace(seat_of(member), seated, by=district_lead, reason="a try")
    assert seat_of(member).is_member


def test_between_districts_only_who_stands_above_both_moves_people(party, member, district_lead, state_lead):
    there = party.neighbour.roster
    for attempt in (
        lambda: rosters.move(seat_of(member), there, by=district_lead, reason="closer"),
        lambda: rosters.join(
            party.district.roster, factories.make_influencer(party.neighbour, seated=False), by=district_lead
        ),
    ):
        with pytest.raises(RightMissing):
            attempt()
    rosters.move(seat_of(member), there, by=state_lead, reason="lives there now")
    member.refresh_from_db()
    assert (seat_of(member).roster, member.district) == (there, party.neighbour)
    assert member.seats.live().count() == 1


def test_the_team_of_any_day_is_known(party, roster, member):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    RosterSeat.objects.filter(influencer=member).update(kept_on=today - 9 * day, joined_on=today - 5 * day)
    other = factories.make_influencer(party.district)
    RosterSeat.objects.filter(influencer=other).update(
        kept_on=today - 9 * day, joined_on=today - 8 * day, left_on=today - 5 * day
    )
    on = {
        days: set(roster.seats.members_on(today - days * day).values_list("influencer", flat=True))
        for days in (9, 8, 6, 5, 0)
    }
    assert on == {9: set(), 8: {other.pk}, 6: {other.pk}, 5: {member.pk}, 0: {member.pk}}


def test_only_from_above_a_range_is_set(roster, district_lead, state_lead):
    with pytest.raises(RightMissing):
        roster_plans.set_range(roster, least=1, most=10, by=district_lead)
    for least, most in ((0, 5), (7, 6), (5, 500)):
        with refused("range_bad"):
            roster_plans.set_range(roster, least=least, most=most, by=state_lead)
    assert roster_plans.set_range(roster, least=3, most=8, by=state_lead).most == 8


@pytest.mark.django_db(transaction=True)
class TestPostgreSQL:
    """Written past every service."""

    def commit_is_refused(self, constraint: str, write) -> None:
        with pytest.raises(IntegrityError) as refused:
            with transaction.atomic():
                write()
        assert refused.value.__cause__.diag.constraint_name == constraint

    def test_no_member_without_consent(self, asked, roster):
        today = timezone.localdate()
        self.commit_is_refused(
            "roster_seat_needs_consent",
            lambda: RosterSeat.objects.create(roster=roster, influencer=asked, joined_on=today),
        )
        seat = RosterSeat.objects.create(roster=roster, influencer=asked)
        self.commit_is_refused(
            "roster_seat_needs_consent", lambda: RosterSeat.objects.filter(pk=seat.pk).update(joined_on=today)
        )

    def test_consent_and_seat_may_be_written_in_any_order(self, asked, roster):
        with transaction.atomic():
            RosterSeat.objects.create(roster=roster, influencer=asked, joined_on=timezone.localdate())
            factories.give_consent(asked.person)
        assert seat_of(asked).is_member

    def test_nobody_who_left_gets_a_place(self, asked, roster):
        Influencer.objects.filter(pk=asked.pk).update(stage="declined")
        self.commit_is_refused(
            "roster_seat_is_of_nobody_who_left", lambda: RosterSeat.objects.create(roster=roster, influencer=asked)
        )

    def test_the_seat_ends_with_the_consent(self, party):
        one, two, three = (factories.make_influencer(party.district) for _ in range(3))
        Consent.objects.filter(person=one.person).update(withdrawn_at=timezone.now())
        Consent.objects.filter(person=two.person).delete()
        Consent.objects.filter(person=three.person).update(person=one.person)
        assert [ended(each)[1] for each in (one, two, three)] == ["consent_withdrawn"] * 3

    def test_the_seat_ends_with_the_stage_and_with_the_person(self, party):
        one, two = (factories.make_influencer(party.district) for _ in range(2))
        Influencer.objects.filter(pk=one.pk).update(stage="left")
        Person.objects.filter(pk=two.person_id).update(status="left")
        assert [ended(each)[1] for each in (one, two)] == ["left", "person_left"]

    def test_a_withdrawal_at_the_same_moment_is_seen(self, asked, roster):
        """The one who commits second waits for the row of the person, looks again, and is refused."""
        consent = factories.give_consent(asked.person)
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute(
                    "INSERT INTO influencers_rosterseat (roster_id, influencer_id, kept_on, joined_on, placed_why, ended_why)"
                    " VALUES (%s, %s, current_date, current_date, '', '')",
                    [roster.pk, asked.pk],
                )
                Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now())  # sees no seat to end
                with pytest.raises(IntegrityError, match="without a live consent"):
                    cursor.execute("COMMIT")
        finally:
            other.close()
        assert not asked.seats.exists()

    def test_a_merge_is_not_taken_back_over_a_withdrawn_consent(self, party, district_lead):
        ours, theirs = (factories.make_influencer(party.district) for _ in range(2))
        made = merges.merge(ours.person, theirs.person, by=district_lead)
        Consent.objects.filter(person__in=[ours.person, theirs.person]).update(withdrawn_at=timezone.now())
        with refused("changed_meanwhile"):
            merges.undo(made, by=district_lead)
        assert not RosterSeat.objects.live().exists()


def test_a_list_seats_nobody_who_left_or_belongs_elsewhere(party, state_lead):
    gone = factories.make_influencer(party.district, name_hi="गया", phone="+919826012345")
    factories.make_influencer(party.neighbour, name_hi="वहाँ", phone="+919826012346", seated=False)
    pipeline.move(gone, "left", by=state_lead, reason="moved away")
    text = "नाम,ज़िला,मोबाइल,इंस्टाग्राम\nगया,भोपाल,9826012345,@g\nवहाँ,भोपाल,9826012346,@v\n"
    batch = imports.run_now(imports.upload("roster", files=[("list.csv", text.encode())], by=state_lead))
    assert [row.reasons[0]["code"] for row in batch.rows.order_by("number")] == ["person_left", "team_other"]


def test_a_list_makes_those_members_who_said_yes_and_its_undo_leaves_them(party, state_lead):
    text = "नाम,ज़िला,मोबाइल,इंस्टाग्राम\nअमित,भोपाल,9826012345,@amit_a\nनेहा,भोपाल,9826012346,@neha_a\n"
    willing = factories.make_influencer(party.district, name_hi="अमित", name_en="", phone="+919826012345", seated=False)
    batch = imports.run_now(imports.upload("roster", files=[("list.csv", text.encode())], by=state_lead))
    imports.run_now(imports.confirm(batch, ticked=[], by=state_lead))
    assert counts(party.district.roster) == (1, 1)
    batch.refresh_from_db()
    imports.undo(batch, by=state_lead)
    assert counts(party.district.roster) == (1, 0)
    assert seat_of(willing).is_member
