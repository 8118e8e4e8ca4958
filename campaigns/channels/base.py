"""Channels: the one small interface behind which every way of reaching a person stands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from campaigns.models import Delivery


class Result(StrEnum):
    """What became of one message: it left, it may be tried again, or it never will."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """A delivery that is to be sent now; its key goes to the provider with every try."""

    delivery: Delivery
    link: str

    @property
    def key(self) -> str:
        return self.delivery.key


@dataclass(frozen=True)
class Outcome:
    """What a channel says of one delivery."""

    delivery_id: int
    result: Result
    error: str = ""


class ChannelAdapter(Protocol):
    """Sends messages of one channel. It opens no transaction and answers for each message, also when all fail."""

    def send(self, messages: list[Message]) -> list[Outcome]: ...
