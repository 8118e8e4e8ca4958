"""Forms of campaigns: shape and types of what comes in; the rules answer in the services."""

import datetime

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Brief, Topic
from campaigns.services.topics import BriefText
from network.models import Area, User
from network.rights import Feature

ROWS_MORE = 2


class TopicForm(forms.Form):
    """A topic and its brief; facts and angles come in formsets of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Topic.Kind)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    area = forms.ModelChoiceField(label=_("For"), queryset=Area.objects.none(), to_field_name="path")
    occurs_on = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    closes_at = forms.DateTimeField(
        label=_("Open until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    language = forms.ChoiceField(label=_("Language of the brief"), choices=Brief.Language)
    why_today = forms.CharField(
        label=_("Why today"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Two or three sentences. People write in their own words: there is no text to paste."),
    )
    do_not_say = forms.CharField(
        label=_("Do not say"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    disclosure = forms.CharField(
        label=_("Disclosure line"),
        max_length=200,
        required=False,
        help_text=_("Offered to everybody who writes, for example: “I volunteer for the party.”"),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Feature.TOPIC_WRITE)
        self.fields["area"].queryset = areas.filter(kind__in=["state", "division", "district"])

    def topic_fields(self) -> dict[str, object]:
        """The fields of the topic itself."""
        names = ("kind", "title_hi", "title_en", "area", "occurs_on", "closes_at")
        return {name: self.cleaned_data[name] for name in names}


class FactForm(forms.Form):
    """One fact with its source."""

    text = forms.CharField(label=_("Fact"), max_length=500, widget=forms.Textarea({"rows": 2}))
    source_title = forms.CharField(label=_("Source"), max_length=200)
    source_url = forms.URLField(label=_("Link of the source"), max_length=500, required=False, assume_scheme="https")


class AngleForm(forms.Form):
    """One angle with the question to start from."""

    title = forms.CharField(label=_("Angle"), max_length=200)
    question = forms.CharField(label=_("Question to start from"), max_length=300)


FactFormSet = formset_factory(FactForm, extra=ROWS_MORE, min_num=1, max_num=20, absolute_max=30, validate_max=True)
AngleFormSet = formset_factory(AngleForm, extra=ROWS_MORE, min_num=1, max_num=10, absolute_max=20, validate_max=True)


def brief_text(form: TopicForm, facts: forms.BaseFormSet, angles: forms.BaseFormSet) -> BriefText:
    """What was entered as a brief; empty rows are left out."""
    entered = form.cleaned_data
    return BriefText(
        why_today=entered["why_today"],
        do_not_say=entered["do_not_say"],
        disclosure=entered["disclosure"],
        language=entered["language"],
        facts=[(row["text"], row["source_title"], row["source_url"]) for row in facts.cleaned_data if row],
        angles=[(row["title"], row["question"]) for row in angles.cleaned_data if row],
    )


class ScheduleForm(forms.Form):
    """The moment at which a topic goes out, in Indian time."""

    release_at = forms.DateTimeField(
        label=_("Goes out at"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

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
