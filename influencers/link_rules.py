"""Decides, platform by platform, which addresses are a post and which are a profile. Codes keep their case where it counts."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from influencers.platforms import Platform
from influencers.web_addresses import WebAddress


@dataclass(frozen=True)
class PostLink:
    """One post: (platform, key) is the same for every way of writing its address.

    `handle` is what the address says of the author ("" when nothing); with `needs_resolving` the key is that of a share
    address, whose post is known only after it was opened.
    """

    platform: Platform
    key: str
    url: str
    handle: str = ""
    needs_resolving: bool = False


@dataclass(frozen=True)
class ProfileLink:
    """One account."""

    platform: Platform
    handle: str
    url: str


Found = PostLink | ProfileLink | None

# fmt: off
NOT_PEOPLE = {
    Platform.X: {
        "home", "search", "i", "intent", "hashtag", "explore", "settings", "share", "login", "messages",
        "notifications"
    },
    Platform.INSTAGRAM: {
        "explore", "accounts", "direct", "stories", "about", "developer", "legal", "s", "share", "reels",
        "p", "tv"
    },
    Platform.FACEBOOK: {
        "watch", "reel", "events", "groups", "marketplace", "gaming", "login", "help", "policies", "share",
        "sharer", "stories", "story.php", "permalink.php", "photo.php", "photo", "video.php", "media",
        "hashtag", "search", "business", "ads", "dialog"
    },
    Platform.TELEGRAM: {
        "c", "s", "joinchat", "share", "addstickers", "proxy", "socks", "login", "iv", "addlist", "boost",
        "invoice"
    },
    Platform.SNAPCHAT: {
        "discover", "lens", "unlock", "download"
    },
}
# fmt: on
FACEBOOK_TABS = {"about", "photos", "videos", "posts", "reels", "reels_tab", "live", "followers", "community"}
LETTERS = r"\w\u0900-\u0963\u0966-\u0dff"  # with the vowel signs of Indian scripts, which \w leaves out
CODE = re.compile(r"[A-Za-z0-9_-]{5,40}")


def read_x(address: WebAddress) -> Found:
    """x.com/{u}/status/{id}; the number identifies the post, the name in the address may be anybody's."""
    parts = address.segments
    if address.fragment.startswith("!/"):
        parts = tuple(address.fragment[2:].split("/"))
    for place, part in enumerate(parts[:3]):
        number = parts[place + 1] if place + 1 < len(parts) else ""
        if part.lower() in ("status", "statuses") and re.fullmatch(r"\d{1,19}", number, re.ASCII):
            name = parts[0] if place == 1 and parts[0].lower() not in NOT_PEOPLE[Platform.X] else ""
            return PostLink(Platform.X, number, f"https://x.com/{name or 'i'}/status/{number}", name.lower())
    name = address.query.get("screen_name", "") if address.at(0) == "intent" else address.first()
    return _profile(Platform.X, name, r"\w{1,15}", "https://x.com/{}")


def read_youtube(address: WebAddress) -> Found:
    """watch?v=, youtu.be/, shorts/, live/, embed/: eleven signs name the video, however it is watched."""
    first, code = address.first(), ""
    if address.host == "youtu.be":
        code = first
    elif first == "watch":
        code = address.query.get("v", "") or address.at(1)
    elif first in ("shorts", "live", "embed", "v", "e"):
        code = address.at(1)
    if re.fullmatch(r"[A-Za-z0-9_-]{11}", code):
        return PostLink(Platform.YOUTUBE, code, f"https://www.youtube.com/watch?v={code}")
    if first in ("post", "clip") and CODE.match(address.at(1)):
        return PostLink(
            Platform.YOUTUBE, f"{first}:{address.at(1)}", f"https://www.youtube.com/{first}/{address.at(1)}"
        )
    if first.startswith("@"):
        name = unicodedata.normalize("NFC", first[1:].casefold())
        return (
            ProfileLink(Platform.YOUTUBE, f"@{name}", f"https://www.youtube.com/@{quote(name)}")
            if re.fullmatch(rf"[{LETTERS}.·-]{{1,60}}", name)
            else None
        )
    if first in ("channel", "c", "user") and re.fullmatch(rf"[{LETTERS}.-]{{1,60}}", address.at(1)):
        name = address.at(1) if first == "channel" else address.at(1).casefold()
        return ProfileLink(Platform.YOUTUBE, f"{first}/{name}", f"https://www.youtube.com/{first}/{quote(name)}")
    return None


def read_instagram(address: WebAddress) -> Found:
    """/p/, /reel/, /reels/, /tv/{code}, also below a name; the code is case-sensitive; share codes are not post codes."""
    first, second, third = address.first(), address.at(1), address.at(2)
    if first == "share":
        token = third if second in ("p", "reel") else second
        return _unresolved(Platform.INSTAGRAM, "share", token, "https://www.instagram.com/share/{}")
    if first in ("p", "reel", "reels", "tv") and CODE.fullmatch(second):
        return PostLink(Platform.INSTAGRAM, second, f"https://www.instagram.com/p/{second}/")
    if second in ("p", "reel", "reels", "tv") and CODE.fullmatch(third):
        return PostLink(Platform.INSTAGRAM, third, f"https://www.instagram.com/p/{third}/", first.lower())
    if first == "stories" and re.fullmatch(r"\d+", third, re.ASCII):
        return PostLink(
            Platform.INSTAGRAM, f"story:{third}", f"https://www.instagram.com/stories/{second}/{third}/", second.lower()
        )
    name = second if first == "_u" else first
    return _profile(Platform.INSTAGRAM, name, r"[A-Za-z0-9_.]{1,30}", "https://www.instagram.com/{}/")


