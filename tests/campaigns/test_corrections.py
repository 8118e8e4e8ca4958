"""Corrections: written by one, published by another; everybody who got the earlier version hears of it, once."""

import datetime
import threading
from dataclasses import replace

import pytest
from django.core import mail
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from campaigns.channels.base import Message
from campaigns.channels.email import compose
from campaigns.channels.wording import Wording
from campaigns.models import Correction, Delivery, Notice
from campaigns.services import assignments, briefs, corrections, dispatch, release, topics
from influencers.services import consents
from network.errors import RightMissing, RuleBroken
from tests import factories
from tests.world import token_of

WORDS = {
    "wrong_hi": "साल ग़लत था",
    "right_hi": "सही साल 1947 है",
    "wrong_en": "The year was wrong",
    "right_en": "It was 1947",
}


def fact_of(topic, **changes):
    """The first fact of the topic, with changes, by its number."""
    return {1: replace(briefs.text_of(topic.brief).facts[0], **changes)}


@pytest.fixture
def live(party):
    """A topic that went out to the whole district and arrived with all."""
    topic = factories.make_topic(party.district, status="scheduled")
    for _ in range(3):
        factories.make_influencer(party.district)
    release.release(topic, at=timezone.now())
    dispatch.drain()
    topic.refresh_from_db()
    return topic


@pytest.fixture
def correction(live, state_lead):
    return corrections.write(live, version=1, by=state_lead, facts=fact_of(live, text_hi="सही तथ्य"), **WORDS)


def told() -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(purpose="correction").order_by("pk")
    return list(rows.values_list("channel", "status"))


def test_it_changes_the_facts_and_reaches_everybody_who_got_the_earlier_version(live, correction, content_desk):
    corrections.publish(correction, by=content_desk)
    live.refresh_from_db()
    assert sorted(told()) == [("email", "queued")] * 3 + [("in_app", "queued")] * 3
    assert (live.version, live.status, live.brief.facts.get().text_hi) == (2, "live", "सही तथ्य")
    assert list(live.versions.values_list("number", "kind")) == [(2, "correction"), (1, "saved")]
    dispatch.drain()
    assert {status for _channel, status in told()} == {"sent"}
    assert Notice.objects.filter(purpose="correction").count() == 3


def test_nobody_is_told_before_a_second_person_publishes_it(live, correction, state_lead):
    assert told() == []
    assert live.brief.facts.get().text_hi == "एक तथ्य"
    with pytest.raises(RuleBroken) as broken:
        corrections.publish(correction, by=state_lead)
    assert broken.value.code == "second_person_needed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(published_by=state_lead, published_at=timezone.now(), status="published")
    assert told() == []


