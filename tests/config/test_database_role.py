"""The role that pages and workers use: rows yes, tables no, and logs are only added to."""

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config import database_role
from network.models import AuditEntry, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def as_app(django_db_setup, django_db_blocker):
    """Run a statement as the role, on rows that all tests of this module share; what it changed is undone."""
    with django_db_blocker.unblock():
        state = factories.make_area("state", "23")
        factories.make_person(state)
        AuditEntry.objects.create(verb="x", subject_model="x", subject_id=1)
        assert database_role.grant(settings.DATABASE_APP_ROLE)
    place = connection.settings_dict
    other = psycopg2.connect(host=place["HOST"], dbname=place["NAME"], user=settings.DATABASE_APP_ROLE)

    def run(statement: str) -> int:
        with other.cursor() as cursor:
            try:
                cursor.execute(statement)
                return cursor.rowcount
            finally:
                other.rollback()

    yield run
    other.close()
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_person SET name_en = 'x'",
        "SELECT * FROM network_personevent",
        "INSERT INTO network_auditentry (at, verb, subject_model, subject_id, details) VALUES (now(), 'x', 'x', 1, '{}')",
        "CREATE TEMPORARY TABLE mine (a int)",
        "UPDATE network_person SET erased_at = now(); SELECT samvad_blank_history(id) FROM network_person",
    ],
)
def test_it_works_with_rows(as_app, statement):
    as_app(statement)


@pytest.mark.parametrize("table", database_role.logs())
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {key} = {key}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TABLE {table} CASCADE",
    ],
)
def test_it_changes_no_log(as_app, table, statement):
    key = "id" if table == "network_auditentry" else "pgh_id"
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_app(statement.format(table=table, key=key))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE network_person DISABLE TRIGGER ALL",
        "DROP TRIGGER person_home_path ON network_person",
        "CREATE TABLE mine (a int)",
        "SET session_replication_role = replica",
        "SET ROLE samvad",
        "SET samvad.blanking = 'on'; UPDATE network_auditentry SET details = '{}'",
        "DELETE FROM django_migrations",
        "CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
    ],
)
def test_it_switches_nothing_off(as_app, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_app(statement)


def test_its_writes_make_history(as_app):
    change = "UPDATE network_person SET name_en = 'changed'"
    kept = f"{change}; SELECT * FROM network_personevent WHERE pgh_label = 'update' AND name_en = 'changed'"
    assert as_app(kept) == as_app(change) == Person.objects.count()


def test_with_one_role_it_says_so(db):
    assert database_role.grant(connection.settings_dict["USER"]) is False
