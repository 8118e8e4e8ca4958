"""Decides what is an Indian mobile number, and how much of it everybody may see."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _

REGION = "IN"
MOBILE = re.compile(r"[6-9]\d{9}", re.ASCII)  # TRAI: ten digits, the first one 6 to 9
NUMBERS_APART = re.compile(r"[/,;|\n]|\s{2,}")


class PhoneRefused(ValueError):
    """Something that is no Indian mobile number."""

    def __str__(self) -> str:
        return str(_("“%(value)s” is not an Indian mobile number.")) % {"value": str(self.args[0])[:40]}


def normalise(value: object) -> str:
    """The number as +91 and ten digits (E.164). Of several in one cell the first good one counts.

    Takes what sheets hold: 9826012345, 9826012345.0, "+91 98260-12345", "09826012345", Devanagari digits.
    Raises PhoneRefused for everything else.
    """
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    text = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in unicodedata.normalize("NFKC", text)
    )
    for part in [text, *NUMBERS_APART.split(text)]:
        if number := _read(part):
            return number
    raise PhoneRefused(value)


def mask(end: str) -> str:
    """A number of which only the last three digits are shown: "345" gives "+91 ••••• ••345"."""
    return f"+91 ••••• ••{end}"


def _read(text: str) -> str:
    if any(sign.isalpha() for sign in re.sub(r"^\W*[^\W\d]+\W*", "", text)):
        return ""  # letters are fine before a number ("mob: …"), not inside it
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    ten = str(number.national_number)
    if number.country_code != 91 or number.extension or not MOBILE.fullmatch(ten):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
