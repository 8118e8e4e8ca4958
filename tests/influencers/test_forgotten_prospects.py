"""Prospects who have not agreed in time are forgotten: every row about them, the person, and the name in the histories."""

import datetime

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from config import database_role
from influencers import tasks
from influencers.models import (
    AudienceSample,
    Handle,
    Influencer,
    Note,
    RosterSeat,
    Rubric,
    ScoreCard,
    StageChange,
    StoredFile,
    Touchpoint,
)
from influencers.prospects import read_accounts
from influencers.services import forgotten_prospects, pipeline, prospects
from network.models import AuditEntry, Merge, Person
from tests import factories

NAME = "भूली हुई नमूना"


@pytest.fixture
def prospect(party, district_lead):
    profiles = [account.profile for account in read_accounts("https://x.com/forgotten_one")]
    made = prospects.add(
        name_hi=NAME,
        name_en="Forgotten Namuna",
        district=party.district,
        profiles=profiles,
        note="why",
        by=district_lead,
    )
    Influencer.objects.filter(pk=made.pk).update(
        remark="a remark", public_contact="0755", public_contact_url="https://a.example"
    )
    return made


def age(influencer, days: int = 181) -> None:
    Influencer.objects.filter(pk=influencer.pk).update(spotted_at=timezone.now() - datetime.timedelta(days=days))


def fill(prospect, by) -> None:
    """Everything that hangs on a prospect."""
    now, handle = timezone.now(), prospect.handles.get()
    picture = StoredFile.objects.create(
        area=prospect.district, name="a.png", content_type="image/png", sha256="0" * 64, size=1, content=b"x"
    )
    AudienceSample.objects.create(
        handle=handle, taken_at=now, followers=5, grade="self", source="x", screenshot=picture
    )
    Touchpoint.objects.create(influencer=prospect, kind="call", at=now, by=by, summary="x")
    Note.objects.create(influencer=prospect, text="x", visibility="mine", author=by)
    rubric = Rubric.objects.order_by("pk").first() or Rubric.objects.create(version=1)
    ScoreCard.objects.create(influencer=prospect, rubric=rubric, reviewer=by)


def lines_of_history() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(p::text, ' '), '') FROM network_personevent p")
        people = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(p::text, ' '), '') FROM influencers_influencerevent p")
        return people + cursor.fetchone()[0]


def test_everything_goes_and_one_line_without_a_name_stays(party, prospect, district_lead):
    fill(prospect, district_lead)
    age(prospect)
    assert NAME in lines_of_history()
    lines = AuditEntry.objects.count()
    tasks.forget_prospects()
    for model in (Influencer, Handle, AudienceSample, StoredFile, StageChange, Touchpoint, Note, ScoreCard):
        assert not model.objects.exists(), model
    assert not Person.objects.filter(name_hi=NAME).exists()
    history = lines_of_history()
    for word in (NAME, "Forgotten", "a remark", "0755", "a.example"):
        assert word not in history
    assert district_lead.person.name_hi in history, "the names of the others stay"
    line = AuditEntry.objects.get(verb="prospect.erased")
    assert AuditEntry.objects.count() == lines + 1
    assert (line.area, line.by, line.details) == (party.district, None, {})
    assert forgotten_prospects.forget_prospects(timezone.now()) == 0, "safe to run again"


@pytest.mark.parametrize(
    ("stage", "days", "is_gone"),
    [("spotted", 179, False), ("spotted", 181, True), ("vetted", 181, True), ("contacted", 181, True),
     ("declined", 181, True), ("agreed", 400, False), ("active", 400, False), ("paused", 400, False), ("left", 400, False)],
)  # fmt: skip
def test_who_is_forgotten(prospect, stage, days, is_gone):
    Influencer.objects.filter(pk=prospect.pk).update(stage=stage)
    age(prospect, days)
    assert forgotten_prospects.forget_prospects(timezone.now()) == is_gone
    assert Influencer.objects.exists() is not is_gone


def test_the_days_are_a_setting(prospect, settings):
    settings.PROSPECT_DAYS = 10
    age(prospect, 11)
    assert forgotten_prospects.forget_prospects(timezone.now()) == 1


def test_who_once_agreed_is_kept_as_long_from_that_day_on(prospect, district_lead):
    age(prospect, 400)
    Influencer.objects.filter(pk=prospect.pk).update(stage="left")
    pipeline.move(Influencer.objects.get(pk=prospect.pk), "contacted", by=district_lead, reason="asked again")
    assert forgotten_prospects.forget_prospects(timezone.now()) == 0
    later = timezone.now() + datetime.timedelta(days=181)
    assert forgotten_prospects.forget_prospects(later) == 1


def test_a_person_with_an_office_or_a_login_stays_and_so_does_who_has_work(party, district_lead, volunteer):
    holder = Influencer.objects.create(person=district_lead.person, district=party.district, stage="spotted")
    worker = factories.make_assignment(volunteer.person.influencer).influencer
    RosterSeat.objects.all().delete()
    Influencer.objects.filter(pk=worker.pk).update(stage="declined")
    age(holder), age(worker)
    assert forgotten_prospects.forget_prospects(timezone.now()) == 1
    assert Person.objects.filter(pk=district_lead.person.pk).exists()
    assert list(Influencer.objects.all()) == [worker]


def test_who_sits_in_a_team_is_never_forgotten(party):
    voice = factories.make_influencer(party.district)
    Influencer.objects.update(stage="contacted")
    age(voice)
    assert forgotten_prospects.forget_prospects(timezone.now()) == 0


def test_what_was_merged_into_the_record_goes_with_it(party, prospect):
    gone = factories.make_person(party.district, merged_into=prospect.person, status="left")
    Merge.objects.create(kept=prospect.person, gone=gone)
    age(prospect)
    Merge.objects.update(at=timezone.now() - datetime.timedelta(days=40))
    assert forgotten_prospects.forget_prospects(timezone.now()) == 1
    assert not Person.objects.filter(pk__in=[gone.pk, prospect.person_id]).exists()


@pytest.mark.django_db(transaction=True)
def test_the_role_of_the_app_blanks_names_of_erased_people_only(party, prospect):
    Influencer.objects.filter(pk=prospect.pk).delete()
    Person.objects.filter(name_hi=NAME).delete()
    kept = factories.make_person(party.district, name_hi="बची हुई नमूना")
    assert database_role.grant(django_settings.DATABASE_APP_ROLE)
    place = connection.settings_dict
    app = psycopg2.connect(host=place["HOST"], dbname=place["NAME"], user=django_settings.DATABASE_APP_ROLE)
    with app, app.cursor() as cursor:
        cursor.execute("SELECT network_blank_erased(), influencers_blank_erased()")
        assert cursor.fetchone()[0] >= 2
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("UPDATE network_personevent SET name_hi = ''")
        app.rollback()
        cursor.execute("SELECT network_blank_erased(), influencers_blank_erased()")
    app.close()
    history = lines_of_history()
    assert NAME not in history
    assert kept.name_hi in history
