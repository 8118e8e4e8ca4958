"""Mail, static files, messages, logs, beat: what config does for the rest."""

import datetime
import email
import logging
import time

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from kombu.exceptions import OperationalError

from campaigns import tasks
from config.beat import LockedScheduler
from config.celery import app
from config.logs import NoSecrets
from config.management.commands import messages
from network import doorbell
from network.locks import Lock
from network.models import Person, User
from scripts import browser
from tests.journeys.conftest import free_port


def test_an_email_is_a_file_and_a_repeat_replaces_itself(settings):
    for _ in range(2):
        mail.EmailMessage("विषय", "पाठ", to=["a@example.org"], headers={"X-Samvad-Key": "k1"}).send()
    (file,) = settings.OUTBOX_DIR.glob("*.eml")
    assert email.message_from_bytes(file.read_bytes())["To"] == "a@example.org"


def test_smtp_by_setting(settings, monkeypatch):
    from aiosmtpd.controller import Controller

    class Keeper:
        def __init__(self) -> None:
            self.subjects: list[str] = []

        async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name
            self.subjects.append(email.message_from_bytes(envelope.content)["X-Samvad-Key"])
            return "250 OK"

    keeper = Keeper()
    port = free_port()
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        from config import environment

        for name, value in environment.email(f"smtp://127.0.0.1:{port}").items():
            setattr(settings, name, value)
        mail.EmailMessage("x", "y", to=["a@example.org"], headers={"X-Samvad-Key": "k1"}).send()
    finally:
        controller.stop()
    assert keeper.subjects == ["k1"]


def test_the_hindi_catalogue_is_complete():
    call_command("messages", "check")


@pytest.mark.parametrize(
    ("change", "said"),
    [(lambda text: text.replace('msgid "Verify"\nmsgstr "जाँच ली, सही है"', 'msgid "Verify"\nmsgstr ""'), "without Hindi: Verify"),
     (lambda text: text.replace('msgid "Verify"\n', '#, fuzzy\nmsgid "Verify"\n'), "fuzzy: Verify"),
     (lambda text: text.replace('"ब्रीफ: %(title)s"', '"ब्रीफ: %(titel)s"'), "other placeholders: Brief: %(title)s"),
     (lambda text: text.replace('msgid "Verify"\n', 'msgid "Verified it"\n'), "not collected: Verify")],
)  # fmt: skip
def test_a_gap_in_the_catalogue_fails_the_check(change, said, settings, tmp_path):
    from pathlib import Path

    place = tmp_path / "hi" / "LC_MESSAGES"
    place.mkdir(parents=True)
    original = (Path(settings.LOCALE_PATHS[0]) / "hi" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    changed = change(original)
    assert changed != original
    (place / "django.po").write_text(changed, encoding="utf-8")
    assert said in messages.find_faults(place / "django.po")


def test_logs_hold_no_secrets():
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET /b/%s/ by %s", ("A" * 43, "+919826012345"), None)
    NoSecrets().filter(record)
    assert "A" * 43 not in record.getMessage()
    assert "9826012345" not in record.getMessage()


@pytest.mark.django_db(transaction=True)
def test_of_two_beats_one_counts():
    from psycopg2 import connect

    other = connect(host=connection.settings_dict["HOST"], dbname=connection.settings_dict["NAME"], user="samvad")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [Lock.BEAT])
            assert cursor.fetchone()[0]
        beat = LockedScheduler(app, lazy=True)
        assert not beat.holds_lock()
        other.close()
        end = time.monotonic() + 10  # the server lets go of the lock once it notices
        while not beat.holds_lock() and time.monotonic() < end:
            time.sleep(0.05)
        assert beat.holds_lock()
        assert beat.holds_lock()
    finally:
        other.close()
        connection.close()


def test_every_line_of_the_beat_table_names_a_task():
    app.loader.import_default_modules()
    assert {line["task"] for line in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_the_demo_is_the_same_for_the_same_seed_and_marked_as_fictional(db, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SAMVAD_HOME", str(tmp_path))
    call_command("prepare")
    assert Person.objects.count() > 250
    assert not Person.objects.filter(is_fictional=False).exists()
    names = list(Person.objects.order_by("pk").values_list("name_hi", flat=True)[:5])
    assert (tmp_path / "test" / "demo_logins.txt").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("make_demo")
    call_command("prepare")
    assert User.objects.filter(username="state").count() == 1
    assert all(any(word in name for word in ("कल्पित", "काल्पनिक", "नमूना", "उदाहरण", "मिसाल")) for name in names)


def test_no_demo_where_it_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("make_demo")


def test_a_missing_browser_is_one_line_here_and_a_failure_in_ci(monkeypatch, capsys):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", "")
    assert browser.main() == 0
    assert "tests/journeys are left out" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1


def test_a_slice_of_sending_that_ran_out_asks_for_the_next(monkeypatch):
    rings = []
    monkeypatch.setattr(tasks, "ring", rings.append)
    monkeypatch.setattr(tasks.dispatch, "drain", lambda until: None)
    tasks.dispatch_due()
    assert rings == [], "nothing was left"
    monkeypatch.setattr(tasks, "SLICE", datetime.timedelta(0))
    tasks.dispatch_due()
    assert rings == ["campaigns.dispatch"]


def test_a_broker_that_is_away_fails_no_write(db, settings, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(doorbell.current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("campaigns.dispatch")
