"""Which channel is served by which adapter, and which are off for want of which settings."""

from django.conf import settings

from campaigns.channels.base import ChannelAdapter, Item, Message, Outcome, Result
from campaigns.channels.email import EmailChannel
from campaigns.channels.in_app import InAppChannel
from campaigns.channels.sms import SmsChannel
from campaigns.channels.telegram import TelegramChannel
from campaigns.channels.web_push import PushChannel
from network.models import Channel

ADAPTERS: dict[str, ChannelAdapter] = {
    Channel.IN_APP: InAppChannel(),
    Channel.EMAIL: EmailChannel(),
    Channel.TELEGRAM: TelegramChannel(),
    Channel.PUSH: PushChannel(),
    Channel.SMS: SmsChannel(),
}
NEEDS: dict[str, tuple[str, ...]] = {
    Channel.TELEGRAM: ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_NAME", "TELEGRAM_WEBHOOK_SECRET"),
    Channel.PUSH: ("VAPID_PRIVATE_KEY", "VAPID_CONTACT"),
    Channel.SMS: (
        "SMS_GATEWAY_URL",
        "SMS_GATEWAY_KEY",
        "SMS_ENTITY_ID",
        "SMS_HEADER",
        "SMS_TEMPLATE_ID",
        "SMS_TEMPLATE",
        "SMS_CONSENT_REFERENCE",
    ),
}


def missing(channel: str) -> list[str]:
    """The settings without which the channel is off."""
    return [name for name in NEEDS.get(channel, ()) if not getattr(settings, name)]


def is_on(channel: str) -> bool:
    """Whether the channel may send."""
    return not missing(channel)


def standing() -> dict[str, str]:
    """Each channel: "on", or "off" with the settings that are missing."""
    return {
        str(channel): f"off: not set are {', '.join(names)}" if (names := missing(channel)) else "on"
        for channel in ADAPTERS
    }


__all__ = ["ADAPTERS", "ChannelAdapter", "Item", "Message", "Outcome", "Result", "is_on", "missing", "standing"]
