"""Forms of staying in touch: shape and types of what comes in; the rules answer in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.models import Note, Touchpoint

DAY = {"type": "date"}


class TouchForm(forms.Form):
    """That somebody spoke with an influencer; without a moment it was just now."""

    kind = forms.ChoiceField(label=_("How?"), choices=Touchpoint.Kind)
    mood = forms.ChoiceField(label=_("Mood"), choices=Touchpoint.Mood, required=False, initial=Touchpoint.Mood.NEUTRAL)
    summary = forms.CharField(
        label=_("What was said?"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    at = forms.DateTimeField(
        label=_("When?"),
        required=False,
        help_text=_("Empty: just now."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = forms.DateField(label=_("By which day?"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d"))

    def clean_mood(self) -> str:
        """Nothing said is neither good nor bad."""
        return self.cleaned_data["mood"] or Touchpoint.Mood.NEUTRAL


class SnoozeForm(forms.Form):
    """Until when somebody is not shown as due, and why."""

    until = forms.DateField(
        label=_("Show again on"),
        help_text=_("Until then the person is not on the list; at most 90 days."),
        widget=forms.DateInput(DAY, "%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("Why?"), max_length=200)


class NoteForm(forms.Form):
    """A note and who reads it: at first only its writer."""

    text = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    visibility = forms.ChoiceField(
        label=_("Who reads it?"), choices=Note.Visibility, widget=forms.RadioSelect, initial=Note.Visibility.MINE
    )
