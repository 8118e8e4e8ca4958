"""The SMS channel: one neutral text, byte for byte as it is registered, by a gateway that speaks HTTP.

TRAI TCCCPR 2018: entity, header and template are registered on DLT, or the operator drops the message while it says "sent". So
the text has no part of ours in it; what it is about stands in Samvad. Off until everything is set.
"""

import httpx
from django.conf import settings

from campaigns.channels.base import Message, OneByOne, Outcome, Result, seconds_of

TIMEOUT = httpx.Timeout(10)
NOT_A_NUMBER = (400, 404, 422)


class SmsChannel:
    """Sends one after the other as JSON with the key as the gateway's own reference."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        headers = {"Authorization": f"Bearer {settings.SMS_GATEWAY_KEY}"}
        with httpx.Client(timeout=TIMEOUT, headers=headers) as gateway:
            return OneByOne().send(messages, lambda message: _send_one(message, gateway))


def body_of(message: Message) -> dict[str, str]:
    """What the gateway is given."""
    return {
        "entity_id": settings.SMS_ENTITY_ID,
        "header": settings.SMS_HEADER,
        "template_id": settings.SMS_TEMPLATE_ID,
        "text": settings.SMS_TEMPLATE,
        "to": message.to,
        "reference": message.key,
    }


def _send_one(message: Message, gateway: httpx.Client) -> Outcome:
    pk = message.delivery.pk
    try:
        answer = gateway.post(settings.SMS_GATEWAY_URL, json=body_of(message), headers={"Idempotency-Key": message.key})
    except httpx.HTTPError as error:
        return Outcome(pk, Result.RETRY, type(error).__name__)
    if answer.is_success:
        return Outcome(pk, Result.SENT)
    why = f"the gateway said {answer.status_code}"
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return Outcome(pk, Result.RETRY, why, wait=seconds_of(answer.headers.get("Retry-After", 60)))
    return Outcome(pk, Result.FAILED if answer.status_code in NOT_A_NUMBER else Result.RETRY, why)
