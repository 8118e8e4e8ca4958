"""Decides which of two languages a text is shown in: the reader's where it exists, else Hindi, which always does."""

from django.utils.translation import get_language


class Said(str):
    """A text that knows its language, so that a page can say it to screen readers."""

    lang: str

    def __new__(cls, text: str, lang: str) -> "Said":
        said = super().__new__(cls, text)
        said.lang = lang
        return said


def said(hi: str, en: str) -> Said:
    """The text in the language of the reader, as far as it exists."""
    if get_language() == "en" and en:
        return Said(en, "en")
    return Said(hi, "hi")
