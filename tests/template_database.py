"""Decides which database those of the tests are copied from: one that is migrated once and kept until a migration changes.

Permissions and content types need no say: they change with a migration too, and Django brings each copy up to date.
"""

import hashlib
import inspect
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "samvad_template_"
LOCK = 7_268_263  # any number that nobody else locks; the lock goes with its connection, also after kill -9


def ensure(connection: DatabaseWrapper) -> str:
    """The name of a database with all migrations applied, on the server of the connection; made where there is none."""
    return made_once(connection, PREFIX, fingerprint(), migrate)


def made_once(connection: DatabaseWrapper, prefix: str, tag: str, make: Callable[[DatabaseWrapper, str], None]) -> str:
    """The database `<prefix><tag>`. Of two that ask at once one makes it, under another name until it is finished.

    All others with the prefix go: those of an older tag, and what a killed process left half made.
    """
    name, half = prefix + tag, f"{prefix}half"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname::text, %s)", [prefix])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in sorted(found):
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            make(connection, half)
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def migrate(connection: DatabaseWrapper, name: str) -> None:
    """Make a database of that name as Django makes those of tests; the connection's own names stay as they were."""
    place = connection.settings_dict
    own, of_tests = place["NAME"], place["TEST"]["NAME"]
    place["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        place["TEST"]["NAME"] = of_tests
        place["NAME"] = settings.DATABASES[connection.alias]["NAME"] = own


def fingerprint() -> str:
    """A hash over all migrations, those of packages too, over the modules they import, and over the packages' versions."""
    migrations = MigrationLoader(None).disk_migrations
    files = {Path(inspect.getfile(type(migration))) for migration in migrations.values()}
    files |= {BASE_DIR / "requirements.txt", *(BASE_DIR / "network").glob("*.py")}
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
