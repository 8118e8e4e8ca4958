"""Kills parts of a running Samvad with -9: what each fault is, and how its process is found. Linux only (/proc)."""

import contextlib
import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from config import services

KINDS = ("worker", "beat", "web", "valkey", "flushall", "postgres", "everything")


@dataclass
class Faults:
    """Kills parts of a running Samvad; each kill is counted by its kind."""

    supervisor: int
    done: Counter[str] = field(default_factory=Counter)

    def strike(self, kind: str) -> None:
        """Do one fault, if its target is alive."""
        if kind == "everything":
            struck = [self._strike(each) for each in ("worker", "beat", "web", "valkey", "postgres")]
            self.done[kind] += all(struck)
        else:
            self.done[kind] += self._strike(kind)

    def _strike(self, kind: str) -> bool:
        if kind == "flushall":
            return _flush_valkey()
        if kind in ("valkey", "postgres"):
            return _kill(_server_pid(kind))
        return self._kill_part(kind)

    def _kill_part(self, name: str) -> bool:
        words = {"web": "gunicorn", "worker": "worker", "beat": "beat"}
        for pid, command in _children(self.supervisor):
            if words[name] in command:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
                    return True
        return False


def _children(parent: int) -> list[tuple[int, str]]:
    """The processes that a process started, with their command lines."""
    found = []
    for place in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((place / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append((int(place.name), (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
    return found


def _server_pid(kind: str) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        if kind == "postgres":
            file = services.profile_dir() / "postgres" / "postmaster.pid"
            return int(file.read_text().splitlines()[0])
    return _valkey_pid() if kind == "valkey" else None


def _valkey_pid() -> int | None:
    with contextlib.suppress(Exception):
        return int(_valkey().info("server")["process_id"])
    return None


def _flush_valkey() -> bool:
    with contextlib.suppress(Exception):
        return bool(_valkey().flushall())
    return False


def _valkey():
    import redis

    return redis.Redis.from_url(services.redis_address(0), socket_timeout=2)


def _kill(pid: int | None) -> bool:
    if pid is None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
