"""One's own record: the person behind a login, found by the login and by nothing that could be guessed."""

from network.errors import RightMissing
from network.models import Person, User
from network.services import audit


def of(user: User) -> Person | None:
    """The person of the login, or None: operators may have none."""
    return Person.objects.known().filter(user=user).select_related("home_area", "user").first()


def require(user: User) -> Person:
    """The person of the login. Raises RightMissing where there is none."""
    person = of(user)
    if person is None:
        raise RightMissing
    return person


def note_taken(person: Person, *, by: User) -> None:
    """Note that the person took everything about them away."""
    audit.record("person.data_taken", person, by=by, area=person.home_area)
