"""Contacts: who has not said yes has no contact data here and no login, unless an office of the party gives them one."""

from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer
from network.errors import RuleBroken
from network.models import Appointment, Person, User
from network.services import audit


def refuse_contact(people: Collection[int]) -> dict[int, RuleBroken]:
    """Refuse contact data of prospects."""
    text = _(
        "This person has not agreed yet: no phone number or e-mail address is kept. What they made public "
        "has a field of its own."
    )
    return {pk: RuleBroken(text, code="not_agreed") for pk in without_yes(people)}


def refuse_login(people: Collection[int]) -> dict[int, RuleBroken]:
    """Refuse a login of prospects."""
    text = _("This person has not agreed yet and gets no login.")
    return {pk: RuleBroken(text, code="not_agreed") for pk in without_yes(people)}


def without_yes(people: Collection[int]) -> set[int]:
    """Those of the people, by key, who are prospects, have not agreed or declined, and hold no office."""
    prospects = Influencer.objects.filter(person__in=people, stage__in=Influencer.WITHOUT_YES)
    found = set(prospects.values_list("person_id", flat=True))
    return found - _office_holders(found) if found else set()


def refuse_known(person: Person, stage: str) -> None:
    """Raise RuleBroken where somebody whose contact data is kept, and who holds no office, is entered as not asked yet."""
    if stage not in Influencer.WITHOUT_YES or not (person.phone_hash or person.email):
        return
    if person.pk not in _office_holders([person.pk]):
        raise RuleBroken(
            _(
                "A phone number or an e-mail address of this person is kept here already, so they are asked, not "
                "watched: give them the link of the page on which they join."
            ),
            code="contact_kept",
        )


def forget_contact(people: Sequence[Person], *, by: User | None) -> None:
    """Erase phone numbers and e-mail addresses of people who declined; who holds an office keeps them."""
    kept = _office_holders([person.pk for person in people])
    gone = [person for person in people if person.pk not in kept and (person.phone_hash or person.email)]
    Person.objects.filter(pk__in=[person.pk for person in gone]).update(
        phone_sealed="", phone_hash=None, phone_end="", email=""
    )
    for person in gone:
        audit.record("person.contact_erased", person, by=by, area=person.home_area)


def _office_holders(people: Collection[int]) -> set[int]:
    rows = Appointment.objects.open_at(timezone.localdate()).filter(person__in=people)
    return set(rows.values_list("person_id", flat=True))
