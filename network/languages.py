"""The languages people write in: those of the state."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    ("hi", _("Hindi")),
    ("en", _("English")),
    ("bundeli", _("Bundeli")),
    ("malvi", _("Malvi")),
    ("nimadi", _("Nimadi")),
]
