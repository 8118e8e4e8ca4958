"""Forms of the calendar: shape and types of what comes in; the rules answer in the services."""

import datetime

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from campaigns.models import CalendarEntry, Segment
from network.forms import AreaChoice, DateInput
from network.models import Area, Office, User
from network.rights import Feature

KINDS_OF_AREAS = ["state", "division", "district", "lok_sabha", "assembly"]
MONTHS = [
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, _("May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
]


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EntryForm(forms.Form):
    """An entry of the calendar; the dates of a table come in a formset of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CalendarEntry.Kind)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    area = AreaChoice(label=_("For"), queryset=Area.objects.none(), to_field_name="path")
    person_name = forms.CharField(label=_("Public figure"), max_length=120, required=False)
    certainty = forms.ChoiceField(label=_("How sure is the date?"), choices=CalendarEntry.Certainty)
    lead_days = forms.IntegerField(
        label=_("Days of preparation"),
        min_value=0,
        max_value=90,
        required=False,
        help_text=_("Empty: as its kind has it. That many days before, a topic is drafted by itself."),
    )
    recurrence = forms.ChoiceField(
        label=_("How does it come back?"), choices=CalendarEntry.Recurrence, widget=forms.RadioSelect
    )
    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=31, required=False)
    month = forms.TypedChoiceField(
        label=_("Month"), choices=[("", "–"), *MONTHS], coerce=int, empty_value=None, required=False
    )
    origin_year = forms.IntegerField(
        label=_("Year in which it began"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("The year of the birth, the death or the founding: so that the 150th is known."),
    )
    starts_on = forms.DateField(label=_("Day, or the first day"), widget=DateInput, required=False)
    starts_time = forms.TimeField(label=_("Begins at"), widget=TimeInput, required=False)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput, required=False)
    ends_time = forms.TimeField(label=_("Ends at"), widget=TimeInput, required=False)
    rrule = forms.CharField(
        label=_("Rule"),
        max_length=200,
        required=False,
        help_text=_(
            "As calendars write it: FREQ=WEEKLY;BYDAY=MO is each Monday, FREQ=MONTHLY;BYDAY=1SU each first Sunday."
        ),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_WRITE).current()
        self.fields["area"].queryset = areas.filter(kind__in=KINDS_OF_AREAS).order_by("path")

    def entry_fields(self) -> dict[str, object]:
        """The fields of the entry itself, without its area and version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "area")}


class DateForm(forms.Form):
    """One date of a table."""

    on = forms.DateField(label=_("Date"), widget=DateInput)
    certainty = forms.ChoiceField(
        label=_("How sure is it?"), choices=CalendarEntry.Certainty, initial=CalendarEntry.Certainty.SURE
    )

    def has_changed(self) -> bool:
        """A row without a date is no row, whatever its other field says."""
        return bool(self.data.get(self.add_prefix("on"))) or "on" in self.changed_data


DateFormSet = formset_factory(DateForm, extra=3, max_num=60, absolute_max=80, validate_max=True)


def dates_of(rows: forms.BaseFormSet) -> list[tuple[datetime.date, str]]:
    """The dates that were entered; empty rows are left out."""
    return [(row["on"], row["certainty"]) for row in rows.cleaned_data if row.get("on")]


class MoveForm(forms.Form):
    """From which day to which."""

    on = forms.DateField(label=_("From"), widget=DateInput)
    to = forms.DateField(label=_("To"), widget=DateInput)


class KindForm(forms.Form):
    """How days of a kind are prepared."""

    lead_days = forms.IntegerField(label=_("Days of preparation"), min_value=0, max_value=90)
    owner = forms.ModelChoiceField(
        label=_("Office that prepares"), queryset=Office.objects.none(), to_field_name="code", required=False
    )
    segment = forms.ModelChoiceField(
        label=_("For whom its topics are"),
        queryset=Segment.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("the teams of the area"),
    )
    is_drafted = forms.BooleanField(label=_("Draft the topics of these days by itself"), required=False)
    checklist = forms.CharField(
        label=_("Checklist"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One line each. Every drafted topic gets these lines to tick."),
    )

    def __init__(self, *args: object, offices, segments, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = offices
        self.fields["segment"].queryset = segments


class FileForm(forms.Form):
    """A calendar file of another program, for whom, and what its events are."""

    file = forms.FileField(
        label=_("File (.ics)"), widget=forms.FileInput({"accept": ".ics,text/calendar"}), allow_empty_file=False
    )
    area = AreaChoice(label=_("For"), queryset=Area.objects.none(), to_field_name="path")
    kind = forms.ChoiceField(label=_("What kind are its events?"), choices=CalendarEntry.Kind, initial="event")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_WRITE).current()
        self.fields["area"].queryset = areas.filter(kind__in=KINDS_OF_AREAS).order_by("path")
