"""A browser that takes push without its maker's service: what a stand-in heard is opened here and handed to the real worker."""

import json
import subprocess
import sys
import time

from playwright.sync_api import CDPSession, Worker

from tests.campaigns.channel_cast import Browser
from tests.journeys.conftest import BASE_DIR, Reader, Samvad
from tests.stand_ins import StandIn

# Subscribing alone is replaced, for it asks the maker's service; permission, worker, push and notification are Chromium's.
SUBSCRIBES = """
(given) => {
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = (text) => Uint8Array.from(plain(text), (sign) => sign.charCodeAt(0)).buffer;
  const kept = "stand-in-subscription";
  const made = Object.create(PushSubscription.prototype, {
    endpoint: { value: given.endpoint },
    getKey: { value: (name) => bytes(given[name]) },
    unsubscribe: { value: async () => { localStorage.removeItem(kept); return true; } },
  });
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(kept) ? made : null);
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || Notification.permission !== "granted") throw new DOMException("", "NotAllowedError");
    localStorage.setItem(kept, String(new Uint8Array(options.applicationServerKey).length));
    return made;
  };
}
"""
SHOWN = """
async () => {
  const notifications = await self.registration.getNotifications();
  return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
}
"""
# Chromium lets nobody but the system tap a notification: the event is real, the window that it opens is only noted.
TAPPED = """
async () => {
  const [notification] = await self.registration.getNotifications();
  const opened = [];
  Object.defineProperty(self.clients, "openWindow", { configurable: true, value: async (url) => opened.push(url) });
  const tap = new NotificationEvent("notificationclick", { notification });
  Object.defineProperty(tap, "waitUntil", { value: () => undefined });
  self.dispatchEvent(tap);
  return opened;
}
"""
RELEASED = """
from django.utils import timezone
from campaigns.services import release
from influencers.models import Influencer
from tests import factories
voice = Influencer.objects.get(person__user__username="{username}")
topic = factories.make_topic(voice.district, status="scheduled", title_hi="{title}")
release.release(topic, at=timezone.now())
"""


class Phone:
    """A reader's browser as its maker's push service knows it."""

    def __init__(self, reader: Reader, service: StandIn) -> None:
        self.reader, self.service = reader, service
        self.browser = Browser(f"{service.address}/push/phone")
        self.registrations: list[dict] = []
        reader.context.add_init_script(f"({SUBSCRIBES})({json.dumps(self.browser.subscription)})")
        self.cdp: CDPSession = reader.context.new_cdp_session(reader.page)
        self.cdp.on(
            "ServiceWorker.workerRegistrationUpdated", lambda told: self.registrations.extend(told["registrations"])
        )
        self.cdp.send("ServiceWorker.enable")

    def receive(self) -> str:
        """Wait until the server sent something, open it and give it to the worker; what it said."""
        end = time.monotonic() + 60
        while not self.service.heard and time.monotonic() < end:
            self.reader.page.wait_for_timeout(200)
        said = self.browser.open(self.service.heard[-1].body)
        registration = self.registrations[-1]["registrationId"]
        about = {"origin": self.reader.samvad.address, "registrationId": registration, "data": said}
        self.cdp.send("ServiceWorker.deliverPushMessage", about)
        return said

    @property
    def worker(self) -> Worker:
        return self.reader.context.service_workers[-1]

    def shown(self) -> list[dict[str, str]]:
        """The notifications that are on the screen."""
        return self.worker.evaluate(SHOWN)

    def tap(self) -> list[str]:
        """Tap the notification; the addresses that it opens."""
        return self.worker.evaluate(TAPPED)


def send_out(samvad: Samvad, username: str, title: str) -> None:
    """Release a topic that asks the person with this login."""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", RELEASED.format(username=username, title=title)],
        cwd=BASE_DIR, env=samvad.environment, check=True,
    )  # fmt: skip
