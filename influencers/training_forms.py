"""Forms of trainings: shape and types of what comes in; the rules are in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.models import Course, Training
from network.forms import AreaChoice
from network.models import Area, AreaKind, Office

PLACES = [
    AreaKind.STATE,
    AreaKind.DIVISION,
    AreaKind.DISTRICT,
    AreaKind.BLOCK,
    AreaKind.LOK_SABHA,
    AreaKind.ASSEMBLY,
]
NO_BLOCKS_FROM = 100  # whoever has so many areas chooses a district, a seat or more


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SessionForm(forms.Form):
    """When, where, by whom: what of a session can be changed."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=MomentInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("For an online meeting."),
    )
    trainer = forms.CharField(label=_("Trainer"), max_length=120)


class AudienceForm(forms.Form):
    """For whom a session is; `areas` are those where the reader holds trainings."""

    area = AreaChoice(label=_("For which area?"), queryset=Area.objects.none(), to_field_name="path")
    audience = forms.ChoiceField(label=_("Who is invited?"), choices=Training.Audience)
    office = forms.ModelChoiceField(
        label=_("Which office?"), queryset=Office.objects.none(), to_field_name="code", required=False,
        help_text=_("Only for holders of an office; those of seats within the area count, too."),
    )  # fmt: skip

    def __init__(self, *args: object, areas, offices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        found = areas.current().filter(kind__in=PLACES)
        if found.filter(kind=AreaKind.BLOCK).count() >= NO_BLOCKS_FROM:
            found = found.exclude(kind=AreaKind.BLOCK)
        self.fields["area"].queryset = found.order_by("path")
        self.fields["office"].queryset = offices

    def clean(self) -> dict[str, object]:
        """A training for teams names no office, whatever stands in the field."""
        cleaned = super().clean()
        if cleaned.get("audience") == Training.Audience.ROSTER:
            cleaned["office"] = None
        elif not self.errors and cleaned.get("office") is None:
            self.add_error("office", _("Choose the office whose holders are invited."))
        return cleaned


class TrainingForm(AudienceForm, SessionForm):
    """A session to be planned."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), to_field_name="code")

    def __init__(self, *args: object, courses, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.order_fields(["course", "area", "audience", "office"])


class MaterialForm(forms.Form):
    """A file for the people of a training; what is in it is judged by the service."""

    title = forms.CharField(label=_("Title"), max_length=120)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, picture (PNG, JPEG), or office file without macros; 5 MB at most.")
    )
