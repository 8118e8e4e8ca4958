"""Forms of audiences: a segment, the audience of a topic, one's own restraint. Shape only; the rules are in the services."""

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from campaigns.models import Segment
from campaigns.models.audiences import STAGES
from campaigns.services.segments import SUBTREES, WHOLE_DISTRICTS, Choice
from influencers.links import Platform
from influencers.models import Subject
from network.forms import LANGUAGES
from network.models import Area, AreaKind, Office, User
from network.rights import Feature

NO_BLOCKS_FROM = 100  # whoever has so many blocks chooses districts


class Boxes(forms.MultipleChoiceField):
    """Any of some codes; nothing chosen asks for nothing."""

    def __init__(self, label: str, choices: list) -> None:
        super().__init__(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class PlaceChoice(forms.ModelMultipleChoiceField):
    """Places with their kind, for many of them share a name."""

    def label_from_instance(self, area: Area) -> str:
        return f"{area.name} ({area.get_kind_display()})"


class ChoiceForm(forms.Form):
    """What a segment asks for, in a place; also asked while somebody still chooses."""

    area = forms.ModelChoiceField(label=_("For"), queryset=Area.objects.none(), to_field_name="path")
    source = forms.ChoiceField(label=_("Who"), choices=Segment.Source)
    office = forms.ModelChoiceField(
        label=_("Which office?"), queryset=Office.objects.none(), to_field_name="code", required=False,
        help_text=_("Only if you chose influencers who hold an office. They need to have consented to briefs, too."),
    )  # fmt: skip
    subtrees = PlaceChoice(
        label=_("Only in"), queryset=Area.objects.none(), to_field_name="path", required=False,
        widget=forms.SelectMultiple({"size": 6}), help_text=_("Nothing chosen means everywhere in the area."),
    )  # fmt: skip
    stages = Boxes(_("Stages"), STAGES)
    platforms = Boxes(_("Have an account on"), Platform.choices)
    languages = Boxes(_("Write in"), LANGUAGES)
    subjects = Boxes(_("Write about"), Subject.choices)

    def __init__(self, *args: object, user: User, offices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_WRITE, with_handed_down=False).current()
        places = areas.filter(kind__in=SUBTREES)
        if places.filter(kind=AreaKind.BLOCK).count() >= NO_BLOCKS_FROM:
            places = places.exclude(kind=AreaKind.BLOCK)
        self.fields["area"].queryset = areas.filter(kind__in=WHOLE_DISTRICTS).order_by("path")
        self.fields["subtrees"].queryset = places.order_by("path")
        self.fields["office"].queryset = offices

    def clean(self) -> dict[str, object]:
        """A segment of teams names no office, whatever stands in the field."""
        cleaned = super().clean()
        if cleaned.get("source") == Segment.Source.TEAM:
            cleaned["office"] = None
        elif not self.errors and cleaned.get("office") is None:
            self.add_error("office", _("Choose the office."))
        return cleaned

    def choice(self) -> Choice:
        """What was chosen, as the service takes it."""
        entered = self.cleaned_data
        lists = {name: tuple(entered[name]) for name in ("stages", "platforms", "languages", "subjects")}
        return Choice(entered["source"], entered["office"], tuple(entered["subtrees"]), **lists)


class SegmentForm(ChoiceForm):
    """A segment with its name."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name"])


class AudienceForm(forms.Form):
    """For whom a topic is, and how patiently it asks."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    segment = forms.ModelChoiceField(
        label=_("Segment"), queryset=Segment.objects.none(), to_field_name="code", required=False,
        empty_label=_("All teams of the area"),
    )  # fmt: skip
    subjects = Boxes(_("What it is about"), Subject.choices)
    wanted = forms.IntegerField(
        label=_("People wanted for each district"), min_value=1, max_value=2000, required=False,
        help_text=_("Empty: everybody whom it reaches."),
    )  # fmt: skip
    answer_hours = forms.IntegerField(
        label=_("Hours to answer"), min_value=1, max_value=168, initial=24,
        help_text=_("Then a person is reminded once; after as many hours again somebody else is asked, too."),
    )  # fmt: skip

    def __init__(self, *args: object, segments, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments


class RestraintForm(forms.Form):
    """How often I may be asked."""

    most_a_week = forms.TypedChoiceField(label=_("Topics a week at most"), coerce=int)
    rest_days = forms.TypedMultipleChoiceField(
        label=_("Days on which nobody asks me"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["most_a_week"].choices = [(count, count) for count in range(1, settings.ASKS_A_WEEK + 1)]
