"""Forms of silences, pauses and polls: shape and types of what comes in; the rules answer in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Poll
from campaigns.services.polls import PollDay
from influencers.training_forms import MomentInput
from network.forms import AreaChoice
from network.models import Area, AreaKind, User
from network.rights import Feature

FOR_PAUSES = [AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT]
VOTING = [AreaKind.STATE, AreaKind.DISTRICT, AreaKind.LOK_SABHA, AreaKind.ASSEMBLY, AreaKind.URBAN_BODY]


class PlacesChoice(AreaChoice, forms.ModelMultipleChoiceField):
    """Several areas that the reader sees."""


class PauseForm(forms.Form):
    """A pause of the party: where, from when until when, and why."""

    area = AreaChoice(label=_("Where?"), queryset=Area.objects.none(), to_field_name="path")
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MomentInput)
    note = forms.CharField(label=_("Why?"), max_length=200)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_SCHEDULE).current()
        self.fields["area"].queryset = areas.filter(kind__in=FOR_PAUSES).order_by("path")


class PollForm(forms.Form):
    """A phase of an election: who holds it, where people vote, until when, and the days of the model code."""

    body = forms.ChoiceField(label=_("Commission"), choices=Poll.Body)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    phase = forms.IntegerField(label=_("Phase"), min_value=1, max_value=20, required=False)
    places = PlacesChoice(
        label=_("Seats or places that vote"), queryset=Area.objects.none(), to_field_name="path",
        help_text=_("In which seat somebody votes is not recorded: the silence holds in the whole district of a seat."),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=_("Close of the poll"), widget=MomentInput, help_text=_("The silence begins 48 hours before it.")
    )
    code_from = forms.DateTimeField(label=_("Model code in force from"), widget=MomentInput, required=False)
    code_until = forms.DateTimeField(label=_("Model code in force until"), widget=MomentInput, required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_SCHEDULE).current()
        self.fields["places"].queryset = areas.filter(kind__in=VOTING).order_by("kind", "name_hi")

    def day(self) -> PollDay:
        """What was entered, as the service takes it."""
        return PollDay(**{**self.cleaned_data, "places": list(self.cleaned_data["places"])})

    @staticmethod
    def present(poll: Poll) -> dict[str, object]:
        """What the form shows of a poll that exists."""
        names = ("body", "title_hi", "title_en", "phase", "closes_at", "code_from", "code_until")
        return {name: getattr(poll, name) for name in names} | {"places": [place.path for place in poll.places.all()]}
