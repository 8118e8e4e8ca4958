"""Phone numbers in the database: sealed, found by a keyed hash, masked without a key, their keys changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from network.models import Person
from network.sealing import SealBroken, lookup_hash, seal, unseal
from tests import factories

NUMBER = "+919826012345"


def stored(person: Person) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM network_person p WHERE id = %s", [person.pk])
        return cursor.fetchone()[0]


def test_the_database_holds_no_number(party):
    person = factories.make_person(party.district, phone=NUMBER)
    assert "9826012345" not in stored(person)
    assert Person.objects.get(pk=person.pk).phone == NUMBER
    assert Person.objects.with_phone(NUMBER).get() == person
    assert Person.objects.get(pk=person.pk).masked_phone == "+91 ••••• ••345"


def test_the_same_number_is_sealed_differently_and_found_by_the_same_hash():
    assert seal(NUMBER) != seal(NUMBER)
    assert lookup_hash(NUMBER) == lookup_hash(NUMBER) != lookup_hash("+919826012346")


def test_the_hash_depends_on_its_key(settings):
    before = lookup_hash(NUMBER)
    settings.PHONE_LOOKUP_KEY = "another key of the lookup, long enough"
    assert lookup_hash(NUMBER) != before


def test_a_masked_list_needs_no_key(party, settings):
    person = factories.make_person(party.district, phone=NUMBER)
    settings.PHONE_KEYS = [Fernet.generate_key().decode()]
    assert Person.objects.get(pk=person.pk).masked_phone == "+91 ••••• ••345"
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=person.pk).phone


def test_keys_are_changed_one_after_the_other(party, settings, capsys):
    person = factories.make_person(party.district, phone=NUMBER)
    old, new = settings.PHONE_KEYS[0], Fernet.generate_key().decode()
    settings.PHONE_KEYS = [new, old]
    call_command("reseal_phones")
    settings.PHONE_KEYS = [new]
    assert unseal(Person.objects.get(pk=person.pk).phone_sealed) == NUMBER
    settings.PHONE_KEYS = [old]
    with pytest.raises(CommandError, match="PHONE_KEYS"):
        call_command("reseal_phones")


def test_taking_the_number_away_leaves_nothing(party):
    person = factories.make_person(party.district, phone=NUMBER)
    person.phone = None
    person.save()
    assert (person.phone_sealed, person.phone_hash, person.phone_end) == ("", None, "")
