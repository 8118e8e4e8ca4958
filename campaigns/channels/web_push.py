"""The push channel: a word from the browser's own push service that something is there; what it is, only Samvad says.

RFC 8030 (push), RFC 8291 (the payload is encrypted for the one browser), RFC 8292 (VAPID: the sender says who it is).
"""

import base64
import json

import requests
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from pywebpush import Vapid, WebPushException, webpush

from campaigns.channels.base import Message, OneByOne, Outcome, Result, seconds_of

TIMEOUT = 10
KEPT = 24 * 3600  # how long the push service keeps a message for a phone that is off
GONE = (404, 410)
TOO_MANY = 429


class PushChannel:
    """Sends one after the other. 404 and 410 shut the address: the browser has forgotten us."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        with requests.Session() as session:
            session.max_redirects = 0
            key = Vapid.from_string(settings.VAPID_PRIVATE_KEY)
            return OneByOne().send(messages, lambda message: _send_one(message, key, session))


def public_key() -> str:
    """Our public key as browsers want it: the point, uncompressed, in URL-safe base64."""
    point = Vapid.from_string(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def payload(message: Message) -> str:
    """What the browser shows; a repeat has the same tag and takes the place of the first."""
    with override(message.delivery.person.language):
        is_new = message.delivery.purpose == "brief"
        body = _("Something to write about is there for you.") if is_new else _("There is news for you.")
        return json.dumps({"title": _("Samvad"), "body": body, "url": message.link, "tag": message.key})


def _send_one(message: Message, key: Vapid, session: requests.Session) -> Outcome:
    is_urgent = message.delivery.purpose != "brief" or not message.delivery.is_slow
    try:
        webpush(
            json.loads(message.to),
            payload(message),
            vapid_private_key=key,
            vapid_claims={"sub": settings.VAPID_CONTACT},
            ttl=KEPT,
            timeout=TIMEOUT,
            headers={"Urgency": "high" if is_urgent else "normal", "X-Samvad-Key": message.key},
            requests_session=session,
        )
    except WebPushException as error:
        return _refused(message, error)
    except requests.RequestException as error:
        return Outcome(message.delivery.pk, Result.RETRY, type(error).__name__)
    return Outcome(message.delivery.pk, Result.SENT)


def _refused(message: Message, error: WebPushException) -> Outcome:
    pk, answer = message.delivery.pk, error.response
    if answer is None:
        return Outcome(pk, Result.FAILED, "the browser's keys can't be used", shut="gone")
    why = f"{answer.status_code} {answer.reason}"
    if answer.status_code in GONE:
        return Outcome(pk, Result.FAILED, why, shut="gone")
    if answer.status_code == TOO_MANY:
        return Outcome(pk, Result.RETRY, why, wait=seconds_of(answer.headers.get("Retry-After", 60)))
    return Outcome(pk, Result.RETRY if answer.status_code >= 500 else Result.FAILED, why)
