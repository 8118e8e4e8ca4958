"""Settings: from the environment; a wrong value ends the start with one clear sentence; production is safe."""

import base64
import os
import subprocess
import sys

import pytest

from tests.journeys.conftest import BASE_DIR

PRODUCTION = {
    "SAMVAD_ENV": "production",
    "SECRET_KEY": "x9!" * 20 + "äöüabcdefgh",
    "PHONE_KEYS": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "PHONE_LOOKUP_KEY": "lookup" * 8,
    "ALLOWED_HOSTS": "samvad.example",
    "BASE_URL": "https://samvad.example",
    "DATABASE_URL": "postgresql://samvad@127.0.0.1/samvad",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "SAMVAD_HOME")}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=BASE_DIR, env=environment | settings, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("SAMVAD_ENV", "prod"), ("PORT", "eighty"), ("PORT", "99999"), ("BASE_URL", "samvad.example"), ("DEBUG", "perhaps"),
     ("DATABASE_URL", "sqlite:///db.sqlite3"), ("DATABASE_URL", "postgresql://a:b@host:port/x"), ("REDIS_URL", "http://localhost"),
     ("EMAIL_URL", "mail.example.org"), ("QUIET_HOURS", "late"), ("TRUSTED_PROXY_COUNT", "many"), ("PHONE_KEYS", "short"),
     ("PROSPECT_DAYS", "0"), ("EMAIL_PROVIDER", "pigeon"), ("EMAIL_PROVIDER_SETTINGS", "[]"), ("TELEGRAM_API_URL", "telegram"),
     ("VAPID_PRIVATE_KEY", "short"), ("SMS_TEMPLATE", "Read {#var#}"), ("SMS_HOURS", "by day"), ("CHANNEL_RATES", "pigeon=3"),
     ("CHANNEL_RATES", "telegram=fast"), ("DIGEST_AT", "morning"), ("DAILY_CAP", "few")],
)  # fmt: skip
def test_a_wrong_value_is_named_in_one_sentence(name, value):
    done = manage("check", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "change", [{"SECRET_KEY": "short"}, {"SECRET_KEY": ""}, {"DEBUG": "yes"}, {"PHONE_KEYS": ""}, {"SECOND_FACTOR": "no"},
               {"PHONE_LOOKUP_KEY": "short"}, {"ALLOWED_HOSTS": ""},
               {"BASE_URL": "http://samvad.example"}, {"DEVELOPER_PAGES": "yes"},
               {"TELEGRAM_API_URL": "http://telegram.example"},
               {"EMAIL_PROVIDER_SETTINGS": '{"POSTMARK_SERVER_TOKEN": "x"}', "EMAIL_PROVIDER": "postmark"}],
)  # fmt: skip
def test_production_refuses_what_is_unsafe(change):
    done = manage("check", **(PRODUCTION | change))
    assert done.returncode == 2
    assert next(iter(change)) in done.stderr


def test_check_deploy_is_clean_in_production():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_every_setting_is_explained_in_the_example():
    import re

    texts = [
        (BASE_DIR / "config" / name).read_text(encoding="utf-8") for name in ("settings.py", "channel_settings.py")
    ]
    read = {name for text in texts for name in re.findall(r'env\.\w+\(\s*"(\w+)"', text)}
    named = set(re.findall(r"^#?\s?(\w+)=", (BASE_DIR / ".env.example").read_text(encoding="utf-8"), re.M))
    assert read | {"SAMVAD_HOME"} == named


@pytest.mark.parametrize("command", ["prepare", "make_demo", "messages", "reseal_phones"])
def test_commands_explain_themselves(command):
    said = manage(command, "--help").stdout
    assert len(said) > 300
