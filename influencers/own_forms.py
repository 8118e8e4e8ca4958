"""Forms of one's own side: what a volunteer says about themselves."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Setting, Subject
from influencers.platforms import Platform
from network.forms import LANGUAGES
from network.models import Channel, Person


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


class ProfileForm(forms.Form):
    """One's own profile; what belongs to a public voice is asked only of one."""

    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)
    subjects = forms.MultipleChoiceField(
        label=_("What I write about"), choices=Subject, widget=forms.CheckboxSelectMultiple, required=False
    )
    setting = forms.ChoiceField(label=_("Where I speak from"), choices=Setting, required=False)
    preferred_channel = forms.ChoiceField(label=_("How should Samvad write?"), choices=Channel)
    birth_day = forms.TypedChoiceField(
        label=_("Day of my birthday"),
        choices=[("", "–"), *((day, day) for day in range(1, 32))],
        coerce=_number_or_none,
        empty_value=None,
        required=False,
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of my birthday"),
        choices=[("", "–"), *MONTHS.items()],
        coerce=_number_or_none,
        empty_value=None,
        required=False,
    )
    quiet_from = forms.TimeField(
        label=_("No messages from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("No messages until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("Besides 10 in the evening to 6 in the morning, when nobody gets messages."),
    )

    def __init__(self, *args: object, person: Person, voice: Influencer | None, **kwargs: object) -> None:
        own = {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}
        if voice is not None:
            own |= {"subjects": voice.subjects, "setting": voice.setting}
        super().__init__(*args, initial=own, **kwargs)
        if voice is None:
            del self.fields["subjects"], self.fields["setting"]


class AccountForm(forms.Form):
    """An own account: its link in any form, or @name with the platform."""

    profile = forms.CharField(
        label=_("Link of my account"),
        max_length=300,
        help_text=_("In the app open your own profile, tap Share, then Copy link, and paste it here."),
        widget=forms.TextInput({"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    platform = forms.ChoiceField(
        label=_("Platform, if you write only @name"), choices=[("", "–"), *Platform.choices], required=False
    )


class PauseForm(forms.Form):
    """Until when; empty leaves it open."""

    until = forms.DateField(
        label=_("Pause until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class EraseForm(forms.Form):
    """Erasing is confirmed by typing a word, so that no slip of a finger does it."""

    WORDS = ("मिटाएँ", "मिटाएं", "erase")
    word = forms.CharField(label=_("Type “erase” to confirm"), max_length=20)

    def clean_word(self) -> str:
        """Either word, whatever the language of the page."""
        word = self.cleaned_data["word"].strip().lower()
        if word not in self.WORDS:
            raise forms.ValidationError(_("This is not the word. Nothing was erased."))
        return word
