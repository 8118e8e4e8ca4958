"""What tests of channels share: people with connected ways, settings that switch channels on, and a brief that is out."""

import base64
import os
import time
from collections import Counter

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from campaigns.channels import Outcome, Result
from campaigns.models import ChannelAddress, Delivery
from campaigns.services import addresses, release
from tests import factories

TOKEN, SECRET = "123456:TEST-token-of-the-bot-000000000000", "hook-secret"
SMS_TEXT = "संवाद: आपके लिए एक नया ब्रीफ़ है। ऐप में देखें। - SAMVAD"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """A browser that subscribed: it can open what is sent to it, and nobody else can."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint, self.key, self.auth = endpoint, ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    @property
    def subscription(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.endpoint, "p256dh": b64(point), "auth": b64(self.auth)}

    def open(self, body: bytes) -> str:
        import http_ece

        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm").decode()


def switch_telegram_on(settings, address: str) -> None:
    settings.TELEGRAM_BOT_NAME, settings.TELEGRAM_BOT_TOKEN = "samvad_test_bot", TOKEN
    settings.TELEGRAM_WEBHOOK_SECRET, settings.TELEGRAM_API_URL = SECRET, address
    settings.CHANNEL_RATES = {}


def switch_push_on(settings, address: str) -> str:
    """Returns our public key."""
    settings.VAPID_PRIVATE_KEY, public = vapid_key()
    settings.VAPID_CONTACT, settings.PUSH_SERVICES = "mailto:samvad@samvad.example", [f"{address}/"]
    return public


def vapid_key() -> tuple[str, str]:
    """A new private key for push, and the public key that belongs to it."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return b64(key.private_numbers().private_value.to_bytes(32, "big")), b64(point)


def switch_sms_on(settings, address: str) -> None:
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY = f"{address}/send", "gateway-key"
    settings.SMS_ENTITY_ID, settings.SMS_HEADER, settings.SMS_TEMPLATE_ID = "1101", "SAMVAD", "1107"
    settings.SMS_TEMPLATE, settings.SMS_CONSENT_REFERENCE = SMS_TEXT, "register 7"
    settings.CHANNEL_RATES = {}


def make_voice(district, name: str = "", **fields):
    """An influencer with a login, who can connect channels."""
    return factories.make_influencer(district, user=factories.make_user(name), **fields)


def connect_telegram(voice, chat: str) -> None:
    link = addresses.begin_telegram(voice.person, by=voice.person.user)
    assert addresses.finish_telegram(link.partition("start=")[2], chat=chat) == voice.person
    voice.person.refresh_from_db()


def connect_push(voice, endpoint: str) -> Browser:
    browser = Browser(endpoint)
    addresses.subscribe(voice.person, **browser.subscription, by=voice.person.user)
    voice.person.refresh_from_db()
    return browser


def send_out(area, **fields):
    """A topic that is out: its messages wait in the outbox."""
    return release.release(factories.make_topic(area, status="scheduled", **fields), at=timezone.now())


def by_channel(**filters) -> dict[str, str]:
    """The status of each delivery by its channel."""
    return dict(Delivery.objects.filter(**filters).values_list("channel", "status"))


def standing(channel: str) -> tuple[bool, str]:
    """Whether the one address of the channel is shut, and why."""
    row = ChannelAddress.objects.get(channel=channel)
    return row.suspended_at is not None, row.why


def outside() -> list[tuple[str, str]]:
    """Status and reason of everything that goes outside Samvad, in order."""
    return list(Delivery.objects.exclude(channel="in_app").order_by("pk").values_list("status", "held_by"))


class Told:
    """A channel that answers as it is told and counts what it was given, by person."""

    def __init__(self, result: Result = Result.SENT) -> None:
        self.result, self.given, self.moments = result, Counter(), []

    def send(self, messages):
        for message in messages:
            self.given[message.delivery.person_id] += 1
            self.moments.append(time.monotonic())
        return [Outcome(message.delivery.pk, self.result, "told") for message in messages]
