"""What messages say: rendered once for all who are told alike, and yet everybody finds their own name, link and language."""

import pytest

from campaigns.channels import Item, Message
from campaigns.channels import wording as texts
from campaigns.channels.wording import Wording
from campaigns.models import Assignment, Delivery
from campaigns.services import release
from tests import factories


@pytest.fixture
def messages(party) -> list[Message]:
    """Three people, two of them with the same angle and language, and a link of their own for each."""
    voices = [
        factories.make_influencer(party.district, name_hi=name, name_en=english)
        for name, english in (("रमेश नमूना", "Ramesh Namuna"), ("सीता नमूना", "Sita Namuna"), ("जॉन नमूना", "John Namuna"))
    ]
    voices[2].person.languages = ["en"]
    voices[2].person.save()
    topic = factories.make_topic(party.state, status="scheduled", title_hi="नहर का पानी", title_en="Water of the canal")
    release.release(topic, at=topic.release_at)
    Assignment.objects.update(angle=topic.brief.angles.first())
    rows = Delivery.objects.filter(channel="email", purpose="brief").select_related("person", "assignment__topic")
    return [Message(row, f"https://samvad.example/b/{row.person_id}/") for row in rows.order_by("person_id")]


def test_everybody_finds_their_own_name_link_and_language(messages):
    wording = Wording()
    told = [wording.text(message) for message in messages]
    assert told == [Wording().text(message) for message in messages], "alone they say the same"
    for text, message, name in zip(told, messages, ("रमेश नमूना", "सीता नमूना", "John Namuna"), strict=True):
        assert name in text
        assert message.link in text
        assert sum(other.link in text for other in messages) == 1
    assert [texts.subject(message) for message in messages][1:] == ["ब्रीफ: नहर का पानी", "Brief: Water of the canal"]


def test_those_who_are_told_alike_cost_one_rendering(messages, monkeypatch):
    rendered = []
    plain = texts.render_to_string
    monkeypatch.setattr(texts, "render_to_string", lambda *given: rendered.append(given[0]) or plain(*given))
    wording = Wording()
    for message in messages:
        wording.text(message)
    assert rendered == ["campaigns/email_brief.txt"] * 2, "one for Hindi, one for English"


def test_a_digest_is_written_for_one_person_alone(messages):
    first, second, _third = messages
    wording = Wording()
    wording.text(second)
    digest = Message(first.delivery, first.link, more=(Item(second.delivery, "https://samvad.example/b/other/"),))
    assert "https://samvad.example/b/other/" in wording.text(digest)
    assert "https://samvad.example/b/other/" not in wording.text(first)


def test_nothing_in_a_name_or_brief_is_taken_for_a_mark(messages):
    first = messages[0]
    first.delivery.person.name_hi = "link-00000000000000000000000000000000 name-"
    assert "link-00000000000000000000000000000000 name-" in Wording().text(first)
