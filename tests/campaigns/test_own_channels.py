"""One's own channels and what services outside tell us: codes work once, secrets are asked for, foreign things stay foreign."""

import json

import pytest
from django.utils import timezone

from campaigns.models import ChannelAddress, Delivery
from campaigns.services import addresses, bounces
from influencers.services import own_erasure, own_side
from network.errors import RightMissing, RuleBroken
from network.sealing import unseal
from tests.campaigns import channel_cast as cast

TELEGRAM = "https://telegram.example"
PUSH = "https://push.example"


@pytest.fixture
def voice(volunteer):
    return volunteer.person.influencer


@pytest.fixture
def own(volunteer, client_of):
    client = client_of(volunteer)
    client.cookies["samvad_language"] = "en"
    return client


@pytest.fixture
def bot(settings, client_of):
    """Says something to the webhook as Telegram does."""
    cast.switch_telegram_on(settings, TELEGRAM)

    def say(text: str, *, chat: int = 77, secret: str = cast.SECRET, **update):
        body = update or {"message": {"chat": {"id": chat, "type": "private"}, "text": text}}
        return client_of(None).post(
            "/hooks/telegram/", json.dumps(body), content_type="application/json",
            headers={"X-Telegram-Bot-Api-Secret-Token": secret},
        )  # fmt: skip

    return say


def code_from(page) -> str:
    return page.content.decode().partition("?start=")[2].partition('"')[0]


def test_a_deep_link_binds_the_chat_to_the_person_once(own, voice, bot):
    page = own.post("/me/channels/telegram/")
    code = code_from(page)
    assert f'href="https://t.me/samvad_test_bot?start={code}"' in page.content.decode()
    assert len(code) <= 64, "Telegram takes no more"

    answer = bot(f"/start {code}").json()

    assert (answer["method"], answer["chat_id"]) == ("sendMessage", "77")
    row = ChannelAddress.objects.get()
    assert (row.person, row.channel, unseal(row.address_sealed)) == (voice.person, "telegram", "77")
    assert "77" not in (row.address_sealed, row.address_hash)
    voice.person.refresh_from_db()
    assert voice.person.preferred_channel == "telegram"
    assert "comes first" in own.get("/me/channels/").content.decode()
    bot(f"/start {code}", chat=88)
    row.refresh_from_db()
    assert unseal(row.address_sealed) == "77", "used up"


def test_a_code_is_good_for_a_quarter_of_an_hour(own, bot, time_machine):
    time_machine.move_to(timezone.now())
    code = code_from(own.post("/me/channels/telegram/"))
    time_machine.shift(901)
    assert "/me/channels/" in bot(f"/start {code}").json()["text"]
    assert not ChannelAddress.objects.filter(verified_at__isnull=False).exists()


@pytest.mark.parametrize("secret", ["", "wrong", cast.SECRET + "x"])
def test_without_the_secret_the_webhook_does_not_exist(own, bot, secret):
    code = code_from(own.post("/me/channels/telegram/"))
    assert bot(f"/start {code}", secret=secret).status_code == 404
    assert not ChannelAddress.objects.filter(verified_at__isnull=False).exists()


def test_the_webhook_does_not_exist_while_telegram_is_off(bot, settings):
    settings.TELEGRAM_WEBHOOK_SECRET = ""
    assert bot("/start", secret="").status_code == 404


def test_stop_and_block_shut_telegram_and_start_opens_it_again(own, voice, bot):
    bot(f"/start {code_from(own.post('/me/channels/telegram/'))}")
    assert "/me/consents/" in bot("/stop").json()["text"]
    assert cast.standing("telegram") == (True, "own")
    assert "the person said stop" in own.get("/me/channels/").content.decode()
    own.post("/me/channels/resume/", {"channel": "telegram"})
    assert cast.standing("telegram") == (False, "")
    kicked = {"chat": {"id": 77}, "new_chat_member": {"status": "kicked"}}
    assert bot("", my_chat_member=kicked).content == b""
    assert cast.standing("telegram") == (True, "blocked")
    bot(f"/start {code_from(own.post('/me/channels/telegram/'))}")
    assert cast.standing("telegram") == (False, "")


