"""Starts the embedded servers once for all test processes, before Django reads its settings."""

import contextlib
import os
import sys
from pathlib import Path

import pytest

os.environ["SAMVAD_ENV"] = "test"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import services

_held = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the others holds the servers; those only use them."""
    if not hasattr(config, "workerinput"):
        _held.enter_context(services.running())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the servers; the last holder stops them."""
    _held.close()
