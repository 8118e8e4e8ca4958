"""Which channel is served by which adapter."""

from campaigns.channels.base import ChannelAdapter, Message, Outcome, Result
from campaigns.channels.email import EmailChannel
from campaigns.channels.in_app import InAppChannel
from network.models import Channel

ADAPTERS: dict[str, ChannelAdapter] = {Channel.IN_APP: InAppChannel(), Channel.EMAIL: EmailChannel()}

__all__ = ["ADAPTERS", "ChannelAdapter", "Message", "Outcome", "Result"]
