"""Addresses: a person connects, orders and shuts their own ways; who holds the one-time code or the browser is that person."""

import binascii
import datetime
import fnmatch
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns import channels
from campaigns.models import ChannelAddress
from campaigns.services import ways
from influencers.services.own_side import require_own
from network.errors import RuleBroken
from network.models import Channel, Person, User
from network.sealing import lookup_hash, seal
from network.services import audit
from network.tokens import hash_token, new_token

CODE_LASTS = datetime.timedelta(minutes=15)
KEY_BYTES = {"p256dh": 65, "auth": 16}  # RFC 8291, 3.1 and 3.2
PLACES = (Channel.TELEGRAM, Channel.PUSH, Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True)
class Line:
    """One channel on the person's own page. `standing`: on, shut, unconnected, no_address, off."""

    channel: str
    label: Promise
    standing: str
    address: ChannelAddress | None
    is_first: bool


def lines(person: Person) -> list[Line]:
    """Every channel besides Samvad itself, as it stands for the person, in the order in which they are used."""
    rows = {row.channel: row for row in ChannelAddress.objects.filter(person=person)}
    usable = _usable(person)
    order = [*usable, *(channel for channel in PLACES if channel not in usable)]
    return [
        Line(
            channel=channel,
            label=Channel(channel).label,
            standing=_standing(person, channel, rows.get(channel), is_usable=channel in usable),
            address=rows.get(channel),
            is_first=channel == usable[0] if usable else False,
        )
        for channel in order
    ]


@transaction.atomic
def begin_telegram(person: Person, *, by: User) -> str:
    """The link that opens the bot with a code for this person: it is good once, for a quarter of an hour."""
    require_own(by, person)
    _refuse_off(Channel.TELEGRAM)
    code = new_token()
    until = timezone.now() + CODE_LASTS
    ChannelAddress.objects.update_or_create(
        person=person, channel=Channel.TELEGRAM, defaults={"code_hash": hash_token(code), "code_until": until}
    )
    return f"https://t.me/{settings.TELEGRAM_BOT_NAME}?start={code}"


@transaction.atomic
def finish_telegram(code: str, *, chat: str) -> Person | None:
    """Bind the chat to whoever the code was made for; None for a code that is unknown, used or over."""
    found = ChannelAddress.objects.select_for_update(of=("self",)).filter(
        channel=Channel.TELEGRAM, code_hash=hash_token(code), code_until__gt=timezone.now()
    )
    row = found.select_related("person__home_area").first()
    if row is None:
        return None
    _connect(row.person, Channel.TELEGRAM, chat, by=None)
    return row.person


def stop_telegram(chat: str, *, why: str) -> bool:
    """The person told the bot to stop, or blocked it; whether the chat is known."""
    row = ChannelAddress.objects.filter(channel=Channel.TELEGRAM, address_hash=_hash(Channel.TELEGRAM, chat)).first()
    if row is None:
        return False
    ways.suspend(row.person_id, Channel.TELEGRAM, why=why)
    return True


@transaction.atomic
def subscribe(person: Person, *, endpoint: str, p256dh: str, auth: str, by: User) -> ChannelAddress:
    """Take a browser's subscription. Raises RuleBroken where it is none of a push service that we send to."""
    require_own(by, person)
    _refuse_off(Channel.PUSH)
    keys = {"p256dh": p256dh, "auth": auth}
    if not is_push_service(endpoint) or any(_size(text) != KEY_BYTES[name] for name, text in keys.items()):
        raise RuleBroken(_("This browser's messages can't be used here."), code="bad_subscription")
    return _connect(person, Channel.PUSH, ways.subscription(endpoint, **keys), by=by, found_by=endpoint)


@transaction.atomic
def allow_sms(person: Person, *, by: User) -> ChannelAddress:
    """Let SMS come to the number of one's own record. Raises RuleBroken where there is none, or SMS are off."""
    require_own(by, person)
    _refuse_off(Channel.SMS)
    if not person.phone_hash:
        raise RuleBroken(_("No mobile number is recorded for you."), code="no_number")
    now = timezone.now()
    row, _made = ChannelAddress.objects.update_or_create(
        person=person,
        channel=Channel.SMS,
        defaults={
            "address_hash": person.phone_hash,
            "verified_at": now,
            "suspended_at": None,
            "why": "",
            "failures": 0,
        },
    )
    _note("channel.connected", row, by)
    return row


