"""Decides what one row of a list of people says by itself: who, reached how, at home where, in which office.

Pure: compares with nobody. What depends on other rows and on who is entered is judged in SQL, see people_imports.sql.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from network import krutidev
from network.columns import ROWS_LOOKED_AT, Headings, find_headings
from network.days import parse_day
from network.names import fold, match_place, sound, strip_titles
from network.phones import PhoneRefused, normalise
from network.sheets import Sheet

HEADINGS = {
    "name_hi": ["नाम", "पूरा नाम", "सदस्य का नाम", "कार्यकर्ता का नाम", "पदाधिकारी का नाम", "नाम हिन्दी",
                "name", "full name", "person", "name in hindi"],
    "name_en": ["अंग्रेज़ी नाम", "नाम अंग्रेज़ी में", "name in english", "english name", "name english"],
    "phone": ["मोबाइल", "मोबाइल नं", "मोबाइल नंबर", "फोन", "फ़ोन नंबर", "व्हाट्सएप", "संपर्क",
              "mobile", "mobile no", "mobile number", "phone", "phone number", "contact no", "whatsapp"],
    "email": ["ईमेल", "ई-मेल", "email", "e-mail", "email id"],
    "gender": ["लिंग", "gender", "sex", "महिला/पुरुष"],
    "district": ["जिला", "ज़िला", "जनपद", "district", "district name"],
    "block": ["ब्लॉक", "विकासखंड", "जनपद पंचायत", "block", "block name"],
    "panchayat": ["पंचायत", "ग्राम पंचायत", "panchayat", "gram panchayat", "gp", "gp name"],
    "town": ["नगर", "नगरीय निकाय", "नगर पालिका", "शहर", "town", "urban body", "city"],
    "ward": ["वार्ड", "मोहल्ला", "ward", "mohalla", "ward no"],
    "office": ["पद", "दायित्व", "पदनाम", "office", "post", "designation", "role"],
    "since": ["कब से", "नियुक्ति दिनांक", "नियुक्ति तिथि", "पद पर कब से", "since", "from", "start date", "date of appointment"],
    "until": ["कब तक", "कार्यकाल समाप्ति", "समाप्ति दिनांक", "until", "to", "end date", "term ends"],
}  # fmt: skip
PLACES = {"district": "district", "block": "block", "panchayat": "panchayat", "town": "urban_body", "ward": "ward"}
WOMAN = {fold(word) for word in ("महिला", "स्त्री", "म", "f", "female", "woman", "w", "श्रीमती", "सुश्री")}
MAN = {fold(word) for word in ("पुरुष", "पु", "m", "male", "man", "श्री")}
OTHER = {fold(word) for word in ("अन्य", "other", "transgender", "ट्रांसजेंडर", "o", "t")}
TOTALS = {fold(word) for word in ("कुल योग", "कुल", "योग", "total", "grand total", "sum")}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Which sheet holds the list, where its headings stand, and which columns are typed in Kruti Dev."""

    sheet: Sheet
    headings: Headings
    legacy: frozenset[str]


@dataclass
class Row:
    """One row, understood as far as it can be alone; `verdict` is "refused" where that is certain, else ""."""

    number: int
    cells: dict[str, str]
    name_hi: str = ""
    name_en: str = ""
    phone: str = ""
    email: str = ""
    gender: str = ""
    home_id: int | None = None
    office_id: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    verdict: str = ""
    reasons: list[dict[str, str]] = field(default_factory=list)

    def doubt(self, code: str, **values: object) -> None:
        self.reasons.append({"code": code, **{name: str(value)[:120] for name, value in values.items()}})

    def refuse(self, code: str, **values: object) -> None:
        self.doubt(code, **values)
        self.verdict = "refused"


@dataclass(frozen=True)
class Place:
    """An area as the judge needs it."""

    pk: int
    kind: str
    name_hi: str
    name_en: str
    path: str