def read_facebook(address: WebAddress) -> Found:  # noqa: PLR0911 - one line a form
    """Every way Facebook writes a post; pfbid and share codes stay opaque until they are opened."""
    first, second, query = address.first(), address.at(1), address.query
    if address.host == "fb.watch":
        return _unresolved(Platform.FACEBOOK, "fb.watch", first, "https://fb.watch/{}/")
    if first == "share":
        token = address.at(2) if second in ("p", "v", "r", "g") else second
        return _unresolved(Platform.FACEBOOK, "share", token, "https://www.facebook.com/share/{}/")
    number = _facebook_number(address)
    if number:
        name = "" if first.lower() in NOT_PEOPLE[Platform.FACEBOOK] or not second else first.lower()
        return PostLink(Platform.FACEBOOK, number, f"https://www.facebook.com/{number}", name)
    if first == "profile.php" and query.get("id", "").isdecimal():
        return ProfileLink(Platform.FACEBOOK, query["id"], f"https://www.facebook.com/profile.php?id={query['id']}")
    if first in ("people", "pages") and address.at(2).isdecimal():
        return ProfileLink(Platform.FACEBOOK, address.at(2), f"https://www.facebook.com/profile.php?id={address.at(2)}")
    if first == "p" and (tail := re.fullmatch(r".*?-?(\d{6,})", second, re.ASCII)):
        return ProfileLink(Platform.FACEBOOK, tail[1], f"https://www.facebook.com/profile.php?id={tail[1]}")
    if second and second.lower() not in FACEBOOK_TABS:
        return None
    return _profile(Platform.FACEBOOK, first, r"[A-Za-z0-9._-]{3,80}", "https://www.facebook.com/{}")


def _facebook_number(address: WebAddress) -> str:
    """The number (or pfbid code) of a Facebook post, "" where the address shows none."""
    first, query, segments = address.first(), address.query, address.segments
    named = {
        "permalink.php": "story_fbid", "story.php": "story_fbid",
        "photo": "fbid", "photo.php": "fbid", "watch": "v", "video.php": "v",
    }  # fmt: skip
    candidates = [query.get(named[first], "")] if first in named else []
    candidates += [query.get("multi_permalinks", "")] if first == "groups" else []
    for place, part in enumerate(segments[:-1]):
        if part in ("posts", "videos", "photos", "permalink", "reel"):
            candidates.append(segments[-1])
            candidates.append(segments[place + 1])
    codes = (re.fullmatch(r"\d{5,25}|pfbid[A-Za-z0-9]{10,100}", candidate, re.ASCII) for candidate in candidates)
    return next((code[0] for code in codes if code), "")


def read_threads(address: WebAddress) -> Found:
    """threads.com/@{u}/post/{code} and /t/{code}."""
    first = address.first()
    code = address.at(2) if address.at(1) == "post" else address.at(1) if first == "t" else ""
    if CODE.fullmatch(code):
        return PostLink(
            Platform.THREADS,
            code,
            f"https://www.threads.com/t/{code}",
            first.lstrip("@").lower() if first != "t" else "",
        )
    return (
        _profile(Platform.THREADS, first.removeprefix("@"), r"[A-Za-z0-9_.]{1,30}", "https://www.threads.com/@{}")
        if first[:1] == "@"
        else None
    )


def read_telegram(address: WebAddress) -> Found:
    """t.me/{channel}/{id}; private channels (t.me/c/…) show nobody anything and are no post."""
    if address.host == "tg:resolve":
        name, number = address.query.get("domain", ""), address.query.get("post", "")
    elif address.host not in ("t.me", "telegram.me", "telegram.dog"):
        name, number = address.host.split(".")[0], address.first()
    else:
        parts = address.segments[1:] if address.first() == "s" else address.segments
        name, number = (parts[0] if parts else ""), (parts[-1] if len(parts) > 1 else "")
    if name.lower() in NOT_PEOPLE[Platform.TELEGRAM] or not re.fullmatch(r"[A-Za-z]\w{3,31}", name, re.ASCII):
        return None
    name = name.lower()
    if re.fullmatch(r"\d{1,12}", number, re.ASCII):
        return PostLink(Platform.TELEGRAM, f"{name}/{number}", f"https://t.me/{name}/{number}", name)
    return None if number else ProfileLink(Platform.TELEGRAM, name, f"https://t.me/{name}")