@transaction.atomic
def choose_first(person: Person, channel: str, *, by: User) -> None:
    """Use this way before the others. Raises RuleBroken for one that can't be used."""
    require_own(by, person)
    if channel not in _usable(person):
        raise RuleBroken(_("This way can't be used at present."), code="not_usable")
    person.preferred_channel = channel
    person.save(update_fields=["preferred_channel"])
    audit.record("channel.first", person, by=by, area=person.home_area, channel=channel)


@transaction.atomic
def resume(person: Person, channel: str, *, by: User) -> None:
    """Try a shut way again; what comes back shuts it anew."""
    require_own(by, person)
    rows = ChannelAddress.objects.filter(person=person, channel=channel, suspended_at__isnull=False)
    for row in rows:
        row.suspended_at, row.why, row.failures = None, "", 0
        row.save(update_fields=["suspended_at", "why", "failures"])
        _note("channel.connected", row, by)


@transaction.atomic
def forget(person: Person, channel: str, *, by: User) -> None:
    """Disconnect a way: its address is deleted. E-mail is not disconnected but shut: its address stands in the profile."""
    require_own(by, person)
    if channel == Channel.EMAIL:
        ways.suspend(person.pk, channel, why="own", email=person.email)
        return
    for row in ChannelAddress.objects.filter(person=person, channel=channel):
        _note("channel.forgotten", row, by)
        row.delete()


def is_push_service(endpoint: str) -> bool:
    """Whether the address is one of a known push service; nothing else is ever sent to."""
    at = urlsplit(endpoint)
    for known in map(urlsplit, settings.PUSH_SERVICES):
        is_host = fnmatch.fnmatchcase(at.netloc.lower(), known.netloc) and "@" not in at.netloc
        if at.scheme == known.scheme and is_host and at.path.startswith(known.path) and len(endpoint) <= 1000:
            return True
    return False


def _connect(person: Person, channel: str, address: str, *, by: User | None, found_by: str = "") -> ChannelAddress:
    """Write the address. Who connects a chat or a browser last is who reads there: it leaves whoever had it before."""
    hashed = _hash(channel, found_by or address)
    ChannelAddress.objects.filter(channel=channel, address_hash=hashed).exclude(person=person).delete()
    row, _made = ChannelAddress.objects.update_or_create(
        person=person,
        channel=channel,
        defaults={
            "address_sealed": seal(address), "address_hash": hashed, "verified_at": timezone.now(), "suspended_at": None,
            "why": "", "failures": 0, "code_hash": "", "code_until": None,
        },
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(preferred_channel=channel)
    _note("channel.connected", row, by)
    return row


def _standing(person: Person, channel: str, row: ChannelAddress | None, *, is_usable: bool) -> str:
    if not channels.is_on(channel):
        return "off"
    if is_usable:
        return "on"
    if (channel == Channel.EMAIL and not person.email) or (channel == Channel.SMS and not person.phone_hash):
        return "no_address"
    return "shut" if row is not None and row.suspended_at else "unconnected"


def _usable(person: Person) -> list[str]:
    """The channels that reach the person now, the first first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT channel FROM campaigns_usable_way WHERE person_id = %s ORDER BY place, channel", [person.pk]
        )
        return [channel for (channel,) in cursor.fetchall() if channels.is_on(channel)]


def _refuse_off(channel: str) -> None:
    if not channels.is_on(channel):
        raise RuleBroken(_("This channel is not in use."), code="channel_off")


def _hash(channel: str, address: str) -> str:
    return lookup_hash(f"{channel} {address}")


def _size(text: str) -> int:
    try:
        return len(binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)))
    except binascii.Error:
        return 0


def _note(verb: str, row: ChannelAddress, by: User | None) -> None:
    audit.record(verb, row, by=by, area=row.person.home_area, channel=row.channel)
