"""Forms of the influencers app: shape and types of what comes in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent


class SheetForm(forms.Form):
    """An uploaded sheet; what is in it is judged by the import."""

    sheet = forms.FileField(label=_("Excel or CSV file"), allow_empty_file=True)

    def clean_sheet(self):
        """Refuse by size before anything is read."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB.") % {"most": settings.IMPORT_MAX_BYTES // 1_000_000}
            )
        return sheet


class ConsentForm(forms.Form):
    """The person's own yes: each purpose has its own tick, none is set beforehand."""

    purposes = forms.MultipleChoiceField(
        label=_("I allow"), choices=Consent.Purpose, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_adult = forms.BooleanField(label=_("I am 18 years or older"), required=False)
