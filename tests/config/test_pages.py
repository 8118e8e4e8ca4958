"""What every answer carries: headers, language, numbers as people in India write them; and health, part by part."""

import datetime

import pytest
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import override

from config import health
from network.models import Heartbeat
from network.services import heartbeats


def test_headers_are_strict(client, db):
    answer = client.get("/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_hindi_first_whatever_the_browser_says_and_english_one_tap_away(client, db):
    page = client.get("/login/", headers={"Accept-Language": "en-GB"}).content.decode()
    assert '<html lang="hi">' in page
    assert "साइन इन करें" in page
    client.post("/language/", {"language": "en", "next": "/login/"})
    page = client.get("/login/").content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(client, db, target):
    assert client.post("/language/", {"language": "en", "next": target}).headers["Location"] == "/"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_numbers_group_in_lakhs(language):
    from django.template import Context, Template

    with override(language):
        assert Template("{{ n }}").render(Context({"n": 1234567})) == "12,34,567"


def test_times_are_indian(db):
    assert timezone.get_current_timezone_name() == "Asia/Kolkata"


def test_a_wrong_password_is_slowed_down(client, django_user_model):
    django_user_model.objects.create_user("somebody", password="right horse battery")
    for _ in range(9):
        answer = client.post("/login/", {"username": "somebody", "password": "wrong"})
    assert answer.status_code == 429
    right = client.post("/login/", {"username": "somebody", "password": "right horse battery"})
    assert right.status_code == 429


def test_forms_without_their_token_are_refused(db):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"}).status_code == 403


def test_healthz_asks_nobody(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_tells_the_parts_apart(client, db):
    heartbeats.record("worker")
    heartbeats.record("beat")
    told = client.get("/readyz").json()
    assert {name: text.partition(":")[0] for name, text in told.pop("channels").items()} == {
        "in_app": "on", "email": "on", "telegram": "off", "push": "off", "sms": "off",
    }  # fmt: skip
    assert told == {
        "ready": True, "failing": [], "parts": {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"},
    }  # fmt: skip
    Heartbeat.objects.filter(name="beat").update(at=timezone.now() - datetime.timedelta(minutes=2))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["beat"])


def test_readyz_names_a_broker_that_is_away(client, db):
    heartbeats.record("worker")
    heartbeats.record("beat")
    away = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}}
    with override_settings(CACHES=away):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["broker"])


def test_readyz_names_a_database_that_is_away(client, db, monkeypatch):
    from django.db import OperationalError

    def refuse() -> None:
        raise OperationalError

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    assert "database" in client.get("/readyz").json()["failing"]


def test_our_role_is_no_superuser(db):
    health.check_database()


@pytest.mark.parametrize("path", ["/nothing/", "/topics/nothing/"])
def test_a_page_that_is_not_there_says_so_in_plain_words(client, db, path, django_user_model):
    client.force_login(
        django_user_model.objects.create_user("a", is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.get(path)
    assert answer.status_code == 404
    assert "यहाँ कुछ नहीं है" in answer.content.decode()
