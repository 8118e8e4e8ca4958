"""Notices to offices: by whatever service of apprise an operator entered, except those we refuse."""

import warnings
from functools import cache
from types import ModuleType

# WhatsApp bars political parties; what runs programs or writes files on our own machine is no inbox.
REFUSED = {
    "whatsapp",
    "dbus",
    "glib",
    "qt",
    "kde",
    "gnome",
    "macosx",
    "windows",
    "syslog",
    "rsyslog",
    "file",
    "notifyall",
}


def scheme_of(url: str) -> str:
    """The kind of an address of apprise, or "" for what we refuse or apprise doesn't know."""
    scheme = url.partition("://")[0].strip().lower()
    if scheme in REFUSED or "whatsapp" in url.lower() or "://" not in url:
        return ""
    return scheme if _apprise().Apprise.instantiate(url) is not None else ""


def send(url: str, *, title: str, body: str) -> bool:
    """Send one notice; whether the service took it."""
    if not scheme_of(url):
        return False
    inbox = _apprise().Apprise()
    return inbox.add(url) and bool(inbox.notify(title=title, body=body, body_format=_apprise().NotifyFormat.TEXT))


@cache
def _apprise() -> ModuleType:
    """The library without its WhatsApp plugin. It loads more than a hundred plugins, so only when something is to be told."""
    import apprise
    from apprise import plugins

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # one plugin asks for a module of Python that is going away
        plugins.N_MGR.load_modules()
    if "whatsapp" in plugins.N_MGR:
        plugins.N_MGR.disable("whatsapp")
    return apprise
