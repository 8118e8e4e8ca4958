"""What the columns of sheets are called when a reader is told which one was read as what."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WORDS = {
    "name": _("Name"),
    "name_hi": _("Name in Hindi"),
    "name_en": _("Name in English"),
    "phone": _("Mobile number"),
    "email": _("E-mail"),
    "gender": _("Gender"),
    "district": _("District"),
    "block": _("Block"),
    "panchayat": _("Gram panchayat"),
    "town": _("Town"),
    "ward": _("Ward"),
    "office": _("Office"),
    "since": _("From"),
    "until": _("Until"),
    "facebook": _("Facebook"),
    "instagram": _("Instagram"),
    "youtube": _("YouTube"),
    "x": _("X (Twitter)"),
    "threads": _("Threads"),
    "telegram": _("Telegram"),
    "sharechat": _("ShareChat"),
    "moj": _("Moj"),
    "whatsapp": _("WhatsApp channel"),
    "linkedin": _("LinkedIn"),
    "snapchat": _("Snapchat"),
    "blog": _("blog or website"),
    "links": _("Links of the profiles"),
    "followers": _("Followers"),
    "subjects": _("Subjects"),
    "languages": _("Languages"),
    "remark": _("Remark"),
}


def read_as(columns: Mapping[str, str]) -> list[tuple[str, str]]:
    """What each column was read as and how it is headed: {"name": "नाम"} gives [("Name", "नाम")] in the reader's language.

    Columns of the government's files keep the field's own name, for their reader knows these files by it.
    """
    return [(str(WORDS.get(field, field)), title) for field, title in columns.items()]
