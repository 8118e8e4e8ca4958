"""Channels: each against a real server that speaks as its service does; dead addresses are shut, and the next way is taken."""

import logging
import re

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns import channels
from campaigns.models import ChannelAddress, ChannelPace, Delivery
from campaigns.services import addresses, dispatch, topics, ways
from network.models import AuditEntry
from tests import factories, stand_ins
from tests.campaigns import channel_cast as cast
from tests.journeys.conftest import free_port
from tests.stand_ins import told


@pytest.fixture(autouse=True)
def _asked_often(settings) -> None:
    """One person is asked for many topics here; how often is allowed is tested elsewhere."""
    settings.ASKS_A_WEEK = 50


@pytest.fixture
def server():
    with stand_ins.running() as stand_in:
        yield stand_in


@pytest.fixture
def telegram(server, settings):
    cast.switch_telegram_on(settings, server.address)
    return server


def test_a_brief_goes_by_samvad_and_the_first_other_way_only(party, telegram):
    voice = cast.make_voice(party.district)
    cast.connect_telegram(voice, "77")
    other = factories.make_influencer(party.district)
    nobody = factories.make_influencer(party.district, email="")

    cast.send_out(party.district)

    assert cast.by_channel(person=voice.person) == {"in_app": "queued", "telegram": "queued"}
    assert cast.by_channel(person=other.person) == {"in_app": "queued", "email": "queued"}
    assert cast.by_channel(person=nobody.person) == {"in_app": "queued"}


def test_the_bot_sends_text_with_the_key_and_no_preview(party, telegram, settings):
    voice = cast.make_voice(party.district)
    cast.connect_telegram(voice, "77")
    topic = cast.send_out(party.district)

    dispatch.drain()

    (heard,) = telegram.heard
    key = Delivery.objects.get(channel="telegram").key
    assert (heard.path, heard.headers["x-samvad-key"]) == (f"/bot{cast.TOKEN}/sendMessage", key)
    assert (heard.json["chat_id"], heard.json["link_preview_options"]) == ("77", {"is_disabled": True})
    assert topic.title_hi in heard.json["text"]
    assert f"{settings.BASE_URL}/b/" in heard.json["text"]
    assert cast.by_channel() == {"in_app": "sent", "telegram": "sent"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [(told(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}), "blocked"),
     (told(400, {"ok": False, "description": "Bad Request: chat not found"}), "gone")],
)  # fmt: skip
def test_a_blocked_bot_shuts_telegram_and_the_brief_goes_by_e_mail(party, telegram, settings, answer, why):
    voice = cast.make_voice(party.district)
    cast.connect_telegram(voice, "77")
    cast.send_out(party.district)
    telegram.answer = lambda heard: answer

    dispatch.drain()

    assert cast.by_channel() == {"in_app": "sent", "telegram": "failed", "email": "sent"}
    assert cast.standing("telegram") == (True, why)
    assert AuditEntry.objects.filter(verb="channel.shut").count() == 1
    assert len(list(settings.OUTBOX_DIR.glob("*.eml"))) == 1
    cast.send_out(party.district)
    dispatch.drain()
    assert len(telegram.heard) == 1, "nobody writes there again"
    assert Delivery.objects.filter(channel="email", status="sent").count() == 2


