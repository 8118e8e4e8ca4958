"""Push and SMS against real servers: what is sent opens in one browser only, and SMS are the registered text byte for byte."""

import base64
import json
import re

import pytest
import time_machine as clock
from django.utils import timezone
from http_ece import ECEException

from campaigns import channels
from campaigns.models import Delivery
from campaigns.services import addresses, dispatch
from network.models import Channel
from tests import stand_ins
from tests.campaigns import channel_cast as cast
from tests.campaigns.test_gate import at
from tests.stand_ins import told


@pytest.fixture
def server():
    with stand_ins.running() as stand_in:
        yield stand_in


# Push ---------------------------------------------------------------------------------------------------------------


def test_a_push_is_sealed_for_the_one_browser_and_says_no_more_than_that_something_is_there(party, server, settings):
    our_key = cast.switch_push_on(settings, server.address)
    browser = cast.connect_push(cast.make_voice(party.district), f"{server.address}/push/abc")
    topic = cast.send_out(party.district)
    server.answer = lambda heard: (201, {}, b"")

    dispatch.drain()

    (heard,) = server.heard
    key = Delivery.objects.get(channel="push").key
    assert (heard.path, heard.headers["content-encoding"], heard.headers["ttl"]) == ("/push/abc", "aes128gcm", "86400")
    assert heard.headers["urgency"] == "normal"
    shown = json.loads(browser.open(heard.body))
    assert (shown["tag"], shown["url"].startswith(f"{settings.BASE_URL}/b/")) == (key, True)
    assert topic.title_hi not in str(shown)
    assert topic.title_hi.encode() not in heard.body
    signed, public = re.fullmatch(
        r"vapid t=([\w.-]+),k=([\w-]+)", heard.headers["authorization"].replace(" k", "k")
    ).groups()
    claims = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert (public, claims["aud"], claims["sub"]) == (our_key, server.address, settings.VAPID_CONTACT)
    with pytest.raises(ECEException):
        cast.Browser("x").open(heard.body)


def test_rapid_response_is_pushed_as_urgent(party, server, settings):
    cast.switch_push_on(settings, server.address)
    cast.connect_push(cast.make_voice(party.district), f"{server.address}/push/abc")
    cast.send_out(party.district, kind="rapid_response")
    dispatch.drain()
    assert server.heard[0].headers["urgency"] == "high"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_forgot_us_is_shut(party, server, settings, status):
    cast.switch_push_on(settings, server.address)
    cast.connect_push(cast.make_voice(party.district), f"{server.address}/push/abc")
    cast.send_out(party.district)
    server.answer = lambda heard: told(status)
    dispatch.drain()
    assert cast.standing("push") == (True, "gone")
    assert cast.by_channel() == {"in_app": "sent", "push": "failed", "email": "sent"}


def test_a_push_service_that_asks_to_wait_is_waited_for(party, server, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    cast.switch_push_on(settings, server.address)
    cast.connect_push(cast.make_voice(party.district), f"{server.address}/push/abc")
    cast.send_out(party.district)
    server.answer = lambda heard: told(429, Retry_After="9")
    dispatch.drain()
    row = Delivery.objects.get(channel="push")
    assert (row.held_by, row.due_at) == ("pace", timezone.now() + timezone.timedelta(seconds=9))


# SMS ----------------------------------------------------------------------------------------------------------------


def test_an_sms_is_the_registered_text_byte_for_byte(party, server, settings):
    cast.switch_sms_on(settings, server.address)
    voice = cast.make_voice(party.district, phone="+919826012345", email="")
    addresses.allow_sms(voice.person, by=voice.person.user)
    with clock.travel(at(12), tick=False):
        cast.send_out(party.district)
        dispatch.drain()
    (heard,) = server.heard
    key = Delivery.objects.get(channel="sms").key
    assert heard.json == {
        "entity_id": "1101", "header": "SAMVAD", "template_id": "1107", "to": "+919826012345", "reference": key,
        "text": cast.SMS_TEXT,
    }  # fmt: skip
    assert heard.json["text"].encode() == settings.SMS_TEMPLATE.encode()
    assert (heard.headers["idempotency-key"], heard.headers["authorization"]) == (key, "Bearer gateway-key")


def test_sms_leave_by_day_only(party, server, settings):
    cast.switch_sms_on(settings, server.address)
    voice = cast.make_voice(party.district, phone="+919826012345", email="")
    addresses.allow_sms(voice.person, by=voice.person.user)
    with clock.travel(at(7), tick=False):
        cast.send_out(party.district)
        dispatch.drain()
        row = Delivery.objects.get(channel="sms")
        assert (row.status, row.held_by, row.due_at) == ("queued", "sms_hours", at(10))
    with clock.travel(at(10), tick=False):
        dispatch.drain()
    assert len(server.heard) == 1


@pytest.mark.parametrize("name", channels.NEEDS[Channel.SMS])
def test_sms_are_off_while_anything_is_missing(party, server, settings, name):
    cast.switch_sms_on(settings, server.address)
    voice = cast.make_voice(party.district, phone="+919826012345", email="")
    addresses.allow_sms(voice.person, by=voice.person.user)
    setattr(settings, name, "")
    with clock.travel(at(12), tick=False):
        cast.send_out(party.district)
        dispatch.drain()
    assert server.heard == []
    assert cast.by_channel() == {"in_app": "sent", "sms": "failed"}
    assert channels.standing()["sms"] == f"off: not set are {name}"


def test_another_number_is_not_written_to_before_its_owner_allows_it(party, server, settings):
    cast.switch_sms_on(settings, server.address)
    voice = cast.make_voice(party.district, phone="+919826012345", email="")
    addresses.allow_sms(voice.person, by=voice.person.user)
    voice.person.phone = "+919826099999"
    voice.person.save()
    cast.send_out(party.district)
    assert cast.by_channel() == {"in_app": "queued"}
