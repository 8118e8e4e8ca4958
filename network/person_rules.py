"""Decides nothing itself: asks the apps above who may have contact data, who may have a login, and which numbers are gone.

They register when they start. A rule is asked about many at once and answers only for those whom it refuses.
"""

from collections.abc import Callable, Collection, Mapping

from network.errors import RuleBroken
from network.models import Person

People = Callable[[Collection[int]], Mapping[int, RuleBroken]]
Numbers = Callable[[Collection[str]], Collection[str]]
_contact: list[People] = []
_login: list[People] = []
_erased: list[Numbers] = []


def register(*, contact: People | None = None, login: People | None = None, erased: Numbers | None = None) -> None:
    """Let an app refuse contact data or a login of people (by key), and name erased numbers (by keyed hash)."""
    _contact.extend([contact] if contact else [])
    _login.extend([login] if login else [])
    _erased.extend([erased] if erased else [])


def contact_refusals(people: Collection[int]) -> dict[int, RuleBroken]:
    """Those of the people, by key, of whom no phone number or e-mail address may be kept, and why."""
    return _refusals(_contact, people)


def erased_numbers(hashes: Collection[str]) -> set[str]:
    """Those of the numbers (keyed hashes) whose owner had themselves erased: nobody but they themselves enters them again."""
    return {number for rule in _erased for number in rule(hashes)} if hashes else set()


def ask_contact(person: Person) -> None:
    """Raise RuleBroken where no phone number or e-mail address of the person may be kept."""
    _ask(_contact, person)


def ask_login(person: Person) -> None:
    """Raise RuleBroken where the person may not sign in yet."""
    _ask(_login, person)


def _refusals(rules: list[People], people: Collection[int]) -> dict[int, RuleBroken]:
    return {pk: error for rule in reversed(rules) for pk, error in rule(people).items()} if people else {}


def _ask(rules: list[People], person: Person) -> None:
    if person.pk is not None and (refused := _refusals(rules, [person.pk])):
        raise refused[person.pk]
