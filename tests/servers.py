"""Starts the embedded servers once for all test processes, before Django reads its settings."""

import contextlib
import os
import sys
from pathlib import Path

import django
import pytest

os.environ["SAMVAD_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import services, statics
from config.management.commands import messages

_held = contextlib.ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pictures DIR` keeps the screens of the journeys there."""
    parser.addoption("--pictures", default="test-screens", help="where the journeys put their pictures")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the others holds the servers; those only use them."""
    if not hasattr(config, "workerinput"):
        _held.enter_context(services.running())
        messages.compile_if_older()
        django.setup()
        statics.collect()
    else:
        _use_own_cache(int(config.workerinput["workerid"].removeprefix("gw")))


def _use_own_cache(worker: int) -> None:
    """Tests empty the cache; of two that run side by side none may empty the other's."""
    from django.conf import settings

    settings.CACHES["default"]["LOCATION"] = services.redis_address(worker + 1)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the servers; the last holder stops them."""
    _held.close()
