"""Channels: the one small interface behind which every way of reaching a person stands."""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from campaigns.models import Delivery

LONGEST = 30  # seconds a batch may take: well below the lease, so that nobody else sends the same


class Result(StrEnum):
    """What became of one message: it left, it may be tried again, or it never will."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True)
class Item:
    """One delivery of a message, and where it leads."""

    delivery: Delivery
    link: str


@dataclass(frozen=True)
class Message:
    """What is to be sent now to one address; its key goes to the provider with every try.

    A digest stands for several deliveries: `more` are those after the first.
    """

    delivery: Delivery
    link: str
    to: str = ""
    more: tuple[Item, ...] = ()

    @property
    def key(self) -> str:
        return self.delivery.message_key or self.delivery.key

    @property
    def items(self) -> list[Item]:
        """Everything the message tells of."""
        return [Item(self.delivery, self.link), *self.more]


@dataclass(frozen=True)
class Outcome:
    """What a channel says of one message, by its first delivery.

    `shut` says why the address is of no use any more (a value of ChannelAddress.Why); `wait` that the provider asked for so
    many seconds, which is no try of the message.
    """

    delivery_id: int
    result: Result
    error: str = ""
    shut: str = ""
    wait: float = 0


class ChannelAdapter(Protocol):
    """Sends messages of one channel. It opens no transaction and answers for each message, also when all fail."""

    def send(self, messages: list[Message]) -> list[Outcome]: ...


@dataclass
class OneByOne:
    """Sends message after message until the provider asks to wait or the time is up; the rest waits, untried."""

    outcomes: list[Outcome] = field(default_factory=list)

    def send(self, messages: list[Message], send_one) -> list[Outcome]:
        """The outcome of each; `send_one(message)` gives it."""
        end, wait, why = time.monotonic() + LONGEST, 0.0, ""
        for message in messages:
            if not wait and time.monotonic() > end:
                wait, why = 1, "the time of the batch was up"
            if wait:
                self.outcomes.append(Outcome(message.delivery.pk, Result.RETRY, why, wait=wait))
                continue
            outcome = send_one(message)
            wait, why = outcome.wait, outcome.error
            self.outcomes.append(outcome)
        return self.outcomes


def seconds_of(value: object) -> float:
    """How long a provider asks to wait: a number of seconds as it comes, at least one and at most an hour."""
    try:
        return min(max(float(str(value)), 1), 3600)
    except ValueError:
        return 60
