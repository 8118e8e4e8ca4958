"""Samvad as `make run` starts it: its own servers, web, worker and beat in processes of their own, and a real browser."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts import browser as installed
from tests import stand_ins
from tests.campaigns import channel_cast as cast
from tests.journeys import prepared

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
START_SECONDS = 180
expect.set_options(timeout=20_000)
AXE = BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Samvad:
    """A running Samvad: where it is, its process, what it printed, and the password of the demo logins."""

    address: str
    process: subprocess.Popen
    log: Path
    environment: dict[str, str]
    password: str = ""

    def wait_for(self, text: str, *, seconds: float = START_SECONDS, since: int = 0) -> str:
        """Wait until the log holds the text; what was printed since then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            said = self.log.read_text(encoding="utf-8")[since:]
            if text in said:
                return said
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        pytest.fail(f"“{text}” was not said:\n{self.log.read_text(encoding='utf-8')[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home: Path, port: int, **settings: str) -> Samvad:
    """Start the supervisor as `make run` does."""
    environment = prepared.environment(home, PORT=str(port), **settings)
    log = home / "run.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor"], cwd=BASE_DIR, env=environment, stdout=out, stderr=out
        )
    return Samvad(f"http://127.0.0.1:{port}", process, log, environment)


def push_settings(address: str) -> dict[str, str]:
    """The environment that switches push on, to the service at this address alone."""
    return {
        "VAPID_PRIVATE_KEY": cast.vapid_key()[0],
        "VAPID_CONTACT": "mailto:samvad@samvad.example",
        "PUSH_SERVICES": f"{address}/",
    }


def stop(samvad: Samvad) -> int:
    samvad.process.terminate()
    return samvad.process.wait(40)


@pytest.fixture(scope="module")
def push_service() -> Iterator[stand_ins.StandIn]:
    """What stands in for the push service of the browser's maker: it takes everything and keeps it."""
    with stand_ins.running() as service:
        service.answer = lambda heard: (201, {}, b"")
        yield service


@pytest.fixture(scope="module")
def samvad(push_service: stand_ins.StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samvad]:
    with tempfile.TemporaryDirectory(prefix="samvad-tour-") as home:
        Path(home).chmod(0o755)
        prepared.copy(Path(home), prepared.shared_directory(tmp_path_factory))
        running = start(Path(home), free_port(), **push_settings(push_service.address))
        said = running.wait_for("Samvad is ready")
        said = running.wait_for("operator: the Django admin")
        running.password = re.search(r"the password (\S+)", said)[1]
        yield running
        if running.process.poll() is None:
            stop(running)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = installed.find()
    if path is None:
        message = "no browser: install Debian's chromium or set CHROMIUM to a browser's path"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Reader:
    """A person with a browser of their own; complaints of the browser's console fail the test."""

    def __init__(self, context: BrowserContext, samvad: Samvad, pictures: Path) -> None:
        self.context, self.samvad, self.pictures = context, samvad, pictures
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message) -> None:
        is_refusal = "status of 422" in message.text or "status of 404" in message.text
        if message.type in ("error", "warning") and not is_refusal:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str):
        return self.page.goto(path if path.startswith("http") else self.samvad.address + path)

    def sign_in(self, username: str) -> None:
        self.open("/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", self.samvad.password)
        self.page.click("main form button")
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def barriers(self) -> list[str]:
        """What axe-core calls serious or critical for people who see, hear or move differently (WCAG 2.1 AA)."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")["violations"]
        grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        return [f"{fault['id']}: {node['html'][:160]}" for fault in grave for node in fault["nodes"]]

    def picture(self, name: str) -> None:
        """Keep what is on the screen, and refuse pages that are wider than their screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{name}.png")
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], f"{name} is {width} px wide"


@pytest.fixture
def reader_of(chromium: Browser, samvad: Samvad, pytestconfig: pytest.Config) -> Iterator:
    """Makes readers: reader_of(language="hi", screen=PHONE)."""
    readers: list[Reader] = []
    pictures = BASE_DIR / pytestconfig.getoption("--pictures")

    def make(*, language: str = "hi", screen: dict[str, int] = DESK, dark: bool = False) -> Reader:
        context = chromium.new_context(
            viewport=screen, locale="hi-IN", timezone_id="Asia/Kolkata", color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "samvad_language", "value": language, "url": samvad.address}])
        readers.append(Reader(context, samvad, pictures))
        return readers[-1]

    yield make
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for reader in readers:
        reader.context.close()
    assert not complaints, complaints


def fetch(address: str) -> tuple[int, str]:
    """A GET by a program, as link-preview robots do it."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read().decode()
