"""The embedded servers: as root and as a normal user, shared by holders, healed after kill -9, and never as superuser."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.servers import Valkey
from tests.journeys.conftest import BASE_DIR

ASK = """
import os, signal, time
from config import services
import psycopg2
def ask():
    settings = services.database_settings(as_owner=True)
    with psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            return cursor.fetchone()
"""


def run(home: str, code: str, **settings: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "SAMVAD_ENV"}
    command = [sys.executable, "-c", ASK + code]
    return subprocess.run(
        command,
        cwd=BASE_DIR,
        env=environment | {"SAMVAD_HOME": home} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="samvad-home-") as place:
        Path(place).chmod(0o755)
        yield place


TWICE = """
with services.running():
    assert ask()[0] is False, "no superuser"
    with services.running():
        ask()
    ask()
try:
    ask()
except psycopg2.OperationalError:
    print("stopped")
"""


def test_start_share_and_stop(home):
    done = run(home, TWICE)
    assert done.stdout == "stopped\n", done.stderr
    assert run(home, TWICE).stdout == "stopped\n", "and again on the same data"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_root_without_user_namespaces_runs_it_as_nobody(home):
    done = run(home, TWICE, SAMVAD_NO_USER_NAMESPACE="1")
    assert done.stdout == "stopped\n", done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_a_normal_user_runs_it_as_themselves(home):
    os.chown(home, 65534, 65534)
    become = "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    environment = {"PATH": os.environ["PATH"], "HOME": home, "SAMVAD_HOME": home, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", become + ASK + TWICE]
    done = subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    if "Permission denied" in done.stderr or "ModuleNotFoundError" in done.stderr:
        pytest.skip("this Python lies where only root may read")
    assert done.stdout == "stopped\n", done.stderr


def test_after_kill_minus_nine_it_starts_again(home):
    killed = run(
        home,
        """
with services.running() as servers:
    pid = int((servers[0].place / "postmaster.pid").read_text().splitlines()[0])
    os.kill(os.getpid(), signal.SIGKILL)
""",
    )
    assert killed.returncode == -9
    assert run(home, TWICE).stdout == "stopped\n"


def test_a_directory_of_somebody_else_is_refused(home):
    if os.geteuid() != 0:
        pytest.skip("only root can give a directory away")
    code = "print(services.socket_dir())"
    sockets = Path(run(home, code).stdout.strip())
    sockets.mkdir(exist_ok=True)
    os.chown(sockets, 12345, 12345)
    try:
        done = run(home, "with services.running(): pass")
        assert "belongs to somebody else" in done.stderr
    finally:
        sockets.rmdir()


@pytest.mark.parametrize("is_throwaway", [False, True])
def test_a_valkey_that_cannot_save_stops_all_the_same(home, is_throwaway):
    valkey = Valkey(Path(home, "valkey"), Path(home, "run"), is_throwaway=is_throwaway)
    valkey.start()
    shutil.rmtree(valkey.place)

    valkey.stop()

    assert not valkey.is_ready()
    assert valkey.child.wait(10) == 0


def test_a_valkey_keeps_what_it_holds(home):
    valkey = Valkey(Path(home, "valkey"), Path(home, "run"), is_throwaway=False)
    valkey.start()
    valkey.stop()

    assert valkey.child.wait(10) == 0
    assert (valkey.place / "dump.rdb").exists()
