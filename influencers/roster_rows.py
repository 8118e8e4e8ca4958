"""Decides what one row of a team list says and whether it can be taken: good, doubtful, refused or already there.

Pure: judges cells against what is known; who asks the database is influencers/services/roster_imports.py.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from influencers.links import LinkRefused, Platform, canonical_profile
from influencers.models import Subject
from influencers.roster_knowledge import Knowledge, KnownPerson
from network.models import Area
from network.names import PlaceMatch, fold, match_place, strip_titles
from network.numbers import parse_count
from network.phones import PhoneRefused, normalise

HEADINGS = {
    "name": ["नाम", "पूरा नाम", "इन्फ्लुएंसर का नाम", "name", "full name", "influencer", "influencer name"],
    "district": ["जिला", "ज़िला", "जनपद", "district", "dist", "district name"],
    "phone": [
        "मोबाइल नं.",
        "मोबाइल",
        "मोबाइल नंबर",
        "फोन",
        "फ़ोन नंबर",
        "व्हाट्सएप",
        "mobile",
        "mobile no",
        "phone",
        "phone number",
    ],
    "email": ["ईमेल", "ई-मेल", "email", "e-mail", "email id"],
    "facebook": ["फेसबुक", "फ़ेसबुक", "facebook", "fb", "facebook link"],
    "instagram": ["इंस्टाग्राम", "इंस्टा", "instagram", "insta", "instagram link"],
    "youtube": ["यूट्यूब", "यू ट्यूब", "youtube", "youtube channel"],
    "x": ["X / ट्विटर", "ट्विटर", "एक्स", "x", "twitter", "x/twitter"],
    "followers": ["फॉलोअर्स", "फ़ॉलोअर", "फॉलोवर्स", "followers", "subscribers", "follower count"],
    "subjects": ["विषय", "subject", "subjects", "topics"],
    "languages": ["भाषा", "भाषाएँ", "language", "languages"],
    "remark": ["टिप्पणी", "रिमार्क", "स्थिति", "remark", "remarks", "status", "note"],
}
PLATFORMS = {name: Platform(name) for name in ("facebook", "instagram", "youtube", "x")}
NEEDED = ("name", "district", "phone", "email", *PLATFORMS)  # a formula in one of these spoils the row
SUBJECTS = {
    "शिक्षा": "education", "किसान": "farmers", "कृषि": "farmers", "स्वास्थ्य": "health", "महिला": "women", "महिलाएँ": "women",
    "युवा और रोज़गार": "youth", "युवा": "youth", "रोज़गार": "youth", "महँगाई": "prices", "महंगाई": "prices",
    "कानून व्यवस्था": "law_order", "आदिवासी": "tribal", "संस्कृति": "culture", "खेल": "sports",
    "farmer": "farmers", "jobs": "youth", "law and order": "law_order", "inflation": "prices",
}  # fmt: skip
LANGUAGES = {
    "हिंदी": "hi",
    "हिन्दी": "hi",
    "hindi": "hi",
    "english": "en",
    "अंग्रेज़ी": "en",
    "बुंदेली": "bundeli",
    "मालवी": "malvi",
    "निमाड़ी": "nimadi",
}
TOTALS = {fold(word) for word in ("कुल योग", "कुल", "योग", "total", "grand total", "sum")}
HARMLESS = {"district_former"}  # worth telling, no reason to doubt
BY_FOLDED_SUBJECT = {fold(word): code for word, code in SUBJECTS.items()} | {
    fold(code): code for code in Subject.values
}
BY_FOLDED_LANGUAGE = {fold(word): code for word, code in LANGUAGES.items()}


@dataclass
class Row:
    """One row on its way to a verdict: what stood in it, what it says, and the reasons found so far."""

    number: int
    cells: dict[str, object]
    formulas: dict[str, str]
    name: str = ""
    district: Area | None = None
    phone: str | None = None
    email: str = ""
    handles: dict[tuple[str, str], str] = field(default_factory=dict)
    followers: int | None = None
    subjects: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    person: KnownPerson | None = None
    verdict: str = ""
    reasons: list[dict[str, str]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The cell of a field as text; "" for a formula."""
        cell = "" if name in self.formulas else self.cells.get(name)
        return "" if cell is None else " ".join(str(cell).split())

    def doubt(self, code: str, **values: object) -> None:
        self.reasons.append({"code": code, **{name: str(value)[:120] for name, value in values.items()}})

    def refuse(self, code: str, **values: object) -> None:
        self.doubt(code, **values)
        self.verdict = "refused"

    @property
    def remark(self) -> str:
        return self.text("remark")[:300]


def read_rows(rows: list[Row], knowledge: Knowledge) -> None:
    """Understand every row by itself: names, places, phones, accounts, numbers. Reasons are added where it can't be."""
    places = [(district, district.name_hi, district.name_en) for district in knowledge.districts]
    found: dict[str, PlaceMatch[Area] | None] = {}
    for row in rows:
        read_name(row)
        if row.verdict:
            continue
        text = row.text("district")
        if text not in found:
            found[text] = match_place(text, places) if text else None
        read_district(row, text, found[text])
        _read_contact(row)
        _read_handles(row)
        read_voice(row)


def judge_rows(rows: list[Row], knowledge: Knowledge) -> None:
    """Give every row its verdict against the other rows and against who is entered already."""
    phones: dict[str, Row] = {}
    handles: dict[tuple[str, str], Row] = {}
    people: dict[tuple[int, str], Row] = {}
    free = Counter(knowledge.free_seats)
    for row in rows:
        if row.verdict:
            continue
        _compare_with_rows(row, phones, handles, people)
        if not row.verdict:
            _compare_with_people(row, knowledge)
        if not row.verdict and (row.person is None or row.person.seat_district is None):
            _take_seat(row, free)
        if not row.verdict:
            row.verdict = "doubtful" if {reason["code"] for reason in row.reasons} - HARMLESS else "good"


