"""Messages of trainings: invitations, changes, reminders and calling off become rows of the outbox, set by set.

They are written in the transaction of the training itself. Rows that wait are locked first: a worker that is just claiming
them finishes before it is asked who was told, so nobody falls between the two.
"""

import datetime
from collections import Counter
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Delivery, Notice
from campaigns.models.deliveries import FOR_TRAININGS, OPEN
from campaigns.services import gate
from influencers.announcing import Announcer, Occasion, register
from influencers.models import Training
from network.doorbell import ring
from network.models import User

MESSAGES_SQL = (Path(__file__).parent / "training_messages.sql").read_text(encoding="utf-8")
BEFORE = datetime.timedelta(days=1)

Purpose, Status = Delivery.Purpose, Delivery.Status


def tell(training: Training, occasion: Occasion, at: datetime.datetime) -> None:
    """Queue what the people of the training have to be told. Each message exists once, whatever is repeated."""
    waiting = Delivery.objects.filter(attendance__training=training, status=Status.QUEUED)
    list(waiting.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if occasion == Occasion.INVITED:
        _try_again(training, at)
        _queue(training, Purpose.TRAINING, at)
    elif occasion == Occasion.CHANGED:
        _queue(training, Purpose.CHANGE, at, mark=f":{at.timestamp():.6f}", only_told=True)
    else:
        waiting.filter(purpose__in=FOR_TRAININGS).update(
            status=Status.STOPPED, stop_reason=gate.Refusal.TRAINING_OVER, leased_until=None
        )
        _queue(training, Purpose.CALLED_OFF, at, only_told=True)
    ring("campaigns.dispatch")


@transaction.atomic
def remind(at: datetime.datetime) -> int:
    """Queue one reminder for everybody who was told of a training that begins within a day; return how many are new.

    The day of the training is part of the key: a training that was put off is reminded of again. Who was invited within the
    last day before it needs no reminder.
    """
    soon = Training.objects.planned().filter(starts_at__gt=at, starts_at__lte=at + BEFORE)
    count = 0
    for training in soon.order_by("pk"):
        mark = f":{timezone.localdate(training.starts_at):%Y%m%d}"
        count += _queue(
            training, Purpose.REMINDER, at, mark=mark, only_told=True, invited_until=training.starts_at - BEFORE
        )
    if count:
        ring("campaigns.dispatch")
    return count


def outcome(training: Training) -> list[tuple[str, int]]:
    """People by what became of their newest message (by the channel that got furthest), in words; one query."""
    purpose = Purpose.CALLED_OFF if training.status == Training.Status.CANCELLED else Purpose.TRAINING
    rows = Delivery.objects.filter(attendance__training=training, purpose=purpose).annotate(
        way=Case(When(status=Status.SENT, then=0), When(status__in=OPEN, then=1), default=2)
    )
    newest = rows.order_by("attendance_id", "way", "pk").distinct("attendance_id")
    found = Counter(newest.values_list("status", "stop_reason"))
    words: Counter[str] = Counter()
    for (status, reason), people in found.items():
        words[_words(status, reason)] += people
    return words.most_common()


def unread(user: User) -> set[int]:
    """The user's own attendances of which something new was said."""
    rows = Notice.objects.filter(person__user=user, read_at__isnull=True, attendance__isnull=False)
    return set(rows.values_list("attendance", flat=True))


def read(user: User) -> None:
    """Note that the user looked at their trainings."""
    rows = Notice.objects.filter(person__user=user, read_at__isnull=True, attendance__isnull=False)
    rows.update(read_at=timezone.now())


def _queue(
    training: Training,
    purpose: str,
    at: datetime.datetime,
    *,
    mark: str = "",
    only_told: bool = False,
    invited_until: datetime.datetime | None = None,
) -> int:
    facts = {
        "training": training.pk,
        "purpose": str(purpose),
        "mark": mark,
        "only_told": only_told,
        "invited_until": invited_until or at,
        "due": gate.quiet_until(at) or at,
    }
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES_SQL, facts)
        return cursor.rowcount


def _words(status: str, reason: str) -> str:
    if status == Status.SENT:
        return _("told")
    if status in OPEN:
        return _("the message waits")
    return str(gate.Refusal(reason).label) if reason else _("the message failed")


def _try_again(training: Training, at: datetime.datetime) -> None:
    """Queue invitations again that the gate stopped: a silence may be over, a consent given. The gate decides anew."""
    stopped = Delivery.objects.filter(attendance__training=training, purpose=Purpose.TRAINING, status=Status.STOPPED)
    stopped.update(status=Status.QUEUED, stop_reason="", due_at=gate.quiet_until(at) or at)


register(Announcer(tell=tell, outcome=outcome, unread=unread, read=read))