@pytest.mark.parametrize(
    "update",
    [{"edited_message": {}}, {"message": {"chat": {"id": 5, "type": "group"}, "text": "/stop"}}, {"message": "x"},
     {"message": {"chat": {"id": 5, "type": "private"}, "photo": []}}, {"my_chat_member": {"new_chat_member": {}}}],
)  # fmt: skip
def test_what_is_not_for_the_bot_is_taken_and_forgotten(bot, update, db):
    answer = bot("", **update)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_chat_belongs_to_who_connected_it_last(party, bot):
    first, second = cast.make_voice(party.district), cast.make_voice(party.district)
    cast.connect_telegram(first, "77")
    cast.connect_telegram(second, "77")
    assert list(ChannelAddress.objects.values_list("person", flat=True)) == [second.person.pk]


def test_nobody_connects_or_shuts_for_somebody_else(party, bot, voice):
    other = cast.make_voice(party.district)
    with pytest.raises(RightMissing):
        addresses.begin_telegram(voice.person, by=other.person.user)
    for act in (addresses.choose_first, addresses.resume, addresses.forget):
        with pytest.raises(RightMissing):
            act(voice.person, "email", by=other.person.user)


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/x", "https://push.example.evil.org/x", "https://10.0.0.1/x", "https://push.example@evil.org/x",
     "https://evil.org/https://push.example/", "file:///etc/passwd", "", "https://push.example:8443/x"],
)  # fmt: skip
def test_only_known_push_services_are_ever_sent_to(own, settings, endpoint):
    cast.switch_push_on(settings, PUSH)
    own.post("/me/channels/push/", cast.Browser(endpoint).subscription)
    assert not ChannelAddress.objects.exists()


def test_a_star_stands_for_one_name(settings):
    settings.PUSH_SERVICES = ["https://*.push.example/"]
    assert addresses.is_push_service("https://web.push.example/abc")
    assert not addresses.is_push_service("https://push.example/abc")
    assert not addresses.is_push_service("https://web.push.example.org/abc")


def test_a_browser_subscribes_by_a_form(own, voice, settings):
    ours = cast.switch_push_on(settings, PUSH)
    assert f'data-key="{ours}"' in own.get("/me/channels/").content.decode()
    own.post("/me/channels/push/", cast.Browser(f"{PUSH}/abc").subscription)
    row = ChannelAddress.objects.get()
    assert (row.channel, json.loads(unseal(row.address_sealed))["endpoint"]) == ("push", f"{PUSH}/abc")
    with pytest.raises(RuleBroken):
        addresses.subscribe(voice.person, endpoint=f"{PUSH}/abc", p256dh="short", auth="x", by=voice.person.user)


def test_the_worker_of_push_has_one_lasting_address(client_of, db):
    answer = client_of(None).get("/push-worker.js")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert b"showNotification" in answer.content


def test_the_order_is_the_persons(own, voice, party, bot):
    bot(f"/start {code_from(own.post('/me/channels/telegram/'))}")
    own.post("/me/channels/first/", {"channel": "email"})
    cast.send_out(party.district)
    assert cast.by_channel() == {"in_app": "queued", "email": "queued"}
    own.post("/me/channels/first/", {"channel": "sms"})
    voice.person.refresh_from_db()
    assert voice.person.preferred_channel == "email", "what is off can't be first"


def test_no_e_mails_means_none_and_can_be_taken_back(own, voice, party):
    own.post("/me/channels/forget/", {"channel": "email"})
    cast.send_out(party.district)
    assert cast.by_channel() == {"in_app": "queued"}
    own.post("/me/channels/resume/", {"channel": "email"})
    cast.send_out(party.district)
    assert Delivery.objects.filter(channel="email").count() == 1


def test_channels_that_are_off_are_said_to_be(own, settings):
    page = own.get("/me/channels/").content.decode()
    assert page.count("The party has not switched this on.") == 3
    answer = own.post("/me/channels/telegram/", follow=True).content.decode()
    assert "This channel is not in use." in answer


def test_the_status_page_names_what_is_missing(client_of, db):
    told = client_of(None).get("/readyz").json()["channels"]
    assert told["in_app"] == told["email"] == "on"
    assert told["push"] == "off: not set are VAPID_PRIVATE_KEY, VAPID_CONTACT"
    assert told["telegram"].startswith("off: not set are TELEGRAM_BOT_TOKEN")


def test_who_leaves_or_is_erased_keeps_no_address(own, voice, party, bot, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    bot(f"/start {code_from(own.post('/me/channels/telegram/'))}")
    own_side.leave(voice.person, by=voice.person.user)
    assert not ChannelAddress.objects.exists()
    bounces.note(voice.person.email, why="complained")
    own_erasure.erase_me(voice.person, by=voice.person.user)
    assert not ChannelAddress.objects.exists()


def test_my_channels_cost_few_queries(own, bot, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        own.get("/me/channels/")
