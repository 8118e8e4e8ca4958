"""Decides what the role may do that pages, API, worker and beat use: rows yes, tables no, and logs are only added to."""

from django.apps import apps
from django.db import connection, transaction
from psycopg2 import sql

from network.models import AuditEntry

GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}
"""


def logs() -> list[str]:
    """The tables to which rows are only ever added: the audit log and all histories."""
    events = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return [AuditEntry._meta.db_table, *events]


@transaction.atomic
def grant(role: str) -> bool:
    """Give the role its rights, as the owner of the tables; False where it is the owner itself (one role for everything)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return False
        name = sql.Identifier(role)
        cursor.execute(sql.SQL(GRANTS).format(role=name))
        for table in logs():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=name
                )
            )
    return True
