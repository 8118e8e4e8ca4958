"""The template of the tests' databases: made once, whoever asks, and never used half made."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import template_database

pytestmark = pytest.mark.django_db(transaction=True)

PREFIX = "samvad_trial_"


def make_empty(place, name: str) -> None:
    with place.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')


def make_half(place, name: str) -> None:
    make_empty(place, name)
    raise KeyboardInterrupt


def databases() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY 1", [f"{PREFIX}%"])
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _trials():
    yield
    with connection.creation._nodb_cursor() as cursor:
        for name in databases():
            cursor.execute(f'DROP DATABASE "{name}"')


def test_those_who_ask_at_once_get_the_same_one():
    made = []

    def make(place, name):
        made.append(name)
        make_empty(place, name)

    def ask(_number: int) -> str:
        try:
            return template_database.made_once(connection, PREFIX, "a", make)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(ask, range(3)))

    assert answers == [f"{PREFIX}a"] * 3 == [*databases() * 3]
    assert len(made) == 1


def test_another_tag_takes_the_place_of_the_old():
    template_database.made_once(connection, PREFIX, "a", make_empty)

    template_database.made_once(connection, PREFIX, "b", make_empty)

    assert databases() == [f"{PREFIX}b"]


def test_one_that_was_half_made_is_made_anew():
    with pytest.raises(KeyboardInterrupt):
        template_database.made_once(connection, PREFIX, "a", make_half)
    assert databases() == [f"{PREFIX}half"]

    template_database.made_once(connection, PREFIX, "a", make_empty)

    assert databases() == [f"{PREFIX}a"]


def test_what_is_copied_has_all_migrations():
    assert connection.settings_dict["TEST"]["TEMPLATE"] == template_database.ensure(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 100
