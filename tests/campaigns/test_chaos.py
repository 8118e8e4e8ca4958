"""A small form of `make chaos`: every part is killed with -9 while briefs go out; nothing is lost and nothing doubled."""

import re
import subprocess
import sys
from pathlib import Path

KINDS = ["worker", "beat", "web", "valkey", "FLUSHALL", "postgres", "everything"]
BASE_DIR = Path(__file__).resolve().parent.parent.parent
SIZE = ["--people", "600", "--faults", "7", "--pause", "3", "--rate", "12", "--most-seconds", "420"]


def test_a_dispatch_survives_the_death_of_every_part():
    command = [sys.executable, "-m", "scripts.chaos", *SIZE]
    run = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=900, check=False)

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "nothing lost, nothing doubled" in run.stdout
    struck = re.findall(r"^  (?:kill -9: (\w+)|(FLUSHALL)) +(\d+)$", run.stdout, re.MULTILINE)
    assert {name or flushed: int(count) for name, flushed, count in struck} == dict.fromkeys(KINDS, 1)
