"""Decides what somebody means who pastes profiles of a prospect: which accounts, who that may be already, which district."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from influencers.link_rules import LETTERS
from influencers.links import CHANNEL_ID, LinkRefused, Platform, ProfileLink, canonical_profile, find_links
from influencers.models import Handle, Influencer
from influencers.web_addresses import TRAILING
from network.models import Area, Person, User
from network.names import fold
from network.rights import Feature
from network.scope import district_path
from network.search import name_key

MOST_ACCOUNTS = 12
MOST_ALIKE = 5
SHORT_NAME = 5  # a district with a shorter name is found as a whole word only: Dhar is no part of "dharma"
WORDS_OF_PLATFORMS = {
    fold(word): platform
    for platform, words in {
        Platform.FACEBOOK: ["facebook", "fb", "फेसबुक"],
        Platform.INSTAGRAM: ["instagram", "insta", "ig", "इंस्टाग्राम", "इंस्टा"],
        Platform.YOUTUBE: ["youtube", "yt", "यूट्यूब"],
        Platform.X: ["x", "twitter", "ट्विटर", "एक्स"],
        Platform.THREADS: ["threads", "थ्रेड्स"],
        Platform.TELEGRAM: ["telegram", "टेलीग्राम"],
        Platform.SHARECHAT: ["sharechat", "शेयरचैट"],
        Platform.MOJ: ["moj", "मौज"],
        Platform.SNAPCHAT: ["snapchat", "स्नैपचैट"],
        Platform.LINKEDIN: ["linkedin", "लिंक्डइन"],
    }.items()
    for word in words
}


@dataclass
class Account:
    """One account that was pasted: what it was read as, or why it was not; and whose it is already."""

    text: str
    profile: ProfileLink | None = None
    problem: str = ""
    is_recorded: bool = False
    owner: Influencer | None = None  # where the reader sees them

    @property
    def platform_label(self) -> str:
        """The name of the platform."""
        return Platform(self.profile.platform).label if self.profile else ""


@dataclass(frozen=True)
class Recognised:
    """What was read, and who it may be already."""

    accounts: list[Account] = field(default_factory=list)
    alike: list[Person] = field(default_factory=list)
    same_name: list[Handle] = field(default_factory=list)
    district: Area | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether one of the accounts is recorded already."""
        return any(account.is_recorded for account in self.accounts)


def read_accounts(text: str, platform: str = "") -> list[Account]:
    """The accounts in a text: links in any form, ids of channels, @names beside the name of their platform.

    `platform` is where @names belong that stand alone.
    """
    found: list[Account] = []
    for line in text.splitlines():
        found += _read_line(line, platform)
    known: dict[tuple[str, str], Account] = {}
    for account in found:
        key = (account.profile.platform, account.profile.handle) if account.profile else ("", account.text)
        known.setdefault(key, account)
    return list(known.values())[:MOST_ACCOUNTS]


def recognise(text: str, *, name: str, note: str, platform: str, district: Area | None, by: User) -> Recognised:
    """Everything that is told while somebody types; at most seven queries. Who lies outside the scope is never named."""
    accounts = read_accounts(text, platform)
    _find_owners(accounts, by)
    districts = list(districts_of(by))
    handles = [account.profile.handle for account in accounts if account.profile]
    place = district or guess_district([text, name, note, *handles], districts)
    return Recognised(accounts, alike(name, place, by=by), _same_name(accounts, by), place)


def districts_of(by: User):
    """The districts in which the reader forms teams."""
    return Area.objects.visible_to(by, Feature.ROSTER_EDIT).of_kind("district").current().by_name()


def guess_district(texts: Iterable[str], districts: Sequence[Area]) -> Area | None:
    """The district that is named in the texts, or inside a handle; else the only one there is. None where it is open."""
    whole = " ".join(texts)
    words = {fold(word) for word in re.split(rf"[^{LETTERS}]+|[_\d]+", whole)} - {""}
    found = [district for district in districts if any(_is_named(name, words) for name in district.searchable_names())]
    if len(found) == 1:
        return found[0]
    return districts[0] if len(districts) == 1 else None


def alike(name: str, district: Area | None, *, by: User) -> list[Person]:
    """Those in the district whose names sound the same or nearly the same, as far as the reader sees them."""
    key = name_key(name)
    if not key or district is None:
        return []
    people = Person.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(
        merged_into__isnull=True, home_path__startswith=district_path(district.path)
    )
    people = people.select_related("home_area", "influencer")
    return list(people.filter(name_key=key)[:MOST_ALIKE]) or people.find(name, most=MOST_ALIKE)


def recorded(profiles: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The influencers, by key, whose accounts these are, wherever they are. One query."""
    wanted = set(profiles)
    rows = Handle.objects.filter(handle__in={handle for _platform, handle in wanted})
    found = rows.values_list("platform", "handle", "influencer_id")
    return {(platform, handle): pk for platform, handle, pk in found if (platform, handle) in wanted}


def _is_named(name: str, words: set[str]) -> bool:
    wanted = fold(name)
    if wanted in words:
        return True
    return len(wanted) >= SHORT_NAME and any(wanted in word for word in words)


def _read_line(line: str, platform: str) -> list[Account]:
    found: list[Account] = []
    tokens = [token for part in re.split(r"[\s,;|]+", line) if (token := part.rstrip(TRAILING))]
    named = next((WORDS_OF_PLATFORMS[key] for token in tokens if (key := fold(token)) in WORDS_OF_PLATFORMS), platform)
    for token in tokens:
        if token.startswith("@") and len(token) > 1:
            found.append(_read(token, named) if named else Account(token, problem=_which_platform(token)))
        elif CHANNEL_ID.fullmatch(token):
            found.append(_read(token, Platform.YOUTUBE))
        else:
            found += [_read(link, None) for link in find_links(token)]
    if found or not tokens:
        return found
    return [_read(line.strip(), named or None)]


def _which_platform(token: str) -> str:
    return _("Which platform is %(name)s on? Choose it, or write its name before it.") % {"name": token}


def _read(text: str, platform: str | None) -> Account:
    try:
        return Account(text, canonical_profile(text, platform=platform))
    except LinkRefused as error:
        return Account(text, problem=str(error))


def _find_owners(accounts: list[Account], by: User) -> None:
    owners = recorded((account.profile.platform, account.profile.handle) for account in accounts if account.profile)
    seen = Influencer.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(pk__in=owners.values())
    visible = {row.pk: row for row in seen.select_related("person", "district")} if owners else {}
    for account in accounts:
        key = (account.profile.platform, account.profile.handle) if account.profile else None
        account.is_recorded = key in owners
        account.owner = visible.get(owners.get(key))


def _same_name(accounts: list[Account], by: User) -> list[Handle]:
    """Accounts on other platforms that go by the same name: perhaps the same person."""
    names = {_plain(account.profile.handle) for account in accounts if account.profile and not account.is_recorded}
    taken = {account.owner.pk for account in accounts if account.owner}
    if not names - {""}:
        return []
    rows = Handle.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(
        handle__in=[*names, *(f"@{name}" for name in names)]
    )
    return list(
        rows.exclude(influencer__in=taken).select_related("influencer__person", "influencer__district")[:MOST_ALIKE]
    )


def _plain(handle: str) -> str:
    """The name in a handle: "@abc" and "in/abc" are "abc"; numbers and short ones tell nothing."""
    name = handle.rpartition("/")[2].removeprefix("@")
    return name if len(name) >= 4 and not name.isdecimal() else ""
