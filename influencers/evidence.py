"""Decides which link can stand as evidence: one that anybody can open. Pure: nothing is ever fetched."""

import ipaddress
import re

from influencers.links import PRIVATE, platform_of
from influencers.platforms import Platform
from influencers.web_addresses import WebAddress, clean, find_links, take_apart

LONGEST = 300
MOST_LINKS = 5
NOT_PUBLIC = re.compile(r"(^|\.)(local|localhost|internal|intranet|lan|home|corp|test|invalid|onion)$")


def public_link(text: str) -> str | None:
    """The link that a text is, with its scheme; None for what is no public web page (http or https)."""
    text = clean(text)
    if not text or len(text) > LONGEST or find_links(text) != [text]:
        return None
    link = text if "://" in text else f"https://{text}"
    address = take_apart(link)
    if not link.lower().startswith(("http://", "https://")) or address is None or not _is_public(address):
        return None
    return link if len(link) <= LONGEST else None


def _is_public(address: WebAddress) -> bool:
    host = address.host
    if "." not in host or NOT_PUBLIC.search(host) or host.startswith("tg:") or host in PRIVATE:
        return False
    if platform_of(address) == Platform.TELEGRAM and address.first() in ("c", "joinchat"):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not host.rpartition(".")[2].isdigit()
    return False
