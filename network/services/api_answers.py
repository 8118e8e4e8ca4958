"""Answers of the API: how long they are kept for calls that are repeated."""

import datetime

from network.models import ApiAnswer

KEPT = datetime.timedelta(days=1)


def forget_old(at: datetime.datetime) -> int:
    """Forget answers of more than a day ago; return how many. For a nightly run."""
    return ApiAnswer.objects.filter(at__lte=at - KEPT).delete()[0]
