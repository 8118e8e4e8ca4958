"""Decides what a pasted link is: a post of a known platform, a profile, or something we can't count."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from influencers.blogs import SHORTENERS, read_blog
from influencers.link_rules import LETTERS, NOT_PEOPLE, READERS, PostLink, ProfileLink
from influencers.platforms import Platform
from influencers.web_addresses import LONGEST, WebAddress, clean, find_links, take_apart

__all__ = ["LinkRefused", "Platform", "PostLink", "ProfileLink", "canonical_post", "canonical_profile", "find_links"]

HOSTS = {
    Platform.X: [
        "x.com",
        "twitter.com",
        "fxtwitter.com",
        "vxtwitter.com",
        "fixupx.com",
        "fixvx.com",
        "twittpr.com",
        "nitter.net",
    ],
    Platform.YOUTUBE: ["youtube.com", "youtu.be", "youtube-nocookie.com"],
    Platform.INSTAGRAM: ["instagram.com", "instagr.am", "ddinstagram.com", "kkinstagram.com"],
    Platform.FACEBOOK: ["facebook.com", "fb.com", "fb.watch"],
    Platform.THREADS: ["threads.com", "threads.net"],
    Platform.TELEGRAM: ["t.me", "telegram.me", "telegram.dog"],
    Platform.SHARECHAT: ["sharechat.com"],
    Platform.MOJ: ["mojapp.in"],
    Platform.WHATSAPP: ["whatsapp.com"],
    Platform.LINKEDIN: ["linkedin.com", "lnkd.in"],
    Platform.SNAPCHAT: ["snapchat.com"],
}
PLATFORM_OF_HOST = {host: platform for platform, hosts in HOSTS.items() for host in hosts}
BARE_HANDLE = re.compile(rf"@?[{LETTERS}.·-]{{1,60}}")
CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
# What the address of a post says of its author holds there; elsewhere it may be anybody's name or only a number.
HANDLE_IN_POSTS = {
    Platform.INSTAGRAM,
    Platform.THREADS,
    Platform.TELEGRAM,
    Platform.MOJ,
    Platform.SNAPCHAT,
    Platform.WHATSAPP,
}
PRIVATE = ("chat.whatsapp.com", "wa.me", "api.whatsapp.com")

ACCEPTED = _(
    "Paste the link of one post on Facebook, Instagram, YouTube, X, Threads, Telegram, ShareChat, Moj or LinkedIn."
)
SENTENCES: dict[str, Promise] = {
    "too_long": _("This is too long for a link. Paste only the link of your post."),
    "no_link": _("There is no link in this. In the app, tap Share, then Copy link, and paste it here."),
    "unknown_platform": _("This is not a platform whose posts can be counted. %(accepted)s"),
    "not_a_post": _("This link does not lead to one post. Open your post, tap Share, then Copy link. %(accepted)s"),
    "is_profile": _("This is the link of an account, not of a post. Open your post, tap Share, then Copy link."),
    "private": _("Only people in the group can see this. Paste the link of a public post."),
    "not_a_profile": _("This is not the link or the name of an account."),
    "is_post": _("This is the link of a post that does not say whose it is. Open the account and copy its link."),
    "short_link": _("This is a short link. Open it, and copy the address of the account."),
}


class LinkRefused(ValueError):
    """A link that can't be taken; `code` names why, the text says what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % {"accepted": ACCEPTED}


def canonical_post(text: str) -> PostLink:
    """The one post that a pasted text links to. Every way of writing a post's address gives the same (platform, key).

    Raises LinkRefused: too_long, no_link, private, unknown_platform, is_profile, not_a_post.
    """
    links = _links(text)
    refusals: list[str] = []
    for link in links:
        address = take_apart(link)
        found = _read(address) if address else None
        if isinstance(found, PostLink):
            return found
        refusals.append(_why_no_post(address, found))
    raise LinkRefused(refusals[0])


def canonical_profile(text: str, platform: str | None = None) -> ProfileLink:
    """The account that a text names: by its link, by the link of a post that names it, or as @name on the given platform.

    Raises LinkRefused: too_long, no_link, not_a_profile, is_post, short_link.
    """
    text = clean(text)
    if platform is None and CHANNEL_ID.fullmatch(text):
        platform = Platform.YOUTUBE
    if platform and platform != Platform.BLOG and BARE_HANDLE.fullmatch(text) and not _has_known_host(text):
        return _bare(text.removeprefix("@"), Platform(platform))
    links = _links(text)
    address = take_apart(links[0])
    found = _profile_at(address) if address else None
    if isinstance(found, PostLink) and found.handle and found.platform in HANDLE_IN_POSTS:
        found = _bare(found.handle, found.platform)
    if found is None or (platform and found.platform != platform):
        raise LinkRefused("short_link" if address and address.host in SHORTENERS else "not_a_profile")
    if isinstance(found, PostLink):
        raise LinkRefused("short_link" if found.needs_resolving else "is_post")
    return found


def _profile_at(address: WebAddress) -> PostLink | ProfileLink | None:
    """What an address shows; one that belongs to no platform may be somebody's own website."""
    if platform_of(address) is None and address.host not in PRIVATE:
        return read_blog(address)
    return _read(address)


def platform_of(address: WebAddress) -> Platform | None:
    """The platform whose own host an address has; subdomains belong to it, look-alikes don't."""
    if address.host.startswith("tg:"):
        return Platform.TELEGRAM
    labels = address.host.split(".")
    return next(
        (found for start in range(len(labels) - 1) if (found := PLATFORM_OF_HOST.get(".".join(labels[start:])))), None
    )


def _links(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise LinkRefused("too_long")
    links = find_links(text)
    if not links:
        raise LinkRefused("no_link")
    return links


def _read(address: WebAddress) -> PostLink | ProfileLink | None:
    platform = platform_of(address)
    if platform is None or address.host in PRIVATE:
        return None
    return READERS[platform](address)


def _why_no_post(address: WebAddress | None, found: ProfileLink | None) -> str:
    if address is None:
        return "unknown_platform"
    if address.host in PRIVATE or (platform_of(address) == Platform.TELEGRAM and address.first() in ("c", "joinchat")):
        return "private"
    if found:
        return "is_profile"
    return "not_a_post" if platform_of(address) else "unknown_platform"


def _has_known_host(text: str) -> bool:
    address = take_apart(text)
    return address is not None and platform_of(address) is not None


def _bare(name: str, platform: Platform) -> ProfileLink:
    prefix = "@" if platform in (Platform.YOUTUBE, Platform.THREADS, Platform.MOJ, Platform.SNAPCHAT) else ""
    if platform == Platform.YOUTUBE and CHANNEL_ID.fullmatch(name):
        return ProfileLink(platform, f"channel/{name}", f"https://www.youtube.com/channel/{name}")
    lead = {Platform.SHARECHAT: "profile", Platform.WHATSAPP: "channel", Platform.LINKEDIN: "in"}.get(platform)
    segments = (lead, name) if lead else (f"{prefix}{name}",)
    found = READERS[platform](WebAddress(HOSTS[platform][0], segments, {}))
    if name.lower() in NOT_PEOPLE.get(platform, ()) or not isinstance(found, ProfileLink):
        raise LinkRefused("not_a_profile")
    return found
