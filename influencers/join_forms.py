"""Forms of joining: what somebody enters on the open page of a district, with two traps for programs."""

import datetime

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent, JoinRequest
from network.phones import PhoneRefused, normalise

SALT = "influencers.join"
LEAST_SECONDS = 3
VALID = datetime.timedelta(hours=12)


def begin() -> str:
    """The signed moment at which the page was given out."""
    return signing.TimestampSigner(salt=SALT).sign("join")


class JoinForm(forms.Form):
    """Name, number, one account, and each purpose with a tick of its own; none is set beforehand.

    `website` is a field that people don't see; `began` says when the page was opened.
    """

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Somebody of the district's team calls you before anything else."),
    )
    profile = forms.CharField(
        label=_("Link of one of your accounts"),
        max_length=300,
        widget=forms.TextInput({"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("In the app open your own profile, tap Share, then Copy link, and paste it here."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("I allow"), choices=Consent.Purpose, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_adult = forms.BooleanField(label=_("I am 18 years or older"), required=False)
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """At least two letters, and no link."""
        name = " ".join(self.cleaned_data["name"].split())
        if len(name) < 2 or "/" in name or "http" in name.lower():
            raise forms.ValidationError(_("Write your name."))
        return name

    def clean_phone(self) -> str:
        """The number as +91 and ten digits."""
        try:
            return normalise(self.cleaned_data["phone"])
        except PhoneRefused as error:
            raise forms.ValidationError(str(error)) from error

    def clean_began(self) -> str:
        """Nobody reads the notice in three seconds; and a page of yesterday is opened anew."""
        signer, value = signing.TimestampSigner(salt=SALT), self.cleaned_data["began"]
        try:
            signer.unsign(value, max_age=VALID)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("This page was open for too long. Send it once more.")) from error
        try:
            signer.unsign(value, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return value
        raise forms.ValidationError(_("That was quick. Read the notice, then send it once more."))

    @property
    def first_moment(self) -> str:
        """When the page was first opened: a page that comes back with an error keeps its moment as long as it is good."""
        try:
            signing.TimestampSigner(salt=SALT).unsign(self.data.get("began", ""), max_age=VALID)
        except signing.BadSignature:
            return begin()
        return self.data["began"]

    @property
    def is_by_a_program(self) -> bool:
        """Whether the field that people don't see was filled in."""
        return bool(self.data.get("website"))


class RefusalForm(forms.Form):
    """Why somebody is not taken in."""

    refusal = forms.ChoiceField(label=_("Why not"), choices=[("", "–"), *JoinRequest.Refusal.choices], required=False)


class ApprovalForm(forms.Form):
    """The lead spoke with the person, who said that they asked themselves."""

    has_spoken = forms.BooleanField(label=_("I spoke with them: they asked to join themselves"), required=False)
