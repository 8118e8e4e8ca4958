#!/usr/bin/env python
"""Runs Samvad's commands: `python manage.py help` lists them."""

import contextlib
import os
import sys

# These work on the tables themselves, as their owner. They run SQL without parameters, into which the history can't put a
# context; `prepare` gives one after its migrations.
BARE = {"migrate", "prepare", "flush", "sqlmigrate", "dbshell"}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = "".join(sys.argv[1:2])
    if command in BARE:
        os.environ.setdefault("AS_DATABASE_OWNER", "yes")
    from django.core.management import execute_from_command_line

    from network.origins import came_from

    with contextlib.nullcontext() if command in BARE else came_from("command", command):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
