"""Makes a whole state of fictional people for trying out and measuring: areas down to the booth, people, appointments."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from config.state import StateMaker
from network.models import Person


class Command(BaseCommand):
    help = (
        "Make a state of fictional people in real districts: about 110,000 areas, 30,000 people and 60,000 appointments. "
        "The same seed makes the same state. Only for an installation without people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=30_000, help="how many people (30000)")
        parser.add_argument("--appointments", type=int, default=60_000, help="how many appointments (60000)")
        parser.add_argument("--seed", type=int, default=2026, help="decides who everybody is (2026)")

    def handle(self, *args: object, **options: int) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo: fictional people do not belong into a real network (DEMO=on).")
        if Person.objects.filter(is_fictional=False).exists():
            raise CommandError("There are real people here.")
        maker = StateMaker(seed=options["seed"], say=self._progress)
        counts = maker.make(people=options["people"], appointments=options["appointments"])
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))

    def _progress(self, what: str, done: int, of: int) -> None:
        filled = 30 * done // max(1, of)
        self.stdout.write(f"\r{what:<14} [{'#' * filled}{'.' * (30 - filled)}] {done}/{of}", ending="")
        if done >= of:
            self.stdout.write("")
