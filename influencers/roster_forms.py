"""Forms of teams: shape and types of what comes in; the rules are in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Roster
from network.models import Area


class DayForm(forms.Form):
    """A day to look at a team on."""

    on = forms.DateField(label=_("The team on the day"), widget=forms.DateInput(attrs={"type": "date"}))


class RangeForm(forms.ModelForm):
    """How many members a team has at least and at most."""

    class Meta:
        model = Roster
        fields = ["least", "most"]


class ChangeForm(forms.Form):
    """Who joins or leaves, and why."""

    influencer = forms.ModelChoiceField(queryset=Influencer.objects.none(), to_field_name="code")
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: object, people, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["influencer"].queryset = people


class ReplaceForm(ChangeForm):
    """Who goes, who comes, and why."""

    by = forms.ModelChoiceField(queryset=Influencer.objects.none(), to_field_name="code")

    def __init__(self, *args: object, people, **kwargs: object) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["by"].queryset = people


class MoveForm(ChangeForm):
    """Who moves to the team of which district, and why."""

    district = forms.ModelChoiceField(queryset=Area.objects.none(), to_field_name="code")

    def __init__(self, *args: object, people, districts, **kwargs: object) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["district"].queryset = districts


class DropForm(forms.Form):
    """The day whose target is taken away."""

    drop = forms.DateField()


class TargetForm(forms.Form):
    """How many members are wanted by a day."""

    due_on = forms.DateField(label=_("By the day"), widget=forms.DateInput(attrs={"type": "date"}))
    member_count = forms.IntegerField(label=_("Members wanted"), min_value=1, max_value=1_000_000)
