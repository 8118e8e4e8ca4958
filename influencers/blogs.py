"""Decides which address is somebody's own blog or website: its host and path stand for the account."""

import re
from urllib.parse import quote

from influencers.link_rules import ProfileLink
from influencers.platforms import Platform
from influencers.web_addresses import WebAddress

LONGEST = 120
SHORTENERS = {
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "t.co",
    "ow.ly",
    "is.gd",
    "cutt.ly",
    "rb.gy",
    "linktr.ee",
}
# Platforms that are closed or forbidden in India, and services on which nobody publishes.
NOT_BLOGS = SHORTENERS | {
    "tiktok.com",
    "kooapp.com",
    "google.com",
    "google.co.in",
    "bing.com",
    "wikipedia.org",
    "play.google.com",
    "gmail.com",
    "yahoo.com",
    "amazon.in",
    "apple.com",
}
DAY_OF_A_POST = re.compile(r"(19|20)\d\d")
PAGES_OF_A_SITE = {"about", "about-us", "contact", "index.html", "index.php", "home"}


def read_blog(address: WebAddress) -> ProfileLink | None:
    """host[/path]: "medium.com/@name", "name.blogspot.com"; the path ends where the dates of posts begin."""
    host = address.host.removeprefix("www.").removeprefix("m.")
    labels = host.split(".")
    if ":" in host or len(labels) < 2 or labels[-1].isdecimal():
        return None
    if any(".".join(labels[start:]) in NOT_BLOGS for start in range(len(labels) - 1)):
        return None
    segments: list[str] = []
    for part in address.segments:
        if DAY_OF_A_POST.fullmatch(part) or part.lower() in PAGES_OF_A_SITE:
            break
        segments.append(part)
    handle = "/".join([host, *segments])
    if len(handle) > LONGEST or not all(re.fullmatch(r"[\w@.~%+-]+", part) for part in segments):
        return None
    path = quote("/".join(segments), safe="/@~+")
    return ProfileLink(Platform.BLOG, handle, f"https://{host}/{path}")
