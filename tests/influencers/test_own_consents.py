"""One's own consents: shown word for word, given and taken back with one tap each; a newer notice asks anew."""

import pytest
from django.db import DatabaseError, connection, transaction

from influencers.models import Consent, ConsentNotice
from influencers.services import consents, own_consents
from network.errors import RightMissing, RuleBroken
from tests import factories


@pytest.fixture
def own(volunteer, client_of):
    return client_of(volunteer)


def live(person) -> dict[str, int]:
    return dict(Consent.objects.live().filter(person=person).values_list("purpose", "notice__version"))


def newer(operator) -> ConsentNotice:
    return own_consents.publish(text_hi="सूचना\nएक नई पंक्ति", text_en="notice\nA new line.", by=operator)


def test_each_purpose_is_given_and_taken_back_with_one_tap(own, volunteer):
    own.post("/me/consents/allow/", {"purpose": "coverage", "version": "1", "is_adult": "on"})
    assert live(volunteer.person) == {"briefs": 1, "coverage": 1}
    own.post("/me/consents/take-back/", {"purpose": "briefs"})
    assert live(volunteer.person) == {"coverage": 1}
    page = own.get("/me/consents/").content.decode()
    buttons = (page.count("/me/consents/allow/"), page.count("/me/consents/take-back/"))
    assert buttons == (2, 1), "one form each way for each purpose"


def test_below_18_nobody_allows_anything(own, volunteer):
    own.post("/me/consents/allow/", {"purpose": "naming", "version": "1"})
    assert "naming" not in live(volunteer.person)


def test_unknown_purposes_do_not_exist(own):
    assert own.post("/me/consents/allow/", {"purpose": "everything", "version": "1"}).status_code == 404


def test_the_history_shows_the_words_in_the_language_they_were_shown_in(own, volunteer):
    own.cookies["samvad_language"] = "en"
    own.post("/me/consents/allow/", {"purpose": "coverage", "version": "1", "is_adult": "on"})
    own.cookies["samvad_language"] = "hi"
    page = own.get("/me/consents/").content.decode()
    assert '<div lang="en"><p>notice</p></div>' in page
    assert '<div lang="hi"><p>सूचना</p></div>' in page


def test_a_newer_notice_asks_anew_and_shows_what_is_new(own, volunteer, operator):
    newer(operator)
    assert live(volunteer.person) == {"briefs": 1}, "the older consent stays valid as its notice says"
    page = own.get("/me/consents/").content.decode()
    assert "<li>एक नई पंक्ति</li>" in page
    assert "<li>सूचना</li>" not in page
    assert "/me/consents/" in own.get("/me/").content.decode()

    own.post("/me/consents/allow/", {"purpose": "briefs", "version": "2", "is_adult": "on"})

    assert live(volunteer.person) == {"briefs": 2}
    assert Consent.objects.filter(person=volunteer.person).count() == 2, "the older one is closed, not changed"
    assert "<li>एक नई पंक्ति</li>" not in own.get("/me/consents/").content.decode()


def test_a_no_to_the_newer_notice_takes_the_older_consent_back(own, volunteer, operator):
    newer(operator)
    own.post("/me/consents/take-back/", {"purpose": "briefs"})
    assert live(volunteer.person) == {}


def test_nobody_allows_what_they_were_not_shown(volunteer, operator):
    newer(operator)
    with pytest.raises(RuleBroken) as broken:
        own_consents.allow(volunteer.person, "naming", version=1, is_adult=True, by=volunteer)
    assert broken.value.code == "notice_changed"


def test_nobody_allows_for_another(volunteer, district_lead):
    with pytest.raises(RightMissing):
        own_consents.allow(volunteer.person, "naming", version=1, is_adult=True, by=district_lead)
    with pytest.raises(RightMissing):
        own_consents.take_back(volunteer.person, "briefs", by=district_lead)


def test_operators_publish_and_nobody_else(operator, state_lead):
    consents.load_seed()
    assert newer(operator).version == 2
    with pytest.raises(RightMissing):
        newer(state_lead)
    for texts, code in ((("", "x"), "text_missing"), (("सूचना\nएक नई पंक्ति", "notice\nA new line."), "nothing_new")):
        with pytest.raises(RuleBroken) as broken:
            own_consents.publish(text_hi=texts[0], text_en=texts[1], by=operator)
        assert broken.value.code == code


def test_an_operator_publishes_in_the_admin(operator, client_of):
    consents.load_seed()
    answer = client_of(operator).post("/admin/influencers/consentnotice/add/", {"text_hi": "नई", "text_en": "new"})
    assert answer.status_code == 302
    notice = ConsentNotice.objects.latest("version")
    assert (notice.version, notice.text_hi) == (2, "नई")


@pytest.mark.parametrize("act", ["UPDATE {} SET text_en = 'x'", "DELETE FROM {}"])
def test_a_published_notice_never_changes(db, act):
    consents.load_seed()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute(act.format(ConsentNotice._meta.db_table))


def test_a_person_without_any_consent_sees_the_notice(party, client_of):
    consents.load_seed()
    user = factories.make_user()
    factories.make_person(party.district, user=user)
    assert consents.newest_notice().text_hi.splitlines()[0] in client_of(user).get("/me/consents/").content.decode()
