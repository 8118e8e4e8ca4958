"""Forms of campaigns: shape and types of what comes in; the rules answer in the services."""

import datetime

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Topic
from campaigns.models.briefs import SETTINGS
from campaigns.services.briefs import ANGLE_FIELDS, FACT_FIELDS, AngleText, BriefText, FactText, Line
from influencers.links import Platform
from influencers.models import Subject
from network.languages import LANGUAGES
from network.models import Area, User
from network.rights import Feature

ROWS_MORE = 1
MOST_FACTS = 20
MOMENT = {
    "widget": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    "input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
}
DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


def some_of(label: object, choices: object) -> forms.MultipleChoiceField:
    """Any number of a closed list, as boxes to tick."""
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def text(label: object, most: int, *, rows: int = 0, required: bool = True, help_text: object = "") -> forms.CharField:
    """A text of a brief, on one line or on several; Hindi is needed, English may follow."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=help_text)


class TopicForm(forms.Form):
    """A topic and its brief; facts, angles and what not to say come in formsets of their own.

    `is_lenient` takes a draft that saves itself: only what the topic can't be without is asked for.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sheet = forms.CharField(widget=forms.HiddenInput, required=False, max_length=22)
    kind = forms.ChoiceField(label=_("Kind"), choices=Topic.Kind)
    title_hi = text(_("Title in Hindi"), 200)
    title_en = text(_("Title in English"), 200, required=False)
    area = forms.ModelChoiceField(label=_("For"), queryset=Area.objects.none(), to_field_name="path")
    occurs_on = forms.DateField(label=_("Day"), required=False, widget=DAY)
    opens_at = forms.DateTimeField(
        label=_("Open from"), required=False, help_text=_("Empty: from the moment it goes out."), **MOMENT
    )
    closes_at = forms.DateTimeField(label=_("Open until"), **MOMENT)
    why_today_hi = text(
        _("Why today, in Hindi"),
        1000,
        rows=3,
        help_text=_("Two or three sentences. People write in their own words: there is no text to paste."),
    )
    why_today_en = text(_("Why today, in English"), 1000, rows=3, required=False)
    platforms = some_of(_("Platforms it suits"), Platform.choices)
    disclosure_hi = text(
        _("Disclosure line in Hindi"),
        200,
        required=False,
        help_text=_("Offered to everybody who writes, for example: “I volunteer for the party.”"),
    )
    disclosure_en = text(_("Disclosure line in English"), 200, required=False)

    def __init__(self, *args: object, user: User, is_lenient: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_WRITE)
        self.fields["area"].queryset = areas.filter(kind__in=["state", "division", "district"])
        if is_lenient:
            self.fields["why_today_hi"].required = False

    def topic_fields(self) -> dict[str, object]:
        """The fields of the topic itself."""
        names = ("kind", "title_hi", "title_en", "area", "occurs_on", "opens_at", "closes_at")
        return {name: self.cleaned_data[name] for name in names}


