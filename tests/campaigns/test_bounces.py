"""Bounces: what a mail provider proves and tells shuts the address, and a bounced brief goes the next way."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from campaigns.models import ChannelAddress, Delivery
from campaigns.services import addresses, dispatch
from tests.campaigns import channel_cast as cast


@pytest.fixture
def voice(volunteer):
    return volunteer.person.influencer


# Bounces ------------------------------------------------------------------------------------------------------------

BOUNCE = {
    "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Email": "volunteer@example.org", "BouncedAt": "2026-11-05T16:33:54.9070259Z", "Metadata": {},
}  # fmt: skip


@pytest.fixture
def postmark(settings, client_of):
    """Posts what Postmark posts, with the password that was agreed."""
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": "samvad:hook-password"}

    def post(body: dict, password: str = "samvad:hook-password"):
        basic = base64.b64encode(password.encode()).decode()
        return client_of(None).post(
            "/hooks/email/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Basic {basic}"},
        )

    return post


def sent_brief(voice, party) -> Delivery:
    voice.person.email = "volunteer@example.org"
    voice.person.save()
    cast.send_out(party.district)
    dispatch.drain()
    return Delivery.objects.get(channel="email")


def test_a_bounce_shuts_the_address_and_sends_the_brief_another_way(voice, party, postmark, settings):
    cast.switch_telegram_on(settings, "https://telegram.example")
    cast.connect_telegram(voice, "77")
    addresses.choose_first(voice.person, "email", by=voice.person.user)
    brief = sent_brief(voice, party)

    body = BOUNCE | {"Email": "Volunteer@example.org", "Metadata": {"key": brief.key}}
    assert [postmark(body).status_code for _ in range(2)] == [200, 200]

    assert cast.by_channel() == {"in_app": "sent", "email": "failed", "telegram": "queued"}
    row = ChannelAddress.objects.get(channel="email")
    assert (row.why, row.suspended_at is not None) == ("bounced", True)


def test_a_complaint_shuts_the_address_and_sends_nothing_more(voice, party, postmark):
    brief = sent_brief(voice, party)
    body = BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Metadata": {"key": brief.key}}
    assert postmark(body).status_code == 200
    assert cast.standing("email") == (True, "complained")
    assert cast.by_channel() == {"in_app": "sent", "email": "sent"}


@pytest.mark.parametrize(
    "change",
    [{"Type": "SoftBounce", "TypeCode": 4096}, {"RecordType": "Delivery", "Recipient": "volunteer@example.org"}],
)
def test_what_is_no_end_of_an_address_is_left_alone(voice, party, postmark, change):
    sent_brief(voice, party)
    assert postmark(BOUNCE | change).status_code == 200
    assert not ChannelAddress.objects.filter(why="complained").exists()
    assert change["Type"] == "SoftBounce" if "Type" in change else not ChannelAddress.objects.exists()


def test_a_bounce_without_the_password_is_refused(voice, party, postmark):
    sent_brief(voice, party)
    assert postmark(BOUNCE, password="samvad:guess").status_code == 400
    assert not ChannelAddress.objects.exists()


@pytest.mark.parametrize(("key", "status"), [("signing-key", 200), ("another", 400)])
def test_a_signed_bounce_counts_only_with_its_signature(voice, party, settings, client_of, key, status):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "mailgun", {"MAILGUN_WEBHOOK_SIGNING_KEY": "signing-key"}
    brief = sent_brief(voice, party)
    stamp, token = str(int(time.time())), "a" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    body = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": "failed", "severity": "permanent", "reason": "bounce", "timestamp": time.time(), "id": "x",
            "recipient": "volunteer@example.org", "user-variables": {"key": brief.key},
            "delivery-status": {"code": 550, "message": "no such user"},
            "message": {"headers": {"message-id": "x@example.org"}},
        },
    }  # fmt: skip
    answer = client_of(None).post("/hooks/email/", json.dumps(body), content_type="application/json")
    assert answer.status_code == status
    assert ChannelAddress.objects.exists() == (status == 200)


def test_without_a_provider_nobody_tells_of_bounces(client_of, db):
    assert client_of(None).post("/hooks/email/", BOUNCE, content_type="application/json").status_code == 404


def test_what_goes_by_a_provider_carries_the_key(voice, party, settings, monkeypatch):
    from campaigns.channels import Message, email
    from campaigns.channels.wording import Wording

    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    cast.send_out(party.district)
    row = Delivery.objects.select_related("assignment__topic", "assignment__angle", "person").get(channel="email")
    message = Message(row, "https://x.example/", to="a@example.org")
    assert email.compose(message, Wording()).metadata == {"key": row.key}
