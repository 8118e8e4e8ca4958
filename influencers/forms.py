"""Forms of the influencers app: shape and types of what comes in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent


class ConsentForm(forms.Form):
    """The person's own yes: each purpose has its own tick, none is set beforehand."""

    purposes = forms.MultipleChoiceField(
        label=_("I allow"), choices=Consent.Purpose, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_adult = forms.BooleanField(label=_("I am 18 years or older"), required=False)
