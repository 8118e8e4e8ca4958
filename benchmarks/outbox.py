"""Release and drain of the outbox against raw SQL that writes the same rows, and drain against one Celery task a recipient."""

import datetime
import tempfile

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks import plain_celery
from benchmarks.timing import seconds
from campaigns.models import Assignment, Delivery, Topic
from campaigns.services import dispatch, release, topics
from campaigns.services.briefs import AngleText, BriefText, FactText
from config.demo import Demo
from influencers.models import Roster
from influencers.services import consents, rosters
from network.models import Area, AreaKind
from network.services import areas, offices

TEXT = BriefText(
    why_today_hi="आज", facts=[FactText("तथ्य", "स्रोत")], angles=[AngleText(f"पहलू {n}", "क्या?") for n in range(3)]
)

PLAIN = 500  # so many by the plain design, whose speed does not depend on how many there are

# The floor of a release: the same rows, set aside and taken out again, into the same tables by two bare statements.
SET_ASIDE = """
CREATE TEMPORARY TABLE same_assignment AS SELECT * FROM campaigns_assignment;
CREATE TEMPORARY TABLE same_delivery AS SELECT * FROM campaigns_delivery;
DELETE FROM campaigns_delivery;
DELETE FROM campaigns_assignment;
"""
SAME_ROWS = """
INSERT INTO campaigns_assignment SELECT * FROM same_assignment;
INSERT INTO campaigns_delivery SELECT * FROM same_delivery;
"""
# And into bare temporary tables: no log, no foreign keys, no way back after a crash.
BARE_ROWS = """
CREATE TEMPORARY TABLE floor_assignment (LIKE campaigns_assignment INCLUDING ALL);
CREATE TEMPORARY TABLE floor_delivery (LIKE campaigns_delivery INCLUDING ALL);
INSERT INTO floor_assignment SELECT * FROM campaigns_assignment;
INSERT INTO floor_delivery SELECT * FROM campaigns_delivery;
"""
# The floor of a drain: claim and record in batches of 100, and write each message's row, without channel and gate.
FLOOR_CLAIM = """
UPDATE floor_delivery SET status = 'sending', leased_until = now(), attempts = attempts + 1 WHERE id IN (
    SELECT id FROM floor_delivery WHERE status = 'queued' AND due_at <= now() ORDER BY due_at, id
    LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
FLOOR_RECORD = "UPDATE floor_delivery SET status = 'sent', sent_at = now(), leased_until = NULL WHERE id = ANY(%s)"


def run(people: int) -> None:
    """Print seconds and ratios for release and drain of two deliveries a person."""
    with tempfile.TemporaryDirectory() as outbox:
        settings.DIGEST_AT, settings.DAILY_CAP, settings.SPREAD_MINUTES = None, 0, 0
        settings.OUTBOX_DIR, settings.EMAIL_BACKEND = outbox, "config.mail.FileOutboxBackend"
        topic = prepare(people)
        ours = seconds(lambda: release.release(topic, at=timezone.now()))
        deliveries = Delivery.objects.count()
        name = f"release of {Assignment.objects.count()} assignments, {deliveries} deliveries"
        _run_sql(SET_ASIDE)
        _run_sql("VACUUM (ANALYZE) campaigns_assignment, campaigns_delivery")
        _say(name, ours, seconds(lambda: _run_sql(SAME_ROWS)))
        _say(f"{name} (floor: bare temporary tables)", ours, seconds(lambda: _run_sql(BARE_ROWS)))
        floor = seconds(_floor_drain)
        Delivery.objects.filter(channel="email").update(status="stopped", stop_reason="benchmark")
        in_app = seconds(dispatch.drain)
        _say(f"drain of {deliveries // 2} in-app deliveries (floor: half of the raw claims)", in_app, floor / 2)
        Delivery.objects.filter(channel="email").update(status="queued", stop_reason="")
        e_mail = seconds(dispatch.drain)
        _say(
            f"drain of {deliveries // 2} e-mails into the file outbox (floor: half of the raw claims)",
            e_mail,
            floor / 2,
        )
        assert Delivery.objects.filter(status="sent").count() == deliveries, "everything was sent"
        for channel, name in (("in_app", "notices in Samvad"), ("email", "e-mails into the file outbox")):
            _compare(channel, name, min(PLAIN, deliveries // 2))


def _compare(channel: str, name: str, count: int) -> None:
    """Print how fast ours and one Celery task a recipient drain, with the same sender and two worker processes each."""
    ours, plain = plain_celery.compare(channel, plain_count=count)
    print(
        f"drain of {name} by two worker processes:\n    ours {ours:8.0f} a second   one task a recipient {plain:8.0f} a second"
        f"   ratio {ours / plain:6.1f}",
        flush=True,
    )


def prepare(people: int) -> Topic:
    """Fill the teams of all districts with fictional people, and schedule a topic for the whole state."""
    areas.load_seed()
    offices.load_seed()
    rosters.open_for_all_districts()
    consents.load_seed()
    districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
    size = -(-people // len(districts))
    Roster.objects.update(most=min(size, 32_000))
    Demo(password="benchmark").fill_teams(districts, sizes=[size])
    fields = {"kind": "event", "title_hi": "माप", "closes_at": timezone.now() + datetime.timedelta(days=1)}
    topic = topics.draft(area=Area.objects.of_kind(AreaKind.STATE).get(), brief=TEXT, by=None, **fields)
    now = timezone.now()
    Topic.objects.filter(pk=topic.pk).update(status="scheduled", cleared_at=now, release_at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return topic


def _run_sql(statements: str) -> None:
    """Run them as one transaction, as psycopg sends them."""
    with connection.cursor() as cursor:
        cursor.execute(statements)


def _floor_drain() -> None:
    with connection.cursor() as cursor:
        while True:
            cursor.execute(FLOOR_CLAIM)
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return
            cursor.execute(FLOOR_RECORD, [ids])


def _say(what: str, ours: float, floor: float) -> None:
    print(f"{what}:\n    ours {ours:8.2f} s   raw SQL {floor:8.2f} s   ratio {ours / floor:6.1f}", flush=True)
