"""What the supervisor promises: it heals, refuses a second start, and leaves nobody behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.conftest import BASE_DIR, free_port, start

pytestmark = pytest.mark.journey


def test_a_second_start_says_that_one_is_running(samvad):
    second = subprocess.run(
        [sys.executable, "-m", "config.supervisor"],
        cwd=BASE_DIR,
        env=samvad.environment,
        capture_output=True,
        check=False,
    )
    assert second.returncode == 3
    assert samvad.address.encode() in second.stdout


def test_a_killed_worker_is_started_again(samvad):
    before = len(samvad.log.read_text(encoding="utf-8"))
    worker = next(pid for pid in descendants(samvad.process.pid) if "celery --app config worker" in command(pid))
    os.kill(worker, signal.SIGKILL)
    samvad.wait_for("worker ended with -9", seconds=30, since=before)
    samvad.wait_for("ready.", seconds=120, since=before)


def test_a_killed_broker_is_started_again_and_readyz_tells(samvad):
    broker = next(pid for pid in descendants(samvad.process.pid) if "valkey-server" in command(pid))
    os.kill(broker, signal.SIGKILL)
    end = time.monotonic() + 120
    while time.monotonic() < end and (failing := readiness(samvad)):
        assert set(failing) <= {"web", "broker", "worker", "beat"}
        time.sleep(0.3)
    assert readiness(samvad) == []


def test_kill_minus_nine_heals_and_stop_leaves_nobody():
    with tempfile.TemporaryDirectory(prefix="samvad-kill-") as home:
        Path(home).chmod(0o755)
        first = start(Path(home), free_port())  # from nothing, as after a download
        first.wait_for("Samvad is ready")
        first.wait_for("Demo logins", seconds=10)
        first.process.kill()
        first.process.wait()
        wait_until(
            lambda: not any("gunicorn" in command(pid) or "celery" in command(pid) for pid in own_processes(first))
        )
        printed = first.log.stat().st_size
        second = start(Path(home), free_port())
        second.wait_for("Samvad is ready", seconds=120, since=printed)
        broker = re.search(r"redis\+socket://(\S+)", second.log.read_text(encoding="utf-8"))[1]
        assert answers(broker)
        second.process.send_signal(signal.SIGINT)  # as Ctrl-C does
        assert second.process.wait(40) == 0
        wait_until(lambda: not own_processes(second) and not answers(broker))


def wait_until(is_so, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)


def readiness(samvad) -> list[str]:
    try:
        with urllib.request.urlopen(f"{samvad.address}/readyz", timeout=10) as answer:
            return json.load(answer)["failing"]
    except urllib.error.HTTPError as error:
        return json.load(error)["failing"] if error.code == 503 else [f"status {error.code}"]
    except OSError:
        return ["web"]


def answers(path: str) -> bool:
    """Whether somebody listens on the unix socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(path) == 0


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def descendants(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if above == parent:
                found += [int(entry.name), *descendants(int(entry.name))]
    return found


def own_processes(samvad) -> list[int]:
    """Every living process that was started with this Samvad's home in its environment or among its words."""
    home = samvad.environment["SAMVAD_HOME"].encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                belongs = home in (entry / "environ").read_bytes() or home in (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if belongs and "State:\tZ" not in (entry / "status").read_text():
                found.append(int(entry.name))
    return found
