"""One's own channels and what services outside tell us: codes work once, secrets are asked for, foreign things stay foreign."""

import hashlib
import hmac
import json
import time

import pytest
from django.utils import timezone

from campaigns.models import ChannelAddress, Delivery
from campaigns.services import addresses, bounces, dispatch
from influencers.services import own_erasure, own_side
from network.errors import RightMissing, RuleBroken
from network.sealing import unseal
from tests import factories
from tests.campaigns import channel_cast as cast

TELEGRAM = "https://telegram.example"
PUSH = "https://push.example"
START = {"message": {"chat": {"id": 77, "type": "private"}, "text": ""}}


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
    assert "My channels" in str(bot(f"/start {code}").json()) or "चैनल" in str(bot(f"/start {code}").json())
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
    assert "The person said stop" in own.get("/me/channels/").content.decode() or "said stop" in str(
        own.get("/me/channels/").content
    )
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


# Bounces ------------------------------------------------------------------------------------------------------------

BOUNCE = {
    "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Email": "volunteer@example.org", "BouncedAt": "2026-11-05T16:33:54.9070259Z", "Metadata": {},
}  # fmt: skip


@pytest.fixture
def postmark(settings, client_of):
    """Posts what Postmark posts, with the password that was agreed."""
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": "samvad:hook-password"}

    def post(body: dict, password: str = "samvad:hook-password"):
        import base64

        basic = base64.b64encode(password.encode()).decode()
        return client_of(None).post(
            "/hooks/email/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Basic {basic}"},
        )

    return post


def sent_brief(voice, party) -> Delivery:
    voice.person.email = "volunteer@example.org"
    voice.person.save()
    cast.send_out(party.district)
    dispatch.drain()
    return Delivery.objects.get(channel="email")


def test_a_bounce_shuts_the_address_and_sends_the_brief_another_way(voice, party, postmark, bot, own, monkeypatch):
    bot(f"/start {code_from(own.post('/me/channels/telegram/'))}")
    own.post("/me/channels/first/", {"channel": "email"})
    brief = sent_brief(voice, party)

    body = BOUNCE | {"Email": "Volunteer@example.org", "Metadata": {"key": brief.key}}
    assert [postmark(body).status_code for _ in range(2)] == [200, 200]

    assert cast.by_channel() == {"in_app": "sent", "email": "failed", "telegram": "queued"}
    row = ChannelAddress.objects.get(channel="email")
    assert (row.why, row.suspended_at is not None) == ("bounced", True)


def test_a_complaint_shuts_the_address_and_sends_nothing_more(voice, party, postmark):
    brief = sent_brief(voice, party)
    body = BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Metadata": {"key": brief.key}}
    assert postmark(body).status_code == 200
    assert cast.standing("email") == (True, "complained")
    assert cast.by_channel() == {"in_app": "sent", "email": "sent"}


@pytest.mark.parametrize(
    "change",
    [{"Type": "SoftBounce", "TypeCode": 4096}, {"RecordType": "Delivery", "Recipient": "volunteer@example.org"}],
)
def test_what_is_no_end_of_an_address_is_left_alone(voice, party, postmark, change):
    sent_brief(voice, party)
    assert postmark(BOUNCE | change).status_code == 200
    assert not ChannelAddress.objects.filter(why="complained").exists()
    assert change["Type"] == "SoftBounce" if "Type" in change else not ChannelAddress.objects.exists()


def test_a_bounce_without_the_password_is_refused(voice, party, postmark):
    sent_brief(voice, party)
    assert postmark(BOUNCE, password="samvad:guess").status_code == 400
    assert not ChannelAddress.objects.exists()


@pytest.mark.parametrize(("key", "status"), [("signing-key", 200), ("another", 400)])
def test_a_signed_bounce_counts_only_with_its_signature(voice, party, settings, client_of, key, status):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "mailgun", {"MAILGUN_WEBHOOK_SIGNING_KEY": "signing-key"}
    brief = sent_brief(voice, party)
    stamp, token = str(int(time.time())), "a" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    body = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": "failed", "severity": "permanent", "reason": "bounce", "timestamp": time.time(), "id": "x",
            "recipient": "volunteer@example.org", "user-variables": {"key": brief.key},
            "delivery-status": {"code": 550, "message": "no such user"},
            "message": {"headers": {"message-id": "x@example.org"}},
        },
    }  # fmt: skip
    answer = client_of(None).post("/hooks/email/", json.dumps(body), content_type="application/json")
    assert answer.status_code == status
    assert ChannelAddress.objects.exists() == (status == 200)


def test_without_a_provider_nobody_tells_of_bounces(client_of, db):
    assert client_of(None).post("/hooks/email/", BOUNCE, content_type="application/json").status_code == 404


def test_what_goes_by_a_provider_carries_the_key(voice, party, settings, monkeypatch):
    from campaigns.channels import Message, email

    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    cast.send_out(party.district)
    row = Delivery.objects.select_related("assignment__topic", "assignment__angle", "person").get(channel="email")
    assert email.compose(Message(row, "https://x.example/", to="a@example.org")).metadata == {"key": row.key}


def test_my_channels_cost_few_queries(own, bot, django_assert_max_num_queries):
    factories.make_person(ChannelAddress.objects.model._meta.apps.get_model("network", "Area").objects.first())
    with django_assert_max_num_queries(10):
        own.get("/me/channels/")
