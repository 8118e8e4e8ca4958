"""The in-app channel: a notice that stands in Samvad until the person reads it. Its key makes a repeat harmless."""

from django.utils import timezone

from campaigns.channels.base import Message, Outcome, Result
from campaigns.models import Notice


class InAppChannel:
    """Writes one notice per message, all of a batch in one statement."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        now = timezone.now()
        Notice.objects.bulk_create(
            [
                Notice(
                    key=message.key,
                    person_id=message.delivery.person_id,
                    assignment_id=message.delivery.assignment_id,
                    attendance_id=message.delivery.attendance_id,
                    purpose=message.delivery.purpose,
                    at=now,
                )
                for message in messages
            ],
            ignore_conflicts=True,
        )
        return [Outcome(message.delivery.pk, Result.SENT) for message in messages]
