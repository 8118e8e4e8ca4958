"""Forms of the pipeline: a prospect as somebody enters them, a step, and what is known of an influencer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from influencers.links import Platform
from influencers.models import Influencer, Setting, Subject
from network.forms import LANGUAGES
from network.models import Area, User


class DistrictChoice(forms.ModelChoiceField):
    """One of the districts that the reader sees."""

    def label_from_instance(self, area: Area) -> str:
        return area.name


class OwnerField(forms.ChoiceField):
    """A login that looks after somebody: chosen from those that the view gives, and given back as the login."""

    def offer(self, logins: list[User]) -> None:
        """Let one of these be chosen."""
        self.logins = {str(login.pk): login for login in logins}
        nobody = [] if self.required else [("", "–")]
        self.choices = [*nobody, *((key, login.name) for key, login in self.logins.items())]

    def clean(self, value: str) -> User | None:
        """The login that was chosen."""
        return self.logins.get(super().clean(value))


class ProspectForm(forms.Form):
    """Where somebody writes, who they are as far as that is public, and why they are interesting."""

    links = forms.CharField(
        label=_("Links of the profiles"),
        max_length=4000,
        help_text=_(
            "One on each line, as the app or the browser copies them. Or the platform and the name: YouTube @name."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    platform = forms.ChoiceField(
        label=_("Where do names with @ belong?"),
        choices=[("", _("as each line says")), *Platform.choices[:-1]],
        required=False,
    )
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    district = DistrictChoice(
        label=_("District"), queryset=Area.objects.none(), to_field_name="code", required=False, empty_label=_("choose")
    )
    subjects = forms.MultipleChoiceField(
        label=_("Subjects"), choices=Subject, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, initial=["hi"], required=False
    )
    setting = forms.ChoiceField(label=_("Speaks from"), choices=Setting, required=False)
    owner = OwnerField(label=_("Looked after by"))
    note = forms.CharField(label=_("Why are they interesting?"), max_length=300)

    def __init__(self, *args: object, districts, owners: list[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts
        self.fields["owner"].offer(owners)


class InfluencerForm(forms.Form):
    """What is known of an influencer besides the person and the accounts."""

    subjects = ProspectForm.base_fields["subjects"]
    setting = forms.ChoiceField(label=_("Speaks from"), choices=Setting, required=False)
    writing_style = forms.CharField(label=_("Writing style"), max_length=200, required=False)
    owner = OwnerField(label=_("Looked after by"), required=False)
    public_contact = forms.CharField(
        label=_("Contact they made public"),
        max_length=200,
        required=False,
        help_text=_("Only what they publish themselves, with the link where it stands."),
    )
    public_contact_url = forms.URLField(
        label=_("Where they made it public"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: object, owners: list[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(owners)


class StepForm(forms.Form):
    """Where to, and why."""

    stage = forms.ChoiceField(label=_("Move to"), choices=Influencer.Stage)
    reason = forms.CharField(label=_("Why"), max_length=300)