def test_when_telegram_asks_to_wait_everybody_waits_and_no_try_is_lost(party, telegram, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    chats = {cast.make_voice(party.district).person: chat for chat in ("71", "72", "73")}
    for person, chat in chats.items():
        cast.connect_telegram(person.influencer, chat)
    cast.send_out(party.district)
    telegram.answer = lambda heard: told(429, {"ok": False, "parameters": {"retry_after": 17}})

    dispatch.drain()

    assert len(telegram.heard) == 1, "the others did not even ask"
    waits = Delivery.objects.filter(channel="telegram")
    due = timezone.now() + timezone.timedelta(seconds=17)
    assert set(waits.values_list("status", "held_by", "attempts", "due_at")) == {("queued", "pace", 0, due)}
    assert ChannelPace.objects.get(channel="telegram").paused_until == due
    telegram.answer = lambda heard: told(200)
    assert dispatch.drain() == 0
    time_machine.move_to(due, tick=False)
    in_line = [chats[row.person] for row in waits.select_related("person").order_by("pk")]
    assert dispatch.drain() == 3
    assert [heard.json["chat_id"] for heard in telegram.heard[1:]] == in_line


def test_a_server_that_is_ill_or_away_is_tried_again_with_the_same_key(party, telegram, settings, time_machine):
    time_machine.move_to(timezone.now())
    cast.connect_telegram(cast.make_voice(party.district), "77")
    cast.send_out(party.district)
    telegram.answer = lambda heard: told(502)
    dispatch.drain()
    settings.TELEGRAM_API_URL = f"http://127.0.0.1:{free_port()}"
    time_machine.shift(31)
    dispatch.drain()
    row = Delivery.objects.get(channel="telegram")
    assert (row.status, row.held_by, row.last_error) == ("queued", "retry", "ConnectError")
    settings.TELEGRAM_API_URL = telegram.address
    telegram.answer = lambda heard: told(200)
    time_machine.shift(61)
    dispatch.drain()
    assert {heard.headers["x-samvad-key"] for heard in telegram.heard} == {row.key}
    assert len(telegram.heard) == 2


def test_the_token_of_the_bot_stands_in_no_log(party, telegram, caplog):
    from config.logs import NoSecrets

    caplog.set_level(logging.INFO)
    cast.connect_telegram(cast.make_voice(party.district), "77")
    cast.send_out(party.district)
    telegram.answer = lambda heard: told(500)
    dispatch.drain()
    assert logging.getLogger("httpx").level >= logging.WARNING
    assert cast.TOKEN not in caplog.text
    record = logging.LogRecord(
        "x", logging.INFO, "", 0, f"POST https://t.example/bot{cast.TOKEN}/sendMessage", (), None
    )
    NoSecrets().filter(record)
    assert cast.TOKEN not in record.getMessage()


# E-mail -------------------------------------------------------------------------------------------------------------


class Mailbox:
    """An SMTP server that knows one address only."""

    def __init__(self, refusal: str) -> None:
        self.refusal, self.got = refusal, []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address.startswith("gone"):
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.got.append(envelope.rcpt_tos[0])
        return "250 OK"


@pytest.fixture
def mail_server(settings):
    from config import environment

    mailbox = Mailbox("550 5.1.1 no such user")
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    for name, value in environment.email(f"smtp://127.0.0.1:{controller.port}").items():
        setattr(settings, name, value)
    yield mailbox
    controller.stop()


def test_an_unknown_mailbox_is_shut_and_the_next_way_is_taken(party, mail_server, telegram):
    voice = cast.make_voice(party.district, email="gone@example.org")
    cast.connect_telegram(voice, "77")
    addresses.choose_first(voice.person, "email", by=voice.person.user)
    well = factories.make_influencer(party.district, email="well@example.org")
    cast.send_out(party.district)

    dispatch.drain()

    assert cast.by_channel(person=voice.person) == {"in_app": "sent", "email": "failed", "telegram": "sent"}
    assert cast.by_channel(person=well.person) == {"in_app": "sent", "email": "sent"}
    assert cast.standing("email") == (True, "bounced")
    assert mail_server.got == ["well@example.org"]


def test_a_new_address_begins_unharmed(party, mail_server):
    voice = cast.make_voice(party.district, email="gone@example.org")
    cast.send_out(party.district)
    dispatch.drain()
    cast.send_out(party.district)
    assert Delivery.objects.filter(channel="email").count() == 1, "shut: not even queued"
    voice.person.email = "New@example.org"
    voice.person.save()
    cast.send_out(party.district)
    dispatch.drain()
    assert mail_server.got == ["New@example.org"]


def test_a_mailbox_that_is_full_for_now_is_tried_again(party, mail_server):
    mail_server.refusal = "452 4.2.2 full"
    cast.make_voice(party.district, email="gone@example.org")
    cast.send_out(party.district)
    dispatch.drain()
    assert cast.by_channel() == {"in_app": "sent", "email": "queued"}
    assert not ChannelAddress.objects.exists()


def test_an_address_that_fails_again_and_again_is_shut(party, mail_server):
    mail_server.refusal = "554 5.7.1 we don't like you"
    cast.make_voice(party.district, email="gone@example.org")
    for _ in range(ways.MOST_FAILURES):
        cast.send_out(party.district)
        dispatch.drain()
    assert cast.standing("email") == (True, "failing")


def test_a_channel_that_was_switched_off_harms_no_address_and_the_next_way_is_taken(party, telegram, settings):
    cast.connect_telegram(cast.make_voice(party.district), "77")
    for _ in range(ways.MOST_FAILURES):
        cast.send_out(party.district)
    settings.TELEGRAM_BOT_TOKEN = ""
    dispatch.drain()
    assert telegram.heard == []
    assert set(Delivery.objects.values_list("channel", "status")) == {
        ("in_app", "sent"), ("telegram", "failed"), ("email", "sent")
    }  # fmt: skip
    assert cast.standing("telegram") == (False, "")


def test_telegram_is_told_once_where_our_webhook_is(telegram, settings, db):
    call_command("set_telegram_webhook")
    (heard,) = telegram.heard
    assert heard.path == f"/bot{cast.TOKEN}/setWebhook"
    assert heard.json == {
        "url": f"{settings.BASE_URL}/hooks/telegram/",
        "secret_token": cast.SECRET,
        "allowed_updates": ["message", "my_chat_member"],
    }
    telegram.answer = lambda heard: told(401, {"ok": False, "description": "Unauthorized"})
    with pytest.raises(CommandError, match="Unauthorized"):
        call_command("set_telegram_webhook")
    settings.TELEGRAM_BOT_NAME = ""
    with pytest.raises(CommandError, match="TELEGRAM_BOT_NAME"):
        call_command("set_telegram_webhook")


def test_a_withdrawal_goes_the_way_the_brief_went_and_another_when_that_is_shut_now(party, telegram, state_lead):
    voice = cast.make_voice(party.district)
    cast.connect_telegram(voice, "77")
    topic = cast.send_out(party.district)
    dispatch.drain()
    telegram.answer = lambda heard: told(403, {"description": "blocked"})
    topics.withdraw(topic, by=state_lead)
    dispatch.drain()
    assert cast.by_channel(purpose="withdrawal") == {"in_app": "sent", "telegram": "failed", "email": "sent"}


def test_no_brief_goes_twice_by_the_same_channel(party, telegram):
    voice = cast.make_voice(party.district)
    cast.connect_telegram(voice, "77")
    cast.send_out(party.district)
    telegram.answer = lambda heard: told(403, {"description": "blocked"})
    dispatch.drain()
    failed = list(Delivery.objects.filter(channel="telegram").values_list("pk", flat=True))
    assert ways.fall_back(failed) == 0, "e-mail has its delivery already, and Telegram is shut"
    assert Delivery.objects.count() == 3


def test_the_address_of_a_wa_me_link_is_all_there_is_of_whatsapp():
    """No adapter, no library: neither installed nor in requirements (Meta's policy bars political parties)."""
    from importlib.metadata import distributions
    from pathlib import Path

    banned = re.compile(
        r"whatsapp|pywa\b|pywa$|yowsup|neonize|whatsfly|wabot|waha|evolution-?api|maytapi|green-?api|heyoo|baileys|venom-bot|wppconnect",
        re.I,
    )
    assert [found.name for found in distributions() if banned.search(found.name or "")] == []
    root = Path(__file__).resolve().parent.parent.parent
    for name in ("requirements.txt", "requirements-dev.txt", "package.json", "package-lock.json"):
        assert not banned.search((root / name).read_text(encoding="utf-8")), name
    assert "whatsapp" not in {str(channel) for channel in channels.ADAPTERS}
