"""Shows that a dispatch loses nothing and doubles nothing while its parts are killed with -9; `make chaos` prints a table.

It starts Samvad as `make run` does, in a directory of its own, with a mail server of its own on loopback. While the briefs go
out it kills worker, beat, web, Valkey (also emptied) and PostgreSQL; the supervisor heals them. At the end every message has
to be sent once: one row, one notice, and for every e-mail that came twice the same key and the same Message-ID.
"""

import argparse
import contextlib
import logging
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))

from scripts.faults import KINDS, Faults  # noqa: E402 - found only now

READY_SECONDS = 300


@dataclass
class Mailbox:
    """A mail server that remembers which keys came, how often, and under which Message-ID."""

    came: Counter[str] = field(default_factory=Counter)
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one message."""
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode(errors="replace").replace("\r\n ", " ")
        headers = dict(line.split(": ", 1) for line in head.split("\r\n") if ": " in line)
        self.came[headers["X-Samvad-Key"]] += 1
        self.ids[headers["X-Samvad-Key"]].add(headers["Message-ID"])
        return "250 OK"


@dataclass(frozen=True)
class Outcome:
    """What the database and the mailbox say at the end."""

    deliveries: int
    statuses: dict[str, int]
    notices: int
    in_app: int
    lost_mails: int
    repeated_mails: int
    changed_ids: int

    @property
    def is_good(self) -> bool:
        """Everything was sent, each notice stands once, each mail came, and a repeat is known by its key."""
        all_sent = self.statuses == {"sent": self.deliveries}
        return all_sent and self.notices == self.in_app and self.lost_mails == 0 and self.changed_ids == 0


def main() -> int:
    """Run once; the exit code is 0 where nothing was lost and nothing doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=15_000, help="two messages for each (in Samvad, by e-mail)")
    parser.add_argument("--faults", type=int, default=30, help="how many kills, while messages go out")
    parser.add_argument("--pause", type=float, default=4.0, help="seconds between two kills")
    parser.add_argument("--rate", type=int, default=0, help="e-mails a second; 0: as fast as they go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-seconds", type=float, default=1_500)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samvad-chaos-") as home, _mail_server() as (mailbox, port):
        _set_environment(Path(home), port, chosen.rate)
        with _samvad(Path(home)) as supervisor:
            faults = Faults(supervisor)
            outcome = _run(chosen, faults, mailbox)
        _print(chosen, faults, outcome)
    return 0 if outcome.is_good else 1


def _run(chosen: argparse.Namespace, faults: Faults, mailbox: Mailbox) -> Outcome:
    import django

    django.setup()
    _say(f"filling teams with {chosen.people} fictional people")
    topic = _fill(chosen.people)
    generator = random.Random(chosen.seed)  # noqa: S311 - the same seed gives the same kills
    kinds = [kind for _ in range(-(-chosen.faults // len(KINDS))) for kind in generator.sample(KINDS, len(KINDS))]
    end = time.monotonic() + chosen.most_seconds
    _wait(lambda: _statuses(topic)["sent"] > 0, end, "the first message")
    for kind in kinds[: chosen.faults]:
        if not _open_count(topic):
            break
        faults.strike(kind)
        _say(f"killed: {kind}; {dict(_statuses(topic))}")
        time.sleep(chosen.pause)
    _wait(lambda: not _open_count(topic), end, "the last message")
    return _outcome(topic, mailbox)


def _fill(people: int) -> int:
    """Make the people and a topic that goes out at once; returns its key."""
    from django.utils import timezone

    from benchmarks import outbox
    from campaigns.models import Topic

    topic = outbox.prepare(people)
    Topic.objects.filter(pk=topic.pk).update(release_at=timezone.now())
    return topic.pk


def _asked(question: Callable[[], object]) -> object:
    """The answer of the database, also while it comes back."""
    from django.db import Error, close_old_connections

    while True:
        try:
            close_old_connections()
            return question()
        except Error:
            time.sleep(0.5)


def _statuses(topic: int) -> Counter[str]:
    from django.db.models import Count

    from campaigns.models import Delivery

    rows = Delivery.objects.filter(assignment__topic=topic).order_by().values_list("status").annotate(Count("pk"))
    return Counter(_asked(lambda: dict(rows.all())))


def _open_count(topic: int) -> int:
    found = _statuses(topic)
    return found["queued"] + found["sending"]


def _outcome(topic: int, mailbox: Mailbox) -> Outcome:
    from campaigns.models import Delivery, Notice

    rows = Delivery.objects.filter(assignment__topic=topic)
    mails = set(_asked(lambda: set(rows.filter(channel="email").values_list("key", flat=True))))
    return Outcome(
        deliveries=_asked(rows.count),
        statuses=dict(_statuses(topic)),
        notices=_asked(Notice.objects.filter(assignment__topic=topic).count),
        in_app=_asked(rows.filter(channel="in_app").count),
        lost_mails=len(mails - set(mailbox.came)),
        repeated_mails=sum(count - 1 for count in mailbox.came.values()),
        changed_ids=sum(len(ids) > 1 for ids in mailbox.ids.values()),
    )


@contextlib.contextmanager
def _mail_server() -> Iterator[tuple[Mailbox, int]]:
    from aiosmtpd.controller import Controller

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of every mail
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


def _set_environment(home: Path, mail_port: int, rate: int) -> None:
    for name in ("SAMVAD_ENV", "DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SAMVAD_HOME": str(home),
        "PORT": str(_free_port()),
        "DEMO": "no",
        "QUIET_HOURS": "00:00-00:00",
        "DIGEST_AT": "",
        "DAILY_CAP": "0",
        "SPREAD_MINUTES": "0",
        "CHANNEL_RATES": f"email={rate}" if rate else "",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }


@contextlib.contextmanager
def _samvad(home: Path) -> Iterator[int]:
    """Samvad as `make run` starts it; its process."""
    log = home / "samvad.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor"], cwd=BASE_DIR, stdout=lines, stderr=subprocess.STDOUT
        )
        try:
            end = time.monotonic() + READY_SECONDS
            _wait(lambda: "Samvad is ready" in log.read_text(errors="replace"), end, "Samvad")
            yield process.pid
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()


def _wait(is_so: Callable[[], bool], end: float, what: str) -> None:
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"chaos: {what} did not come in time")
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _say(text: str) -> None:
    print(f"chaos: {text}", flush=True)


def _print(chosen: argparse.Namespace, faults: Faults, outcome: Outcome) -> None:
    rows = [(f"kill -9: {kind}" if kind != "flushall" else "FLUSHALL", faults.done[kind]) for kind in KINDS]
    rows += [
        ("messages", outcome.deliveries),
        *((f"… {status}", count) for status, count in sorted(outcome.statuses.items())),
        ("notices in Samvad / wanted", f"{outcome.notices} / {outcome.in_app}"),
        ("e-mails lost", outcome.lost_mails),
        ("e-mails repeated, with the same key", outcome.repeated_mails),
        ("repeats under another Message-ID", outcome.changed_ids),
        ("result", "nothing lost, nothing doubled" if outcome.is_good else "NOT GOOD"),
    ]
    print(f"\nseed {chosen.seed}, {chosen.people} people")
    for name, value in rows:
        print(f"  {name:40} {value}")


if __name__ == "__main__":
    sys.exit(main())
