"""Seals every phone number and second factor with the newest key, so that an old one can be dropped."""

from django.core.management import BaseCommand, CommandError

from network.sealing import SealBroken
from network.services import logins, people


class Command(BaseCommand):
    help = (
        "Seal every phone number and second factor anew with the first key of PHONE_KEYS. Afterwards the older keys can be "
        "dropped. "
        "Safe to run again; numbers that no key opens end it with their codes, and nothing of that batch is changed."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            count = people.reseal_phones()
            logins.reseal_second_factors()
        except SealBroken as error:
            raise CommandError("A phone number is sealed with a key that PHONE_KEYS does not hold.") from error
        self.stdout.write(f"{count} phone numbers are sealed with the newest key")
