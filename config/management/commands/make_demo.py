"""Fills an empty Samvad with the demo network and writes the demo logins beside the data."""

import secrets

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection

from config import (
    demo,
    demo_calendar,
    demo_channels,
    demo_joins,
    demo_plans,
    demo_prospects,
    demo_teams,
    demo_topics,
    demo_touch,
    demo_trainings,
    demo_vetting,
    services,
)
from influencers.services import team_health
from network.models import Person, User


class Command(BaseCommand):
    help = (
        "Make the demo network: fictional people in the real districts, their logins, teams and three topics. The same seed "
        "makes the same people; the password is made anew and written to demo_logins.txt, readable by the owner only. "
        "Refused where DEMO is off and where people are entered already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="decides who everybody is (default: 2026)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, quietly, where people are entered")

    def handle(self, *args: object, seed: int, if_empty: bool, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off here: a demo never mixes with real people.")
        if Person.objects.exists() or User.objects.exists():
            if if_empty:
                return
            raise CommandError("People are entered already; a demo starts from an empty database.")
        password = f"demo-{secrets.token_hex(4)}"
        maker = demo.Demo(password=password, seed=seed)
        made = maker.make()
        made["places kept"] = demo_teams.make(maker, seed)
        made["prospects"] = demo_prospects.make(seed)
        made["topics"] = demo_topics.make(seed)
        _count_rows()
        made["messages"] = demo_channels.make()
        made["drafts of the calendar"] = demo_calendar.make()
        made["planned asks"] = demo_plans.make()
        made["trainings"] = demo_trainings.make()
        made["conversations"] = demo_touch.make(seed)
        made["prospects under review"] = demo_vetting.make(
            seed
        )  # nobody looks after them yet, so anybody may review them
        made["requests to join"] = demo_joins.make()
        team_health.refresh()  # the posts are there only now, and silence counts
        self._write_logins(password)
        self.stdout.write(
            "make_demo: " + ", ".join(f"{count} {what}" for what, count in made.items()) + " (all fictional)"
        )

    def _write_logins(self, password: str) -> None:
        lines = [f"  {login.username:14} {login.says}" for login in demo.logins()]
        text = "\n".join(["", f"Demo logins, all with the password {password}", *lines, ""])
        file = services.profile_dir() / "demo_logins.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(text + "\n", encoding="utf-8")


def _count_rows() -> None:
    """Tell the planner of the database how many rows there are now: without it some questions take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
