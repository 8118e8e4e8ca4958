"""Bounces: what a mail provider says afterwards shuts the address, and the message goes the person's next way."""

from anymail.signals import AnymailTrackingEvent, EventType
from django.db import transaction

from campaigns.models import Delivery
from campaigns.services import ways
from network.models import Channel, Person

WHY = {
    EventType.BOUNCED: "bounced",
    EventType.REJECTED: "bounced",
    EventType.COMPLAINED: "complained",
    EventType.UNSUBSCRIBED: "own",
}
Status = Delivery.Status


def receive(sender: type, event: AnymailTrackingEvent, esp_name: str, **_signal: object) -> None:
    """Take what django-anymail has checked and read; everything but the end of an address is left alone."""
    why = WHY.get(event.event_type, "")
    if why and event.recipient:
        note(str(event.recipient), why=why, key=str((event.metadata or {}).get("key", "")))


@transaction.atomic
def note(email: str, *, why: str, key: str = "") -> int:
    """Shut the address for everybody whose it is; a bounced message counts as failed. Returns how many people it was.

    Said twice, it changes nothing more.
    """
    people = list(Person.objects.known().filter(email__iexact=email))
    for person in people:
        ways.suspend(person.pk, Channel.EMAIL, why=why, email=person.email)
    if why == "bounced" and key:
        _fail(people, key)
    return len(people)


def _fail(people: list[Person], key: str) -> None:
    sent = Delivery.objects.filter(person__in=people, channel=Channel.EMAIL, status=Status.SENT)
    failed = list(
        (sent.filter(key=key) | sent.filter(message_key=key)).select_for_update().values_list("pk", flat=True)
    )
    Delivery.objects.filter(pk__in=failed).update(status=Status.FAILED, sent_at=None, last_error="it came back")
    ways.fall_back(failed)