def test_publishing_twice_tells_once(correction, content_desk):
    corrections.publish(correction, by=content_desk)
    with pytest.raises(RuleBroken) as broken:
        corrections.publish(correction, by=content_desk)
    assert broken.value.code == "wrong_step"
    assert len(told()) == 6


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_tell_once(correction, content_desk, party, operator):
    second = factories.make_office_holder("state_coordinator", party.state, "third")
    refused: list[str] = []

    def publish(user) -> None:
        try:
            corrections.publish(correction, by=user)
        except RuleBroken as broken:
            refused.append(broken.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=publish, args=(user,)) for user in (content_desk, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == ["wrong_step"]
    assert len(told()) == 6
    correction.topic.refresh_from_db()
    assert correction.topic.version == 2


def test_who_has_not_got_the_brief_gets_only_the_corrected_one(party, state_lead, content_desk):
    topic = factories.make_topic(party.district, status="scheduled")
    waiting, looked = (factories.make_influencer(party.district) for _ in range(2))
    release.release(topic, at=timezone.now())
    assignments.see(topic.assignments.get(influencer=looked), by=None)
    correction = corrections.write(topic, version=1, by=state_lead, **WORDS)
    corrections.publish(correction, by=content_desk)
    rows = Delivery.objects.filter(purpose="correction")
    assert set(rows.values_list("person", "channel")) == {(looked.person_id, "in_app"), (looked.person_id, "email")}
    assert waiting.person_id not in rows.values_list("person", flat=True)


def test_the_gate_is_asked_as_for_briefs(party, live, correction, content_desk):
    person = live.assignments.first().influencer.person
    blackout = factories.make_blackout(party.district)
    with pytest.raises(RuleBroken) as broken:
        corrections.publish(correction, by=content_desk)
    assert broken.value.code == "silence"
    blackout.delete()
    corrections.publish(correction, by=content_desk)
    consents.withdraw(person, purposes=["briefs"], by=None)
    dispatch.drain()
    own = Delivery.objects.filter(person=person, purpose="correction")
    assert set(own.values_list("status", "stop_reason")) == {("stopped", "no_consent")}
    assert Delivery.objects.filter(purpose="correction", status="sent").count() == 4


def test_quiet_hours_hold_it_until_the_morning(correction, content_desk, settings):
    now = timezone.localtime()
    settings.QUIET_HOURS = (
        (now - datetime.timedelta(hours=1)).time().replace(microsecond=0),
        (now + datetime.timedelta(hours=1)).time().replace(microsecond=0),
    )
    corrections.publish(correction, by=content_desk)
    assert Delivery.objects.filter(purpose="correction", due_at__lte=now).count() == 0


def test_withdrawal_stops_what_was_not_sent(live, correction, content_desk, state_lead):
    corrections.publish(correction, by=content_desk)
    topics.withdraw(live, by=state_lead)
    assert {status for _channel, status in told()} == {"stopped"}
    with pytest.raises(RuleBroken) as broken:
        corrections.write(live, version=2, by=state_lead, **WORDS)
    assert broken.value.code == "not_live"


def test_one_waits_at_a_time_and_an_old_form_is_told_so(live, correction, state_lead, content_desk):
    with pytest.raises(RuleBroken) as broken:
        corrections.write(live, version=1, by=content_desk, **WORDS)
    assert broken.value.code == "waits"
    corrections.publish(correction, by=content_desk)
    with pytest.raises(topics.StaleVersion):
        corrections.write(live, version=1, by=state_lead, facts=fact_of(live, text_hi="पुराना रूप"), **WORDS)
    assert live.brief.facts.get().text_hi == "सही तथ्य"


def test_dropping_tells_nobody_and_makes_room(live, correction, state_lead, content_desk):
    corrections.drop(correction, by=state_lead)
    with pytest.raises(RuleBroken):
        corrections.publish(correction, by=content_desk)
    assert told() == []
    assert corrections.write(live, version=1, by=content_desk, **WORDS).status == "waiting"


@pytest.mark.parametrize(
    ("changes", "code"), [({"wrong_hi": " "}, "text_missing"), ({"facts": {9: None}}, "fact_unknown")]
)
def test_what_says_nothing_or_names_an_unknown_fact_is_refused(live, state_lead, changes, code):
    with pytest.raises(RuleBroken) as broken:
        corrections.write(live, version=1, by=state_lead, **(WORDS | changes))
    assert broken.value.code == code


def test_only_offices_of_the_area_write_and_publish(live, party, neighbour_lead, district_lead, state_lead):
    with pytest.raises(RightMissing):
        corrections.write(live, version=1, by=neighbour_lead, **WORDS)
    written = corrections.write(live, version=1, by=state_lead, **WORDS)
    with pytest.raises(RightMissing):
        corrections.publish(written, by=district_lead)


def test_the_mail_says_in_the_persons_language_what_was_wrong_and_what_is_right(live, correction, content_desk):
    corrections.publish(correction, by=content_desk)
    delivery = Delivery.objects.filter(purpose="correction", channel="email").first()
    email = compose(Message(delivery, "https://samvad.example/b/x/"), Wording())
    assert email.subject == f"सुधार: {live.title_hi}"
    assert "साल ग़लत था" in email.body
    assert "सही साल 1947 है" in email.body
    delivery.person.languages = ["en"]
    assert "It was 1947" in compose(Message(delivery, "https://samvad.example/b/x/"), Wording()).body
    assert mail.outbox == []


def test_it_stands_on_top_of_the_brief_with_its_date(live, correction, content_desk, client_of):
    assignment = live.assignments.first()
    before = client_of(None).get(f"/b/{token_of(assignment)}/").content.decode()
    assert "सही साल 1947 है" not in before
    corrections.publish(correction, by=content_desk)
    page = client_of(None).get(f"/b/{token_of(assignment)}/").content.decode()
    assert page.index("सही साल 1947 है") < page.index("<h1")
    assert "सही तथ्य" in page
    assert "को सुधारा गया" in page


def test_the_way_by_pages(live, state_lead, content_desk, client_of):
    fact = live.brief.facts.get()
    form = WORDS | {
        "version": 1, "facts-TOTAL_FORMS": 1, "facts-INITIAL_FORMS": 1, "facts-0-text_hi": "पन्ने से सही",
        "facts-0-source_title_hi": fact.source_title_hi, "facts-0-source_url": fact.source_url,
    }  # fmt: skip
    writer, clearer = client_of(state_lead), client_of(content_desk)
    assert writer.get(f"/topics/{live.code}/correct/").status_code == 200
    assert writer.post(f"/topics/{live.code}/correct/", form).status_code == 302
    again = writer.post(f"/topics/{live.code}/correct/", form)
    assert again.status_code == 422
    assert "दूसरे व्यक्ति की राह में" in again.content.decode()
    code = Correction.objects.get().code
    own = writer.post(f"/corrections/{code}/publish/", follow=True).content.decode()
    assert "जो आपने लिखा" in own or "किसी और को" in own
    done = clearer.post(f"/corrections/{code}/publish/", follow=True).content.decode()
    assert "पन्ने से सही" in done
    twice = clearer.post(f"/corrections/{code}/publish/", follow=True).content.decode()
    assert "पहले ही “प्रकाशित” है" in twice
    assert len(told()) == 6


def test_the_form_opens_only_where_a_correction_can_be_written(live, correction, party, state_lead, client_of):
    client, draft = client_of(state_lead), factories.make_topic(party.state)
    client.cookies["samvad_language"] = "en"
    for topic, why in ((draft, "Only a topic that is out is corrected."), (live, "Another correction waits")):
        answer = client.get(f"{topic.get_absolute_url()}correct/", follow=True)
        assert answer.redirect_chain == [(topic.get_absolute_url(), 302)]
        assert why in str(next(iter(answer.context["messages"])))
