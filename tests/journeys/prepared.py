"""One home in which everything is prepared, demo included: made once in a run of the tests; each journey has a copy."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PREPARE = """
import subprocess, sys
from config import services
with services.running():
    subprocess.run([sys.executable, "manage.py", "prepare"], check=True)
"""


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a Samvad that lives in the home and knows nothing of these tests."""
    own = {name: value for name, value in os.environ.items() if name not in ("SAMVAD_ENV", "DJANGO_SETTINGS_MODULE")}
    return own | {"SAMVAD_HOME": str(home), "QUIET_HOURS": "00:00-00:00", **settings}


def copy(to: Path, shared: Path) -> None:
    """Fill a home with what `prepare` makes. The first who asks makes it, below the directory that all workers share.

    Where the cluster lies elsewhere (root without user namespaces) the copy has none, and its start prepares everything.
    """
    home = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            half = shared / "prepared-half"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(mode=0o755)
            _prepare(half)
            half.rename(home)
    shutil.copytree(home, to, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock", ".s.PGSQL*"))


def shared_directory(factory: pytest.TempPathFactory) -> Path:
    """The temporary directory of the whole run: with xdist the one above each worker's own."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _prepare(home: Path) -> None:
    with (home / "prepare.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PREPARE], cwd=BASE_DIR, env=environment(home), stdout=log, stderr=log
        )
        try:
            code = process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)  # it stops its servers, which would stay behind after a kill
            process.wait(60)
            raise
        log.seek(0)
        if code:
            pytest.fail(f"nothing could be prepared:\n{log.read()[-4000:]}")
