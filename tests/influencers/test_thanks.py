"""Thanks: the volunteer's own figures and certificate, and nothing about anybody else."""

import datetime

import pytest
import time_machine

from influencers.thanks import Month, months_of
from tests import factories

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture
def wrote(volunteer):
    """Three posts of the volunteer that were verified, two of them this month, one not yet checked."""
    with time_machine.travel(NOON, tick=False):
        voice = volunteer.person.influencer
        for days in (2, 3, 40):
            factories.make_verified_post(voice, days_ago=days)
        factories.make_post(factories.make_assignment(voice, status="claimed"))
    return voice


def test_figures_count_verified_posts_by_month(wrote, party):
    factories.make_verified_post(factories.make_influencer(party.district))

    assert months_of(wrote.pk) == [Month(datetime.date(2026, 10, 1), 1), Month(datetime.date(2026, 11, 1), 2)]


def test_months_begin_in_india(volunteer):
    """Half past seven in the evening of the 31st in London is the first of the next month in Bhopal."""
    with time_machine.travel(datetime.datetime(2026, 10, 31, 19, 30, tzinfo=datetime.UTC), tick=False):
        factories.make_verified_post(volunteer.person.influencer)

    assert months_of(volunteer.person.influencer.pk) == [Month(datetime.date(2026, 11, 1), 1)]


def test_the_page_shows_ones_own_figures_and_nobody_elses(wrote, party, volunteer, client_of):
    other = factories.make_influencer(party.district, name_hi="कोई और", name_en="Somebody Else")
    for days in range(7):
        factories.make_verified_post(other, days_ago=days)
    page = client_of(volunteer).get("/me/thanks/")

    assert (page.context["post_count"], page.context["most"]) == (3, 2)
    text = page.content.decode()
    assert "कोई और" not in text
    assert "7" not in text.split("<main")[1].split("</main>")[0].replace(volunteer.person.name, "")
    assert "/me/thanks/certificate.pdf" in text


def test_without_a_verified_post_there_is_no_certificate(volunteer, nobody, client_of):
    for user in (volunteer, nobody):
        page = client_of(user).get("/me/thanks/").content.decode()
        assert "certificate.pdf" not in page
        assert client_of(user).get("/me/thanks/certificate.pdf").status_code == 404


def test_the_certificate_is_ones_own_pdf(wrote, volunteer, client_of):
    answer = client_of(volunteer).get("/me/thanks/certificate.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="samvad-thanks-{wrote.code}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")


def test_my_work_leads_to_my_thanks(volunteer, client_of):
    assert 'href="/me/thanks/"' in client_of(volunteer).get("/work/").content.decode()