def read_name(row: Row, needed: Iterable[str] = NEEDED) -> None:
    """Understand the name; a formula in a needed cell, a total and a missing name are refused."""
    for name in needed:
        if name in row.formulas:
            row.refuse("formula", value=row.formulas[name])
            return
    row.name = strip_titles(row.text("name"))[:120]
    if fold(row.name) in TOTALS:
        row.refuse("total_row")
    elif not row.name or not any(sign.isalpha() for sign in row.name):
        row.refuse("name_missing")


def read_district(row: Row, text: str, found: PlaceMatch[Area] | None) -> None:
    """Take the district that was found for the text of the cell."""
    if not text:
        row.refuse("district_missing")
    elif found is None:
        row.refuse("district_unknown", value=text)
    else:
        row.district = found.place
        if found.quality != "exact":
            row.doubt(f"district_{found.quality}", value=text, read=found.place.name_hi)


def _read_contact(row: Row) -> None:
    cell = row.cells.get("phone")
    if cell in (None, ""):
        row.doubt("phone_missing")
    else:
        try:
            row.phone = normalise(cell)
        except PhoneRefused:
            row.refuse("phone_bad", value=cell)
    email = row.text("email")
    row.email = email if re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", email, re.IGNORECASE) else ""


def _read_handles(row: Row) -> None:
    for name, platform in PLATFORMS.items():
        text = row.text(name)
        if not text or text in ("-", "NA"):
            continue
        try:
            profile = canonical_profile(text, platform=platform)
        except LinkRefused:
            row.doubt("handle_bad", value=text, platform=platform.label)
        else:
            row.handles[profile.platform.value, profile.handle] = profile.url
    if not any(row.text(name) for name in PLATFORMS):
        row.doubt("handle_missing")


def read_voice(row: Row) -> None:
    """Understand followers, subjects and languages."""
    for name in set(row.formulas) - set(NEEDED):
        row.doubt("formula", value=row.formulas[name])
    try:
        row.followers = parse_count(row.text("followers"))
    except ValueError:
        row.doubt("followers_unclear", value=row.text("followers"))
    for word in words(row.text("subjects")):
        code = BY_FOLDED_SUBJECT.get(fold(word))
        if code is None:
            row.doubt("subject_unknown", value=word)
        elif code not in row.subjects:
            row.subjects.append(code)
    row.languages = [code for word in words(row.text("languages")) if (code := BY_FOLDED_LANGUAGE.get(fold(word)))]


def words(text: str) -> Iterable[str]:
    return (word.strip() for word in re.split(r"[,;/|]", text) if word.strip())


def _compare_with_rows(
    row: Row, phones: dict[str, Row], handles: dict[tuple[str, str], Row], people: dict[tuple[int, str], Row]
) -> None:
    me = (row.district.pk, fold(row.name))
    same_phone = phones.setdefault(row.phone, row) if row.phone else row
    same_name = people.setdefault(me, row)
    if same_phone is not row:
        is_same = fold(same_phone.name) == fold(row.name)
        row.refuse("row_doubled" if is_same else "phone_doubled", row=same_phone.number)
    elif same_name is not row and (not row.phone or not same_name.phone or set(row.handles) & set(same_name.handles)):
        row.refuse("row_doubled", row=same_name.number)
    for handle in list(row.handles):
        first = handles.setdefault(handle, row)
        if first is not row and not row.verdict:
            row.doubt("handle_doubled", row=first.number, value=handle[1])
            del row.handles[handle]


def _compare_with_people(row: Row, knowledge: Knowledge) -> None:
    row.person = _known(row, knowledge)
    person = row.person
    if person is None and row.phone in knowledge.erased:
        row.refuse("person_erased")
    for handle in list(row.handles):
        owner = knowledge.by_handle.get(handle)
        if owner and (person is None or owner.pk != person.pk):
            row.doubt("handle_taken", value=handle[1])
            del row.handles[handle]
        elif person and handle not in person.handles and handle[0] in person.platforms:
            row.doubt("handle_second", value=handle[1])
            del row.handles[handle]
    if person is not None:
        _compare_with_person(row, person)


def _compare_with_person(row: Row, person: KnownPerson) -> None:
    if fold(row.name) not in person.folded_names:
        row.refuse("phone_known", read=person.name or "…")
    elif {person.seat_district, person.district} - {None, row.district.pk}:
        row.refuse("team_other", read=person.district_name)
    elif person.has_left:
        row.refuse("person_left")
    elif person.is_unasked:
        row.refuse("unasked")
    elif person.seat_district and _adds_nothing(row, person):
        row.verdict = "unchanged"


def _known(row: Row, knowledge: Knowledge) -> KnownPerson | None:
    if row.phone and (person := knowledge.by_phone.get(row.phone)):
        return person
    for handle in row.handles:
        person = knowledge.by_handle.get(handle)
        if person and fold(row.name) in person.folded_names and not row.phone:
            return person
    return None if row.phone else knowledge.by_name.get((row.district.pk, fold(row.name)))


def _adds_nothing(row: Row, person: KnownPerson) -> bool:
    has_followers = row.followers is None or row.followers == person.followers
    return set(row.handles) <= person.handles and set(row.subjects) <= person.subjects and has_followers


def _take_seat(row: Row, free: Counter[int]) -> None:
    if free[row.district.pk] <= 0:
        row.refuse("team_full", read=row.district.name_hi)
    else:
        free[row.district.pk] -= 1