def read_sharechat(address: WebAddress) -> Found:
    """sharechat.com/[language/]post, video or item/{code}."""
    parts = address.segments
    for place, part in enumerate(parts[:-1]):
        if part in ("post", "video", "item") and re.fullmatch(r"[A-Za-z0-9_-]{4,40}", parts[place + 1]):
            return PostLink(Platform.SHARECHAT, parts[place + 1], f"https://sharechat.com/post/{parts[place + 1]}")
        if part == "profile":
            return _profile(
                Platform.SHARECHAT, parts[place + 1], r"[A-Za-z0-9_.]{1,40}", "https://sharechat.com/profile/{}"
            )
    return None


def read_moj(address: WebAddress) -> Found:
    """mojapp.in/@{u}/video/{digits}."""
    first, parts = address.first(), address.segments
    if "video" in parts[:-1] and re.fullmatch(r"\d{4,25}", parts[-1], re.ASCII):
        name = first[1:].lower() if first.startswith("@") else ""
        return PostLink(Platform.MOJ, parts[-1], f"https://mojapp.in/video/{parts[-1]}", name)
    return (
        _profile(Platform.MOJ, first[1:], r"[A-Za-z0-9_.]{1,40}", "https://mojapp.in/@{}")
        if first.startswith("@")
        else None
    )


def read_whatsapp(address: WebAddress) -> Found:
    """whatsapp.com/channel/{code}/{message}; invitations and phone numbers are refused and never kept."""
    code, number = address.at(1), address.at(2)
    if address.first() != "channel" or not re.fullmatch(r"[A-Za-z0-9]{10,40}", code):
        return None
    if number.isdecimal():
        return PostLink(
            Platform.WHATSAPP, f"{code}/{number}", f"https://www.whatsapp.com/channel/{code}/{number}", code
        )
    return ProfileLink(Platform.WHATSAPP, code, f"https://www.whatsapp.com/channel/{code}")


def read_linkedin(address: WebAddress) -> Found:
    """/posts/…-activity-{id}-…, /feed/update/urn:li:…:{id}; at least 15 digits."""
    if address.host == "lnkd.in":
        return _unresolved(Platform.LINKEDIN, "lnkd.in", address.at(1) or address.first(), "https://lnkd.in/{}")
    text = "/".join(address.segments)
    found = re.search(r"(activity|share|ugcPost)[:-](\d{15,20})", text, re.ASCII)
    if found and address.first() in ("posts", "feed", "embed"):
        urn = f"{found[1]}:{found[2]}"
        return PostLink(Platform.LINKEDIN, urn, f"https://www.linkedin.com/feed/update/urn:li:{urn}/")
    if address.first() == "pulse" and address.at(1):
        return PostLink(
            Platform.LINKEDIN, f"pulse:{address.at(1)}"[:200], f"https://www.linkedin.com/pulse/{quote(address.at(1))}/"
        )
    if address.first() in ("in", "company", "pub") and re.fullmatch(r"[\w-]{2,100}", address.at(1)):
        name = f"{address.first()}/{address.at(1).lower()}"
        return ProfileLink(Platform.LINKEDIN, name, f"https://www.linkedin.com/{quote(name)}/")
    return None


def read_snapchat(address: WebAddress) -> Found:
    """/spotlight/{token}, also below a name; short addresses need opening."""
    parts = address.segments
    if address.host == "t.snapchat.com" or address.first() == "t":
        return _unresolved(Platform.SNAPCHAT, "t", parts[-1] if parts else "", "https://t.snapchat.com/{}")
    if "spotlight" in parts[:-1] and CODE.match(parts[-1]) and len(parts[-1]) <= 150:
        name = parts[0][1:].lower() if parts[0].startswith("@") else ""
        return PostLink(Platform.SNAPCHAT, parts[-1], f"https://www.snapchat.com/spotlight/{quote(parts[-1])}", name)
    name = address.at(1) if address.first() in ("add", "u") else address.first().removeprefix("@")
    return _profile(Platform.SNAPCHAT, name, r"[A-Za-z0-9_.-]{3,30}", "https://www.snapchat.com/@{}")


READERS: dict[Platform, Callable[[WebAddress], Found]] = {
    Platform.X: read_x,
    Platform.YOUTUBE: read_youtube,
    Platform.INSTAGRAM: read_instagram,
    Platform.FACEBOOK: read_facebook,
    Platform.THREADS: read_threads,
    Platform.TELEGRAM: read_telegram,
    Platform.SHARECHAT: read_sharechat,
    Platform.MOJ: read_moj,
    Platform.WHATSAPP: read_whatsapp,
    Platform.LINKEDIN: read_linkedin,
    Platform.SNAPCHAT: read_snapchat,
}


def _profile(platform: Platform, name: str, pattern: str, url: str) -> ProfileLink | None:
    if name.lower() in NOT_PEOPLE.get(platform, ()) or not re.fullmatch(pattern, name, re.ASCII):
        return None
    return ProfileLink(platform, name.lower(), url.format(quote(name.lower())))


def _unresolved(platform: Platform, way: str, token: str, url: str) -> PostLink | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{4,100}", token):
        return None
    return PostLink(platform, f"{way}:{token}", url.format(token), needs_resolving=True)
