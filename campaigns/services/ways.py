"""Ways: where a message goes by its channel, what shuts an address, and the next way when one failed for good."""

import hashlib
import json

from django.db import connection
from django.db.models import F
from django.utils import timezone

from campaigns.channels import Outcome, Result, is_on
from campaigns.models import ChannelAddress, Delivery
from network.models import Channel
from network.sealing import unseal
from network.services import audit

MOST_FAILURES = 5
NO_ADDRESS = "no usable address"
OWN_ROW = (Channel.TELEGRAM, Channel.PUSH)

USABLE_SQL = """
    SELECT way.person_id, way.channel, address.address_sealed
    FROM campaigns_usable_way way
    LEFT JOIN campaigns_channeladdress address USING (person_id, channel)
    WHERE way.person_id = ANY(%s)"""

# A key ends in its channel: the same message by another way has the same key but for the end, and exists once.
FALLBACK_SQL = """
    INSERT INTO campaigns_delivery (key, assignment_id, attendance_id, person_id, area_id, channel, purpose, status, due_at)
    SELECT key.start || next.channel, failed.assignment_id, failed.attendance_id, failed.person_id, failed.area_id,
           next.channel, failed.purpose, 'queued', %(at)s
    FROM campaigns_delivery failed
    CROSS JOIN LATERAL (SELECT left(failed.key, -length(failed.channel)) AS start) AS key
    CROSS JOIN LATERAL (
        SELECT way.channel FROM campaigns_usable_way way
        WHERE way.person_id = failed.person_id
          AND NOT EXISTS (SELECT FROM campaigns_delivery tried WHERE tried.key = key.start || way.channel)
        ORDER BY way.place LIMIT 1) AS next
    WHERE failed.id = ANY(%(failed)s) AND failed.channel <> 'in_app' AND failed.key LIKE '%%:' || failed.channel
    ON CONFLICT (key) DO NOTHING"""


def targets(deliveries: list[Delivery]) -> dict[int, str]:
    """Where each delivery goes, by its number; one that is missing has no usable address (any more). One query."""
    outward = [delivery for delivery in deliveries if delivery.channel != Channel.IN_APP]
    found = {delivery.pk: "" for delivery in deliveries if delivery.channel == Channel.IN_APP}
    if not outward:
        return found
    with connection.cursor() as cursor:
        cursor.execute(USABLE_SQL, [[delivery.person_id for delivery in outward]])
        usable = {(person, channel): sealed for person, channel, sealed in cursor.fetchall()}
    for delivery in outward:
        way = (delivery.person_id, delivery.channel)
        if way in usable and is_on(delivery.channel):
            found[delivery.pk] = _address(delivery, usable[way])
    return found


def fall_back(failed: list[int]) -> int:
    """Queue the next usable way for deliveries that failed for good; return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(FALLBACK_SQL, {"failed": failed, "at": timezone.now()})
        return cursor.rowcount


def note(outcomes: list[Outcome], deliveries: dict[int, Delivery], failed: list[int]) -> None:
    """Write what the outcomes say of addresses: shut ones are suspended at once, failing ones after several in a row."""
    for outcome in outcomes:
        delivery = deliveries[outcome.delivery_id]
        if outcome.shut:
            suspend(delivery.person_id, delivery.channel, why=outcome.shut, email=delivery.person.email)
        elif outcome.delivery_id in failed and outcome.error != NO_ADDRESS:
            _count_failure(delivery)
    well = [deliveries[outcome.delivery_id] for outcome in outcomes if outcome.result == Result.SENT]
    outward = [delivery for delivery in well if delivery.channel != Channel.IN_APP]
    if outward:
        people = [delivery.person_id for delivery in outward]
        channels = {delivery.channel for delivery in outward}
        harmed = ChannelAddress.objects.filter(person__in=people, channel__in=channels, failures__gt=0)
        harmed.update(failures=0)


def suspend(person_id: int, channel: str, *, why: str, email: str = "") -> None:
    """Shut one way of a person, until the address changes or the person connects it again."""
    ChannelAddress.objects.get_or_create(person_id=person_id, channel=channel)
    row = ChannelAddress.objects.select_related("person__home_area").get(person_id=person_id, channel=channel)
    hashed = email_hash(email) if channel == Channel.EMAIL else row.address_hash
    if row.suspended_at and hashed == row.address_hash:
        return
    row.address_hash, row.suspended_at, row.why, row.failures = hashed, timezone.now(), why, 0
    row.save(update_fields=["address_hash", "suspended_at", "why", "failures"])
    audit.record("channel.shut", row, by=None, area=row.person.home_area, channel=channel, why=why)


def email_hash(email: str) -> str:
    """By which an e-mail address is recognised as the one that was shut; the view of ways counts the same."""
    return hashlib.sha256(email.lower().encode()).hexdigest()


def _count_failure(delivery: Delivery) -> None:
    row, _made = ChannelAddress.objects.get_or_create(person_id=delivery.person_id, channel=delivery.channel)
    ChannelAddress.objects.filter(pk=row.pk).update(failures=F("failures") + 1)
    if row.failures + 1 >= MOST_FAILURES:
        suspend(delivery.person_id, delivery.channel, why="failing", email=delivery.person.email)


def _address(delivery: Delivery, sealed: str | None) -> str:
    if delivery.channel == Channel.EMAIL:
        return delivery.person.email
    if delivery.channel == Channel.SMS:
        return delivery.person.phone or ""
    return unseal(sealed)


def subscription(endpoint: str, p256dh: str, auth: str) -> str:
    """What a browser told of its push service, as it is kept and as the adapter reads it."""
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}, sort_keys=True)
