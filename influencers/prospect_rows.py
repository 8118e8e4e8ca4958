"""Decides what one row of a list of prospects says and whether it can be taken. Phone numbers and e-mails are not read.

Pure: judges cells against what is known; who asks the database is influencers/services/prospect_imports.py.
"""

import re
from dataclasses import dataclass, field

from influencers.links import LinkRefused, Platform, canonical_profile, find_links
from influencers.roster_rows import HARMLESS, Row, read_district, read_name, read_voice
from influencers.roster_rows import HEADINGS as TEAM_HEADINGS
from network.models import Area
from network.names import fold, match_place
from network.search import name_key

HEADINGS = {
    name: TEAM_HEADINGS[name] for name in ("name", "district", "followers", "subjects", "languages", "remark")
} | {
    "facebook": TEAM_HEADINGS["facebook"],
    "instagram": TEAM_HEADINGS["instagram"],
    "youtube": TEAM_HEADINGS["youtube"],
    "x": TEAM_HEADINGS["x"],
    "threads": ["थ्रेड्स", "threads"],
    "telegram": ["टेलीग्राम", "telegram", "telegram channel"],
    "sharechat": ["शेयरचैट", "sharechat"],
    "moj": ["मौज", "moj"],
    "whatsapp": ["व्हाट्सएप चैनल", "whatsapp channel"],
    "linkedin": ["लिंक्डइन", "linkedin"],
    "snapchat": ["स्नैपचैट", "snapchat"],
    "blog": ["ब्लॉग", "वेबसाइट", "blog", "website"],
    "links": ["लिंक", "लिंक्स", "प्रोफ़ाइल", "प्रोफाइल लिंक", "links", "link", "profile", "profile link", "profile links", "url"],
}  # fmt: skip
PLATFORMS = {name: Platform(name) for name in HEADINGS if name in Platform.values}
BAD = ("handle_bad", "link_bad")
NEEDED = ("name", "district", "links", *PLATFORMS)


@dataclass
class Knowledge:
    """What is known when a sheet is judged."""

    districts: list[Area]
    # By account: the influencer's key, and the name where the reader sees them ("" where not).
    owners: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    # By district and key of the name: who lives there; and which of these names are prospects without any account.
    people: dict[tuple[int, str], str] = field(default_factory=dict)
    without_account: set[tuple[int, str]] = field(default_factory=set)


def read_rows(rows: list[Row], knowledge: Knowledge) -> None:
    """Understand every row by itself; where there is only one district, its column may be empty or missing."""
    places = [(district, district.name_hi, district.name_en) for district in knowledge.districts]
    only = knowledge.districts[0] if len(knowledge.districts) == 1 else None
    for row in rows:
        read_name(row, NEEDED)
        if row.verdict:
            continue
        text = row.text("district")
        if not text and only is not None:
            row.district = only
        else:
            read_district(row, text, match_place(text, places) if text else None)
        if not row.verdict:
            _read_accounts(row)
            read_voice(row)


def judge_rows(rows: list[Row], knowledge: Knowledge) -> None:
    """Give every row its verdict against the other rows and against who is entered already."""
    accounts: dict[tuple[str, str], Row] = {}
    names: dict[tuple[int, str], Row] = {}
    for row in rows:
        if not row.verdict:
            _compare_with_rows(row, accounts, names)
        if not row.verdict:
            _compare_with_people(row, knowledge)
        if not row.verdict:
            row.verdict = "doubtful" if {reason["code"] for reason in row.reasons} - HARMLESS else "good"


def key_of(row: Row) -> tuple[int, str]:
    """The district and how the name sounds."""
    return row.district.pk, name_key(row.name)


def _read_accounts(row: Row) -> None:
    for name, platform in PLATFORMS.items():
        text = row.text(name)
        if text and text not in ("-", "NA"):
            _take(row, text, platform)
    text = row.text("links")
    links = [link for token in re.split(r"[\s,;|]+", text) for link in find_links(token)]
    for link in links or [text] * bool(text):
        _take(row, link, None)
    if not row.handles and not any(reason["code"] in BAD for reason in row.reasons):
        row.doubt("handle_missing")


def _take(row: Row, text: str, platform: Platform | None) -> None:
    try:
        profile = canonical_profile(text, platform=platform)
    except LinkRefused:
        if platform is None:
            row.doubt("link_bad", value=text)
        else:
            row.doubt("handle_bad", value=text, platform=platform.label)
    else:
        row.handles[profile.platform.value, profile.handle] = profile.url


def _compare_with_rows(row: Row, accounts: dict[tuple[str, str], Row], names: dict[tuple[int, str], Row]) -> None:
    first = next((accounts[handle] for handle in row.handles if handle in accounts), None)
    alike = names.get((row.district.pk, fold(row.name)))
    if first is not None or (alike is not None and not row.handles):
        row.refuse("row_doubled", row=(first or alike).number)
        return
    accounts |= dict.fromkeys(row.handles, row)
    names.setdefault((row.district.pk, fold(row.name)), row)


def _compare_with_people(row: Row, knowledge: Knowledge) -> None:
    known = {handle: knowledge.owners[handle] for handle in row.handles if handle in knowledge.owners}
    key = key_of(row)
    if known:
        name = next((name for _pk, name in known.values() if name), "…")
        is_one = len({pk for pk, _name in known.values()}) == 1
        if is_one and len(known) == len(row.handles):
            row.verdict = "unchanged"
            row.doubt("prospect_known", read=name)
        else:
            row.refuse("prospect_known", read=name)
    elif not row.handles and key in knowledge.without_account:
        row.verdict = "unchanged"
    elif key in knowledge.people:
        row.doubt("person_alike", read=knowledge.people[key])
