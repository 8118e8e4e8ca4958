"""People: entering them, and opening their contact data."""

from collections.abc import Sequence
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from network import person_rules
from network.errors import RuleBroken
from network.models import Area, Person, User
from network.phones import PhoneRefused, normalise
from network.rights import Feature, require
from network.sealing import reseal
from network.services import audit, logins
from network.signals import person_left

BATCH = 1_000
EDITABLE = ("name_hi", "name_en", "gender", "phone", "email", "languages", "preferred_channel", "status")


def create(*, name_hi: str, home_area: Area, by: User | None, phone: str = "", **fields: object) -> Person:
    """Enter a person at home in `home_area`.

    Raises RuleBroken for a bad or known phone number, and for the number of somebody who had themselves erased.
    """
    require(by, Feature.PEOPLE_EDIT, home_area)
    person = Person(name_hi=name_hi, home_area=home_area, phone=_phone(phone), **fields)
    _refuse_erased(person)
    return _enter(person, by=by)


def create_without_contact(
    *, name_hi: str, home_area: Area, by: User | None, name_en: str = "", languages: Sequence[str] = ("hi",)
) -> Person:
    """Enter somebody of whom only a name is known. As nothing private is noted, forming teams in the area is right enough."""
    require(by, Feature.ROSTER_EDIT, home_area)
    person = Person(name_hi=name_hi, name_en=name_en, home_area=home_area, languages=list(languages))
    return _enter(person, by=by)


@transaction.atomic
def update(person: Person, *, by: User | None, home_area: Area | None = None, **changes: object) -> Person:
    """Change the editable fields of a person, or where they are at home (the actor edits people in both areas).

    Who is paused or has left is signed out everywhere. Raises RuleBroken for a bad or known phone number, for contact data
    of somebody who has not agreed to it (network/person_rules.py), and for a record that was merged into another.
    """
    require(by, Feature.PEOPLE_EDIT, person.home_area)
    if person.merged_into_id is not None:
        raise RuleBroken(_("This record was merged already."), code="merged_already")
    if home_area is not None and home_area != person.home_area:
        require(by, Feature.PEOPLE_EDIT, home_area)
        person.home_area = home_area
        changes["home_area"] = home_area
    if changes.get("phone") or changes.get("email"):
        person_rules.ask_contact(person)
    for name in set(changes) & set(EDITABLE):
        setattr(person, name, _phone(changes[name]) if name == "phone" else changes[name])
    if changes.get("phone"):
        _refuse_erased(person)
    _save(person)
    person.refresh_from_db(fields=["home_path"])
    audit.record("person.changed", person, by=by, area=person.home_area, fields=sorted(changes))
    if person.status == Person.Status.LEFT:
        person_left.send(Person, person=person, by=by)
    if person.status != Person.Status.ACTIVE and person.user is not None:
        logins.end_sessions([person.user], by=by)
    return person


def is_known_number(number: str, *, except_for: Person | None = None) -> bool:
    """Whether anybody else is entered with this number (E.164), wherever they live."""
    return Person.objects.with_phone(number).exclude(pk=except_for.pk if except_for else None).exists()


def open_contact(person: Person, *, reason: str, by: User) -> dict[str, str]:
    """Return the contact data in the clear and log that it was opened, by whom and why."""
    require(by, Feature.CONTACT_OPEN, person.home_area)
    if not reason.strip():
        raise RuleBroken(_("Say why you need the contact data."), code="reason_missing")
    audit.record("person.contact_opened", person, by=by, area=person.home_area, reason=reason.strip()[:200])
    return {"phone": person.phone or "", "email": person.email}


def reseal_phones() -> int:
    """Seal all phone numbers with the newest key; return how many. Raises SealBroken for one that no key opens."""
    count = 0
    rows = Person.objects.exclude(phone_sealed="").only("phone_sealed").order_by("pk")
    people = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(people, BATCH)):
        for person in batch:
            person.phone_sealed = reseal(person.phone_sealed)
        count += Person.objects.bulk_update(batch, ["phone_sealed"])
    return count


def _enter(person: Person, *, by: User | None) -> Person:
    _save(person)
    person.refresh_from_db(fields=["home_path"])
    audit.record("person.created", person, by=by, area=person.home_area)
    return person


def _phone(value: object) -> str | None:
    if value in (None, ""):
        return None
    try:
        return normalise(value)
    except PhoneRefused as error:
        raise RuleBroken(str(error), code="phone_refused") from error


def _refuse_erased(person: Person) -> None:
    if person.phone_hash and person_rules.erased_numbers([person.phone_hash]):
        raise RuleBroken(
            _(
                "Whoever has this number had themselves erased. Only they themselves can come back: by the page to join."
            ),
            code="person_erased",
        )


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise RuleBroken(_("Somebody with this phone number is already entered."), code="phone_known") from error
