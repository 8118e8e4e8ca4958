"""Erases again whom the ledger names, after the database was restored from a backup."""

from django.core.management import BaseCommand

from influencers.services import own_erasure
from network.origins import came_from


class Command(BaseCommand):
    help = (
        "Run this after every restore, before the web processes start: people who asked to be erased since the backup are "
        "erased again. Who they are comes from the ledger in the database and from the file ERASURE_LEDGER beside it. "
        "Safe to run again."
    )

    def handle(self, *args: object, **options: object) -> None:
        with came_from("command", "replay_erasures"):
            count = own_erasure.replay()
        self.stdout.write(f"{count} people were erased again")