class RowForm(forms.Form):
    """A row of a list; a draft that saves itself may hold it half filled."""

    def __init__(self, *args: object, is_lenient: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and not is_lenient

    @property
    def is_kept(self) -> bool:
        """Whether the row holds anything and is not to be taken out."""
        entered = dict(self.cleaned_data)
        return not entered.pop("DELETE", False) and any(entered.values())

    @property
    def is_empty(self) -> bool:
        """Whether the page may show the row folded: nothing stands in it yet."""
        return not any(self[name].value() for name in self.fields if name != "DELETE")


class FactForm(RowForm):
    """One fact with its source."""

    text_hi = text(_("Fact in Hindi"), 500, rows=2)
    text_en = text(_("Fact in English"), 500, rows=2, required=False)
    source_title_hi = text(_("Source in Hindi"), 200)
    source_title_en = text(_("Source in English"), 200, required=False)
    source_url = forms.URLField(label=_("Link of the source"), max_length=500, required=False, assume_scheme="https")
    source_on = forms.DateField(label=_("Date of the source"), required=False, widget=DAY)

    def as_text(self) -> FactText:
        """The row as the service takes it."""
        return FactText(**{name: self.cleaned_data.get(name) for name in FACT_FIELDS})


class AngleForm(RowForm):
    """One angle with the question to start from, its facts and whom it suits."""

    title_hi = text(_("Angle in Hindi"), 200)
    title_en = text(_("Angle in English"), 200, required=False)
    question_hi = text(_("Question to start from, in Hindi"), 300)
    question_en = text(_("Question to start from, in English"), 300, required=False)
    key_facts = forms.TypedMultipleChoiceField(
        label=_("Key facts, by their numbers"),
        choices=[(number, str(number)) for number in range(1, MOST_FACTS + 1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = some_of(_("Suits people who write on"), Subject.choices)
    settings = some_of(_("Suits people who speak from"), SETTINGS)
    languages = some_of(_("Suits people who write in"), LANGUAGES)
    audience_hi = text(_("Whom else it suits, in Hindi"), 200, required=False)
    audience_en = text(_("Whom else it suits, in English"), 200, required=False)


class LineForm(RowForm):
    """One thing that nobody should say."""

    hi = text(_("Do not say, in Hindi"), 1000)
    en = text(_("Do not say, in English"), 1000, required=False)


ROWS = {"extra": ROWS_MORE, "validate_max": True, "can_delete": True, "can_delete_extra": False}
FactFormSet = formset_factory(FactForm, min_num=1, max_num=MOST_FACTS, absolute_max=30, **ROWS)
AngleFormSet = formset_factory(AngleForm, min_num=1, max_num=10, absolute_max=20, **ROWS)
LineFormSet = formset_factory(LineForm, max_num=10, absolute_max=20, **ROWS)
ChangedFactFormSet = formset_factory(FactForm, extra=0, max_num=MOST_FACTS, absolute_max=30)


def brief_text(
    form: TopicForm, facts: forms.BaseFormSet, angles: forms.BaseFormSet, lines: forms.BaseFormSet
) -> BriefText:
    """What was entered as a brief; empty rows are left out, and angles follow the facts to their new numbers."""
    kept = [number for number, row in enumerate(facts.forms, 1) if row.is_kept]
    names = ("why_today_hi", "why_today_en", "disclosure_hi", "disclosure_en", "platforms")
    return BriefText(
        facts=[row.as_text() for row in facts.forms if row.is_kept],
        angles=[_angle(row, kept) for row in angles.forms if row.is_kept],
        do_not_say=[Line(row.cleaned_data["hi"], row.cleaned_data["en"]) for row in lines.forms if row.is_kept],
        **{name: form.cleaned_data[name] for name in names},
    )


def _angle(row: AngleForm, kept: list[int]) -> AngleText:
    numbers = [kept.index(number) + 1 for number in row.cleaned_data["key_facts"] if number in kept]
    return AngleText(**{name: row.cleaned_data[name] for name in ANGLE_FIELDS} | {"key_facts": numbers})


class CorrectionForm(forms.Form):
    """What was wrong in a brief that is out, and what is right; the changed facts come in a formset."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wrong_hi = text(_("What was wrong, in Hindi"), 500, rows=2)
    wrong_en = text(_("What was wrong, in English"), 500, rows=2, required=False)
    right_hi = text(_("What is right, in Hindi"), 500, rows=2)
    right_en = text(_("What is right, in English"), 500, rows=2, required=False)


class ScheduleForm(forms.Form):
    """The moment at which a topic goes out, in Indian time."""

    release_at = forms.DateTimeField(label=_("Goes out at"), **MOMENT)

    @staticmethod
    def in_two_minutes() -> datetime.datetime:
        """What is offered when nothing was chosen yet."""
        return timezone.localtime() + datetime.timedelta(minutes=2)


class PostForm(forms.Form):
    """The link of a post, as it was pasted; recognising it is the service's part."""

    link = forms.CharField(
        label=_("Link of your post"),
        max_length=2000,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
    )


class RejectForm(forms.Form):
    """Why a post does not count."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
