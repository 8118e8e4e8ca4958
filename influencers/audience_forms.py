"""Forms of audiences: numbers of an account, entered by hand with a picture of the screen."""

import datetime
import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Grade, Handle
from influencers.services.audiences import BY_HAND, MOST_POSTS
from network.forms import DateInput

MOST = 2_000_000_000


class AccountChoice(forms.ModelChoiceField):
    """One of the accounts of the influencer."""

    def label_from_instance(self, handle: Handle) -> str:
        return f"{handle.get_platform_display()}: {handle.handle}"


class NumbersField(forms.CharField):
    """Whole numbers with anything between them but digits: "120, 45 300"."""

    def clean(self, value: str) -> list[int]:
        """The numbers in their order."""
        found = [int(part) for part in re.findall(r"\d+", super().clean(value))]
        if len(found) > MOST_POSTS or any(number > MOST for number in found):
            raise forms.ValidationError(_("A hundred posts are enough."))
        return found


class SampleForm(forms.Form):
    """What was seen of an account, of which day, and who told it."""

    handle = AccountChoice(label=_("Account"), queryset=Handle.objects.none())
    taken_on = forms.DateField(label=_("Of which day?"), widget=DateInput)
    followers = forms.IntegerField(label=_("Followers"), min_value=0, max_value=MOST, required=False)
    post_count = forms.IntegerField(label=_("Posts in all"), min_value=0, max_value=MOST, required=False)
    interactions = NumbersField(
        label=_("Interactions of each of the newest posts"),
        max_length=1_500,
        required=False,
        help_text=_("Likes + comments + shares of one post after the other, the newest first: 120, 45, 300"),
    )
    period_days = forms.IntegerField(
        label=_("Within how many days were these posts published?"), min_value=1, max_value=3_650, required=False
    )
    grade = forms.ChoiceField(
        label=_("Who says so?"), choices=[(grade, Grade(grade).label) for grade in BY_HAND], widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Where do the numbers come from?"),
        max_length=120,
        help_text=_("For example: screenshot of the account"),
    )
    source_url = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    screenshot = forms.FileField(
        label=_("Picture of the screen"),
        required=False,
        help_text=_("PNG, JPEG or WebP. Where it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: object, handles, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handle"].queryset = handles

    def seen(self) -> dict[str, object]:
        """What was entered, as the service takes it; a day of the past counts from its noon, today from now."""
        entered = dict(self.cleaned_data)
        day = entered.pop("taken_on")
        now = timezone.localtime()
        noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
        return entered | {"taken_at": now.replace(microsecond=0) if day == now.date() else noon}
