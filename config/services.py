"""Decides where Samvad's own PostgreSQL and Valkey live, and starts and stops them. Imports no Django.

They run from PyPI wheels, on unix sockets only, one set a profile ("dev", "test") below SAMVAD_HOME. DATABASE_URL and
REDIS_URL switch them off. Whoever needs them holds them; the last one to let go stops them.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from config.servers import Postgres, ServerFailed, Valkey

__all__ = ["ServerFailed", "celery_address", "database_settings", "home", "own_secret", "redis_address", "running"]

BASE_DIR = Path(__file__).resolve().parent.parent
ROLE = DATABASE = "samvad"  # owns the tables; only migrations and what ships with Samvad need it
APP_ROLE = "samvad_app"  # reads and writes rows, owns nothing, changes no log
LONGEST_SOCKET_DIR = 80  # a socket's whole path has to stay below about 104 bytes (sun_path)


def home() -> Path:
    """Where everything lives that Samvad keeps on this machine (SAMVAD_HOME, by default .samvad)."""
    return Path(os.environ.get("SAMVAD_HOME") or BASE_DIR / ".samvad").resolve()


def profile_dir() -> Path:
    """Where the servers of this profile keep their files."""
    return home() / ("test" if os.environ.get("SAMVAD_ENV") == "test" else "dev")


def socket_dir() -> Path:
    """Where the sockets are: beside the files, or in a short directory of their own.

    The latter where the path is too long for a socket, and for root, whose home is closed to the user PostgreSQL runs as.
    """
    beside = profile_dir() / "run"
    if len(str(beside)) <= LONGEST_SOCKET_DIR and os.geteuid() != 0:
        return beside
    tag = hashlib.sha256(f"{os.geteuid()}:{beside}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"samvad-{tag}"


def database_settings(*, as_owner: bool) -> dict[str, object]:
    """Django's settings for the embedded PostgreSQL: as the owner of the tables, or as the role that owns nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": str(socket_dir()),
        "NAME": DATABASE,
        "USER": ROLE if as_owner else APP_ROLE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def redis_address(database: int) -> str:
    """The address of the embedded Valkey for redis-py and Django's cache."""
    return f"unix://{socket_dir() / 'valkey.sock'}?db={database}"


def celery_address(redis_url: str) -> str:
    """The same server as Celery writes it: redis+socket:// where redis-py says unix://."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{quote(path)}?virtual_host={query or 0}"


def own_secret(make: Callable[[], str]) -> str:
    """The key of this machine, made once and readable by its owner only."""
    file = home() / "secret_key"
    with contextlib.suppress(FileNotFoundError):
        return file.read_text(encoding="ascii")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(make(), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)  # the first process wins, and nobody reads half a key
    draft.unlink()
    return file.read_text(encoding="ascii")


def servers() -> list[Postgres | Valkey]:
    """The embedded servers that the environment asks for, none of them touched yet."""
    place, sockets, is_test = profile_dir(), socket_dir(), os.environ.get("SAMVAD_ENV") == "test"
    wanted: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
        wanted.append(
            Postgres(place / "postgres", sockets, role=ROLE, app_role=APP_ROLE, database=DATABASE, is_throwaway=is_test)
        )
    if not os.environ.get("REDIS_URL"):
        wanted.append(Valkey(place / "valkey", sockets, is_throwaway=is_test))
    return wanted


@contextlib.contextmanager
def running() -> Iterator[list[Postgres | Valkey]]:
    """Hold the embedded servers: started where they are not running, stopped when the last holder lets go.

    Heals what a killed process left behind. Raises ServerFailed with the server's own last words.
    """
    place = profile_dir()
    place.mkdir(parents=True, exist_ok=True)
    _refuse_foreign(socket_dir())
    wanted = servers()
    with (place / "holders.lock").open("w") as holders:
        with _one_at_a_time(place):
            for server in wanted:
                server.start()
            fcntl.flock(holders, fcntl.LOCK_SH)
        try:
            yield wanted
        finally:
            with _one_at_a_time(place):
                fcntl.flock(holders, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    for server in reversed(wanted):
                        server.stop()


def _refuse_foreign(sockets: Path) -> None:
    """Another user of this machine may have made the directory first, with a server of their own behind the sockets."""
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    owners = {os.geteuid(), pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {os.geteuid()}
    if sockets.is_symlink() or sockets.stat().st_uid not in owners:
        raise ServerFailed(f"{sockets} belongs to somebody else; remove it or set SAMVAD_HOME.")


@contextlib.contextmanager
def _one_at_a_time(place: Path) -> Iterator[None]:
    with (place / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
