"""Answers of the API: the key of a call is taken once, and its answer is kept for a day for calls that are repeated."""

import datetime

from django.db import connection
from django.utils import timezone

from network.models import ApiAnswer, User

KEPT = datetime.timedelta(days=1)
CLAIM_SQL = """
INSERT INTO network_apianswer (user_id, key, fingerprint, status_code, at) VALUES (%s, %s, %s, 0, %s)
ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""


def claim(user: User, key: str, fingerprint: str) -> tuple[int | None, ApiAnswer | None]:
    """Take the key: its number where it is new, else the answer that was given with it.

    Waits, within the caller's transaction, until another call with the same key is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_SQL, [user.pk, key, fingerprint, timezone.now()])
        if row := cursor.fetchone():
            return row[0], None
    return None, ApiAnswer.objects.get(user=user, key=key)


def keep(number: int, *, status_code: int, content: object) -> None:
    """Keep what the call was answered."""
    ApiAnswer.objects.filter(pk=number).update(status_code=status_code, content=content)


def forget_old(at: datetime.datetime) -> int:
    """Forget answers of more than a day ago; return how many. For a nightly run."""
    return ApiAnswer.objects.filter(at__lte=at - KEPT).delete()[0]
