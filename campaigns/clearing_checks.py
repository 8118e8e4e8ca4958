"""Decides what else has to hold before a topic is cleared: each part of campaigns adds its own question here."""

from collections.abc import Callable

from campaigns.models import Topic
from network.models import User

Check = Callable[[Topic, User], None]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Ask `check` of every topic that somebody is about to clear; it raises RuleBroken for what must not go out."""
    if check not in _checks:
        _checks.append(check)
    return check


def ask(topic: Topic, by: User) -> None:
    """Raise the first refusal."""
    for check in _checks:
        check(topic, by)
