"""Forms of media, sheets and cards: shape and types of what comes in; the rules answer in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import BriefMedia
from campaigns.services.cards import Wish
from campaigns.services.compose import LONGEST
from campaigns.services.media import AiAnswer

AI_ANSWERS = [("no", _("no")), ("yes", _("yes"))]


class MediaForm(forms.Form):
    """A file for a brief, and the answer to "made or altered by AI?", which nobody gives for the writer."""

    file = forms.FileField(
        label=_("File"), help_text=_("Picture or PDF up to 5 MB, video (MP4, WebM) up to 16 MB and 3 minutes.")
    )
    title = forms.CharField(label=_("What is it?"), max_length=120)
    is_ai = forms.ChoiceField(label=_("Made or altered by AI?"), choices=AI_ANSWERS, widget=forms.RadioSelect)
    ai_maker = forms.CharField(label=_("Who made it"), max_length=120, required=False)
    ai_tool = forms.CharField(label=_("With which tool"), max_length=120, required=False)
    ai_made_on = forms.DateField(
        label=_("On which day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ai_shown = forms.ChoiceField(
        label=_("Consent of those shown"), choices=[("", "–"), *BriefMedia.Shown.choices], required=False
    )

    def about_ai(self) -> list[forms.BoundField]:
        """The fields that count when the answer is yes."""
        return [self[name] for name in ("ai_maker", "ai_tool", "ai_made_on", "ai_shown")]

    def answer(self) -> AiAnswer:
        """The answer about AI as the service takes it."""
        entered = self.cleaned_data
        return AiAnswer(
            entered["is_ai"] == "yes",
            maker=entered["ai_maker"],
            tool=entered["ai_tool"],
            made_on=entered["ai_made_on"],
            shown=entered["ai_shown"],
        )


class SheetForm(forms.Form):
    """The blank sheet; nothing stands on it but what the person wrote."""

    text = forms.CharField(
        label=_("Your own words"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 9, "maxlength": LONGEST, "autocapitalize": "sentences", "spellcheck": "true"}),
    )


class CardForm(forms.Form):
    """What the writer wants on a card."""

    fact = forms.IntegerField(min_value=0, max_value=50, required=False)
    photo = forms.SlugField(max_length=10, required=False)
    line = forms.BooleanField(required=False)
    ending = forms.ChoiceField(choices=[("png", "PNG"), ("svg", "SVG")], required=False)

    def wish(self) -> Wish:
        """The choice as the service takes it."""
        entered = self.cleaned_data
        return Wish(entered["fact"] or 0, entered["photo"], entered["line"], entered["ending"] or "png")
