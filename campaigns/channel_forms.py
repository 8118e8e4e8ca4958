"""Forms of channels: where an office wants its notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import OfficeInbox


class OfficeInboxForm(forms.ModelForm):
    """The address is typed anew each time: it is sealed and never shown."""

    url = forms.CharField(
        label=_("Address for apprise"),
        max_length=500,
        help_text=_("For example mailto://, matrix://, ntfy://, tgram://, json://. WhatsApp is refused."),
    )

    class Meta:
        model = OfficeInbox
        fields = ["area", "name", "is_on"]
