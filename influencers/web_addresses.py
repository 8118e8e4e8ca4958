"""Decides which web address somebody meant in what they pasted, and takes it apart. Pure: asks no network."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

LONGEST = 2000
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
CANDIDATE = re.compile(
    r"(?:https?://|tg://)?(?:[a-z0-9@][\w.@:-]*\.)+[a-z]{2,24}(?::\d+)?(?:[/?#][^\s<>\"']*)?|tg://\S+", re.IGNORECASE
)
TRAILING = ".,;:!?)]}>'\"।॥*_~…”’"
MOST_WRAPPERS = 3
# Addresses that only lead to another one, with the parameter in which it stands.
WRAPPERS = {
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
    "l.instagram.com": "u",
    "google.com": "q",
    "www.google.com": "q",
}


@dataclass(frozen=True)
class WebAddress:
    """An address in parts: host in lower case, path segments decoded, first value of each parameter."""

    host: str
    segments: tuple[str, ...]
    query: dict[str, str]
    fragment: str = ""

    def first(self) -> str:
        return self.segments[0] if self.segments else ""

    def at(self, place: int) -> str:
        """The segment at that place, "" where the path is shorter."""
        return self.segments[place] if place < len(self.segments) else ""


def clean(text: str) -> str:
    """The text without invisible marks, in the form in which equal looks equal."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()


def find_links(text: str) -> list[str]:
    """Every web address in a text, in order, each once; punctuation around it dropped."""
    found = (match.rstrip(TRAILING) for match in CANDIDATE.findall(clean(text)))
    return list(dict.fromkeys(found))


def take_apart(link: str) -> WebAddress | None:
    """The parts of a link, wrappers removed; None for what no browser would open as a public web address."""
    for _attempt in range(MOST_WRAPPERS + 1):
        address = _parse(link)
        if address is None or not (inner := _wrapped(address)):
            return address
        link = inner
    return None


def _parse(link: str) -> WebAddress | None:
    link = link if "://" in link else f"https://{link}"
    try:
        parts = urlsplit(link)
        has_login, port = parts.username is not None, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https", "tg") or has_login or port not in (None, 80, 443):
        return None
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        return None  # a look-alike in another script
    segments = tuple(part for part in (unquote(part) for part in parts.path.split("/")) if part)
    query = {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=100).items()}
    return WebAddress(f"tg:{host}" if parts.scheme.lower() == "tg" else host, segments, query, unquote(parts.fragment))


def _wrapped(address: WebAddress) -> str:
    if address.host in ("youtube.com", "www.youtube.com", "m.youtube.com") and address.first() == "attribution_link":
        inner = address.query.get("u", "")
        return f"https://www.youtube.com{inner}" if inner.startswith("/") else inner
    if address.host.endswith("youtube.com") and address.first() == "oembed":
        return address.query.get("url", "")
    name = WRAPPERS.get(address.host)
    if name == "q" and address.first() != "url":
        return ""
    return address.query.get(name, "") if name else ""
