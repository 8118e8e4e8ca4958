"""Finds a browser and a Devanagari font for the journeys, and installs Debian's where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PACKAGES = ["chromium", "fonts-noto-core"]
LOG = Path(os.environ.get("SAMVAD_HOME") or Path(__file__).resolve().parent.parent / ".samvad") / "browser.log"


def find() -> str | None:
    """The browser: CHROMIUM from the environment, else one on the path."""
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Make sure that there is a browser; 1 when there is none although CI asks for it."""
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser: installing Debian's chromium", flush=True)
        LOG.parent.mkdir(parents=True, exist_ok=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        with LOG.open("w") as log:
            for command in (
                ["apt-get", "update", "-q"],
                ["apt-get", "install", "-qy", "--no-install-recommends", *PACKAGES],
            ):
                subprocess.run(command, env=quiet, stdout=log, stderr=log, check=False)
    if find():
        return 0
    print(
        "browser: none found, so tests/journeys are left out; install Debian's chromium or set CHROMIUM to a browser's path",
        flush=True,
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
