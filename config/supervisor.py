"""Starts Samvad with one command, `make run`: servers, web, worker and beat; restarts what crashed, stops them all.

Imports no Django, so that it is there at once and lives through whatever the others do.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config import environment, services

BASE_DIR = Path(__file__).resolve().parent.parent
COLOURS = {"web": 32, "worker": 36, "beat": 35, "servers": 33, "samvad": 34}
STOP_SECONDS = 15
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60  # who lived that long begins again with the shortest pause
READY_SECONDS = 60


@dataclass
class Part:
    """One process that has to run, and how it fared."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = 0.5

    def start(self) -> None:
        """Start it in a session of its own; its lines come out with its name before them."""
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the child does one system call before exec
        )
        self.started_at = time.monotonic()
        threading.Thread(target=_print_lines, args=(self.name, self.process.stdout), daemon=True).start()

    def keep_alive(self) -> None:
        """Start it again when it ended, after a pause that doubles with each early death."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
        elif self.process.poll() is not None:
            self.end_group()
            lived = now - self.started_at
            self.pause = 0.5 if lived > STEADY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
            say(f"{self.name} ended with {self.process.returncode}; it starts again in {self.pause:.0f} s")
            self.process, self.start_again_at = None, now + self.pause

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end_group(self) -> None:
        """End whatever is left of its process group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """Keeps the parts alive until it is asked to stop."""

    port: int
    host: str
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Run until Ctrl-C or SIGTERM; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        with services.running() as servers:
            if subprocess.run([sys.executable, "manage.py", "prepare"], cwd=BASE_DIR, check=False).returncode:
                return 1
            parts = [Part(name, command) for name, command in self._commands().items()]
            try:
                for part in parts:
                    part.start()
                threading.Thread(target=self._announce, daemon=True).start()
                while not self.stopping.wait(0.5):
                    _keep_alive(parts, servers)
            finally:
                _stop(parts)
        say("stopped")
        return 0

    def _commands(self) -> dict[str, list[str]]:
        celery = [sys.executable, "-m", "celery", "--app", "config"]
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{self.host}:{self.port}"]
        return {
            "web": [
                *gunicorn,
                "--worker-class=gthread",
                "--workers=2",
                "--threads=4",
                "--log-level=warning",
                "--no-control-socket",
            ],
            "worker": [*celery, "worker", "--concurrency=2", "--without-mingle", "--without-gossip", "--loglevel=info"],
            "beat": [*celery, "beat", "--loglevel=info"],
        }

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _announce(self) -> None:
        """Wait until every part is ready, then say where Samvad is and who may sign in."""
        address = f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # noqa: S104
        end = time.monotonic() + READY_SECONDS
        said: object = None
        while not self.stopping.is_set() and time.monotonic() < end:
            said = _readiness(f"{address}/readyz")
            if said == []:
                say(f"Samvad is ready at {address}  (Ctrl-C stops it)")
                logins = services.profile_dir() / "demo_logins.txt"
                if logins.exists():
                    print(logins.read_text(encoding="utf-8"), flush=True)
                return
            time.sleep(0.2)
        if not self.stopping.is_set():
            say(f"not everything is ready: {said}; see {address}/readyz")


def say(text: str, *, name: str = "samvad") -> None:
    """Print one line with its sender before it, in colour on a terminal."""
    label = f"{name:8}"
    if sys.stdout.isatty():
        label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
    print(f"{label}| {text}", flush=True)


def _print_lines(name: str, lines) -> None:
    for line in lines:
        say(line.decode(errors="replace").rstrip(), name=name)


def _keep_alive(parts: list[Part], servers: list) -> None:
    for server in servers:
        if not server.is_ready():
            say(f"{type(server).__name__} is away; it starts again", name="servers")
            try:
                server.start()
            except services.ServerFailed as error:
                say(str(error), name="servers")
    for part in parts:
        part.keep_alive()


def _stop(parts: list[Part]) -> None:
    for part in parts:
        part.ask_to_stop()
    end = time.monotonic() + STOP_SECONDS
    for part in parts:
        if part.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                part.process.wait(max(0.1, end - time.monotonic()))
        part.end_group()


def _readiness(address: str) -> object:
    """The names of the parts that are not ready; [] when all are."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return json.load(answer)["failing"]
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError, KeyError):
            return json.load(error)["failing"]
        return f"status {error.code}"
    except OSError as error:
        return str(error)


def _end_with_parent() -> None:
    """On Linux the kernel ends us when the supervisor is gone, also when that was killed with -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind((host, port))
            return True
    return False


def main() -> int:
    """Start everything unless it runs already. Exit codes: 0 stopped, 1 failed, 2 wrong setting, 3 runs already."""
    try:
        env = environment.env()
        port, host = environment.port(env.str("PORT", "8000")), env.str("HOST", "127.0.0.1")
    except environment.SettingRefused as error:
        environment.stop(error)
    place = services.profile_dir()
    place.mkdir(parents=True, exist_ok=True)
    with (place / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"Samvad is running already: {lock.read().strip() or 'it is just starting'}")
            return 3
        if not _is_free(host, port):
            say(f"port {port} is taken by another program; PORT=8001 make run takes another one")
            return 1
        lock.truncate(0)
        lock.write(f"http://{host}:{port} (process {os.getpid()})")
        lock.flush()
        try:
            return Supervisor(port=port, host=host).run()
        except services.ServerFailed as error:
            say(str(error), name="servers")
            return 1


if __name__ == "__main__":
    sys.exit(main())