class Places:
    """The areas somebody may enter people in, found by the names that stand in a row, from the district down."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_kind: dict[str, list[Place]] = {}
        self.by_name: dict[tuple[str, str], list[Place]] = {}
        self.by_sound: dict[tuple[str, str], list[Place]] = {}
        for place in places:
            self.by_kind.setdefault(place.kind, []).append(place)
            for name in {fold(place.name_hi), fold(place.name_en)} - {""}:
                self.by_name.setdefault((place.kind, name), []).append(place)
            for name in {sound(place.name_hi), sound(place.name_en)} - {""}:
                self.by_sound.setdefault((place.kind, name), []).append(place)
        self.known: dict[tuple[str, ...], tuple[Place | None, list[tuple[str, dict[str, str]]]]] = {}

    def find(self, names: Mapping[str, str]) -> tuple[Place | None, list[tuple[str, dict[str, str]]]]:
        """The lowest place that the names of a row lead to, and what is doubtful about it: [(code, values)].

        `names` maps "district", "block", "panchayat", "town", "ward" to what stands there. None where a name leads nowhere
        or to several places.
        """
        key = tuple(names.get(column, "") for column in PLACES)
        if key not in self.known:
            self.known[key] = self._find(names)
        return self.known[key]

    def _find(self, names: Mapping[str, str]) -> tuple[Place | None, list[tuple[str, dict[str, str]]]]:
        place, doubts = None, []
        for column, kind in PLACES.items():
            text = names.get(column, "")
            if not text:
                continue
            within = place.path if place else ""
            found, quality = self._district(text) if kind == "district" else self._lower(kind, text, within)
            if found is None:
                return None, [("place_unknown", {"value": text})]
            if quality != "exact":
                doubts.append((f"district_{quality}", {"value": text, "read": found.name_hi}))
            place = found
        return place, doubts

    def _district(self, text: str) -> tuple[Place | None, str]:
        found = match_place(text, [(place, place.name_hi, place.name_en) for place in self.by_kind.get("district", [])])
        return (found.place, found.quality) if found else (None, "")

    def _lower(self, kind: str, text: str, within: str) -> tuple[Place | None, str]:
        for table, key, quality in ((self.by_name, fold(text), "exact"), (self.by_sound, sound(text), "unclear")):
            found = [place for place in table.get((kind, key), []) if place.path.startswith(within)]
            if len({place.pk for place in found}) == 1:
                return found[0], quality
        return None, ""


def find_layout(sheets: Iterable[Sheet]) -> Layout | None:
    """The sheet and the row that name most columns, a name and a place among them; None where there is none.

    Headings in Kruti Dev are recognised, too; a column is taken as Kruti Dev when its heading or many of its cells are.
    """
    best: Layout | None = None
    for sheet in sheets:
        plain = find_headings(sheet.rows, HEADINGS)
        converted = find_headings(_converted(sheet.rows[:ROWS_LOOKED_AT]), HEADINGS)
        is_legacy = bool(converted) and len(converted.columns) > len(plain.columns if plain else ())
        headings = converted if is_legacy else plain
        if headings is None or not {"name_hi"} <= set(headings.columns) or not set(PLACES) & set(headings.columns):
            continue
        if best is None or len(headings.columns) > len(best.headings.columns):
            best = Layout(sheet, headings, _legacy_columns(sheet, headings, has_legacy_headings=is_legacy))
    return best


def read_rows(layout: Layout, places: Places, offices: Mapping[str, Mapping[str, int]]) -> Iterable[Row]:
    """Understand every filled row below the headings. `offices` maps a kind of area to its offices by folded title."""
    columns = layout.headings.columns
    for place, line in enumerate(layout.sheet.rows[layout.headings.row + 1 :], start=layout.headings.row + 2):
        cells = {name: _text(line[column]) for name, column in columns.items() if column < len(line)}
        cells = {name: krutidev.to_unicode(text) if name in layout.legacy else text for name, text in cells.items()}
        if any(cells.values()):
            yield _read(Row(place, cells), places, offices)


def _read(row: Row, places: Places, offices: Mapping[str, Mapping[str, int]]) -> Row:
    _read_name(row)
    if row.verdict:
        return row
    home, doubts = places.find(row.cells)
    for code, values in doubts:
        row.doubt(code, **values)
    if home is None:
        row.verdict = "refused"
        if not doubts:
            row.doubt("place_missing")
        return row
    row.home_id = home.pk
    _read_contact(row)
    _read_gender(row)
    _read_office(row, home, offices)
    return row


def _read_name(row: Row) -> None:
    name = row.cells.get("name_hi", "")
    row.name_hi, row.name_en = strip_titles(name)[:120], strip_titles(row.cells.get("name_en", ""))[:120]
    if fold(row.name_hi) in TOTALS:
        row.refuse("total_row")
    elif name.startswith("="):
        row.refuse("formula", value=name)
    elif not any(sign.isalpha() for sign in row.name_hi):
        row.refuse("name_missing")
    elif row.name_hi.isascii() and not row.name_en:
        row.name_en = row.name_hi


def _read_contact(row: Row) -> None:
    text = row.cells.get("phone", "")
    if text:
        try:
            row.phone = normalise(text)
        except PhoneRefused:
            row.refuse("phone_bad", value=text)
    email = row.cells.get("email", "")
    if EMAIL.fullmatch(email) and len(email) <= 254:
        row.email = email
    elif email:
        row.doubt("email_bad", value=email)


def _read_gender(row: Row) -> None:
    word = fold(row.cells.get("gender", ""))
    row.gender = "woman" if word in WOMAN else "man" if word in MAN else "other" if word in OTHER else ""
    if word and not row.gender:
        row.doubt("gender_unknown", value=row.cells["gender"])


def _read_office(row: Row, home: Place, offices: Mapping[str, Mapping[str, int]]) -> None:
    title = row.cells.get("office", "")
    if not title:
        return
    found = offices.get(home.kind, {}).get(fold(title))
    if found is None:
        row.refuse("office_unknown", value=title, read=home.name_hi)
    row.office_id = found
    row.since, row.until = _read_day(row, "since"), _read_day(row, "until")
    if row.since and row.until and row.until <= row.since:
        row.refuse("term_wrong")


def _read_day(row: Row, column: str) -> datetime.date | None:
    text = row.cells.get(column, "")
    try:
        return parse_day(text) if text else None
    except ValueError:
        row.refuse("day_bad", value=text)
        return None


def _legacy_columns(sheet: Sheet, headings: Headings, *, has_legacy_headings: bool) -> frozenset[str]:
    lines = sheet.rows[headings.row + 1 : headings.row + 201]
    texts = set(headings.columns) - {"phone", "email", "since", "until"}
    found = set()
    for name in texts:
        cells = [_text(line[headings.columns[name]]) for line in lines if headings.columns[name] < len(line)]
        is_ascii = not any(re.search("[\u0900-\u097f]", cell) for cell in cells)
        if is_ascii and (has_legacy_headings or krutidev.is_likely(cells)):
            found.add(name)
    return frozenset(found)


def _converted(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [[krutidev.to_unicode(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return " ".join(str(cell).split())
