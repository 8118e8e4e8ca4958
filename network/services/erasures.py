"""Erasing people: the record goes, what was merged into it goes with it, and the names leave the history."""

import datetime

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from network.models import Merge, Person
from network.models.merges import UNDO_DAYS


def erase(person: Person) -> bool:
    """Erase a person on whom nothing else hangs; whether that was possible. A login counts as something else."""
    if person.user_id is not None:
        return False
    over = timezone.now() - datetime.timedelta(days=UNDO_DAYS)
    try:
        with transaction.atomic():
            Merge.objects.filter(kept=person, at__lt=over).delete()
            Person.objects.filter(merged_into=person).delete()
            person.delete()
    except ProtectedError:
        return False
    return True


def blank_names() -> int:
    """Let the names of erased people leave the history; return from how many of its rows.

    The role of the app changes no history itself: a function of the database does this one thing for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_blank_erased()")
        return cursor.fetchone()[0]
