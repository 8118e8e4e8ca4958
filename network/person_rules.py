"""Decides nothing itself: asks the apps above whether a person may have contact data, or a login.

They register when they start; a rule raises RuleBroken to refuse.
"""

from collections.abc import Callable

from network.models import Person

Rule = Callable[[Person], None]
_contact: list[Rule] = []
_login: list[Rule] = []


def register(*, contact: Rule | None = None, login: Rule | None = None) -> None:
    """Let an app refuse that contact data of a person is entered, or that the person gets a sign-in link."""
    _contact.extend([contact] if contact else [])
    _login.extend([login] if login else [])


def ask_contact(person: Person) -> None:
    """Raise RuleBroken where no phone number or e-mail address of the person may be kept."""
    for rule in _contact:
        rule(person)


def ask_login(person: Person) -> None:
    """Raise RuleBroken where the person may not sign in yet."""
    for rule in _login:
        rule(person)
