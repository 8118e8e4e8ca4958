"""Runs the benchmarks in a database of their own and prints the ratios: `make benchmarks`."""

import argparse
import os
import sys
from collections.abc import Callable

os.environ.setdefault("SAMVAD_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["QUIET_HOURS"] = "00:00-00:00"

from config import services


def main() -> int:
    """Start the servers, make an empty database, measure, and take it away again."""
    parser = argparse.ArgumentParser(description="Measure Samvad against the raw floor of this machine.")
    parser.add_argument("--people", type=int, default=15_000, help="how many people; each gets two deliveries (15000)")
    parser.add_argument("--only", nargs="*", default=[], help="which benchmarks, by the names of their modules (all)")
    asked = parser.parse_args()
    with services.running():
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        from tests import template_database

        test = connection.settings_dict["TEST"]
        test["NAME"] = "benchmarks"  # beside the tests, which may run at the same time
        test["TEMPLATE"] = template_database.ensure(connection)
        old = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        try:
            runs = _runs(asked.people)
            for name, run in runs.items():
                if name in (asked.only or runs):
                    run()
                    _empty()
        finally:
            connection.close()
            teardown_databases(old, verbosity=0)
    return 0


def _runs(people: int) -> dict[str, Callable[[], None]]:
    """The benchmarks by name; they need Django, which is only now set up."""
    from benchmarks import (
        allocator,
        area_import,
        day_plan,
        influencers,
        outbox,
        people_api,
        people_import,
        scope,
        search,
    )

    return {
        "allocator": lambda: allocator.run(2 * people),
        "day_plan": lambda: day_plan.run(2 * people),
        "outbox": lambda: outbox.run(people),
        "search": lambda: search.run(2 * people),
        "scope": lambda: scope.run(2 * people),
        "people_api": lambda: people_api.run(2 * people),
        "area_import": area_import.run,
        "people_import": lambda: people_import.run(2 * people),
        "influencers": influencers.run,
    }


def _empty() -> None:
    """Take the rows of one benchmark away before the next."""
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
