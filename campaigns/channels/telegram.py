"""The Telegram channel: a message by the party's bot to somebody who started it; plain text, no preview of the link."""

from collections.abc import Callable

import httpx
from django.conf import settings

from campaigns.channels.base import Message, OneByOne, Outcome, Result, seconds_of
from campaigns.channels.wording import Wording

TIMEOUT = httpx.Timeout(10)
LONGEST_TEXT = 4096


class TelegramChannel:
    """Sends one after the other over one connection. 403 and an unknown chat shut the address, 429 makes all wait."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        wording = Wording()
        with client() as bot:
            return OneByOne().send(messages, lambda message: _send_one(message, wording.text(message), bot))


def client() -> httpx.Client:
    """The bot's line to Telegram. Its address holds the token: it is never logged (config/logs.py)."""
    return httpx.Client(base_url=f"{settings.TELEGRAM_API_URL}/bot{settings.TELEGRAM_BOT_TOKEN}/", timeout=TIMEOUT)


def _post(bot: httpx.Client, chat: str, text: str, *, key: str) -> httpx.Response:
    body = {"chat_id": chat, "text": text[:LONGEST_TEXT], "link_preview_options": {"is_disabled": True}}
    return bot.post("sendMessage", json=body, headers={"X-Samvad-Key": key})


def _send_one(message: Message, text: str, bot: httpx.Client) -> Outcome:
    said = _outcome_of(message.delivery.pk)
    try:
        answer = _post(bot, message.to, text, key=message.key)
    except httpx.HTTPError as error:
        return said(Result.RETRY, type(error).__name__)
    if answer.is_success:
        return said(Result.SENT, "")
    try:
        told = answer.json()
    except ValueError:
        told = {}
    why = f"{answer.status_code} {told.get('description', '')}".strip()
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        seconds = seconds_of(told.get("parameters", {}).get("retry_after", 60))
        return Outcome(message.delivery.pk, Result.RETRY, why, wait=seconds)
    if answer.status_code == httpx.codes.FORBIDDEN:
        return Outcome(message.delivery.pk, Result.FAILED, why, shut="blocked")
    if answer.status_code == httpx.codes.BAD_REQUEST and "chat not found" in why:
        return Outcome(message.delivery.pk, Result.FAILED, why, shut="gone")
    return said(Result.RETRY if answer.is_server_error else Result.FAILED, why)


def _outcome_of(delivery_id: int) -> Callable[[Result, str], Outcome]:
    return lambda result, error: Outcome(delivery_id, result, error)
