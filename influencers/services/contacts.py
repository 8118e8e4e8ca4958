"""Contacts: who has not said yes has no contact data here and no login, unless an office of the party gives them one."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer
from network.errors import RuleBroken
from network.models import Appointment, Person, User
from network.services import audit


def refuse_contact(person: Person) -> None:
    """Raise RuleBroken for contact data of a prospect."""
    if is_without_yes(person):
        raise RuleBroken(
            _(
                "This person has not agreed yet: no phone number or e-mail address is kept. What they made public "
                "has a field of its own."
            ),
            code="not_agreed",
        )


def refuse_login(person: Person) -> None:
    """Raise RuleBroken for a login of a prospect."""
    if is_without_yes(person):
        raise RuleBroken(_("This person has not agreed yet and gets no login."), code="not_agreed")


def is_without_yes(person: Person) -> bool:
    """Whether the person is a prospect who has not agreed, or declined, and holds no office."""
    if person.pk is None:
        return False
    is_prospect = Influencer.objects.filter(person=person, stage__in=Influencer.WITHOUT_YES).exists()
    return is_prospect and not _office_holders([person])


def forget_contact(people: Sequence[Person], *, by: User | None) -> None:
    """Erase phone numbers and e-mail addresses of people who declined; who holds an office keeps them."""
    kept = _office_holders(people)
    gone = [person for person in people if person.pk not in kept and (person.phone_hash or person.email)]
    Person.objects.filter(pk__in=[person.pk for person in gone]).update(
        phone_sealed="", phone_hash=None, phone_end="", email=""
    )
    for person in gone:
        audit.record("person.contact_erased", person, by=by, area=person.home_area)


def _office_holders(people: Sequence[Person]) -> set[int]:
    rows = Appointment.objects.open_at(timezone.localdate()).filter(person__in=people)
    return set(rows.values_list("person_id", flat=True))
