"""Filters of lists of influencers that pages and the API share; the scope is theirs to apply first."""

import datetime

import django_filters
from django import forms
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.links import Platform
from influencers.models import Handle, Influencer, SizeBand, Subject
from influencers.models.influencers import BOUNDS
from network.forms import LANGUAGES
from network.models import Person

LONGEST_SILENCE = 3650
SIZE = Coalesce("audience", "declared_followers", output_field=BigIntegerField())
# What a list can be in the order of, by the word in the address; those of DOWNWARD begin with the newest or largest.
ORDERS = {
    "name": [F("person__name_hi").asc(), F("pk").asc()],
    "stage": [F("stage").asc(), F("pk").asc()],
    "since": [F("stage_at").desc(), F("pk").desc()],
    "size": [SIZE.desc(nulls_last=True), F("pk").desc()],
    "touch": [F("last_touched_at").asc(nulls_first=True), F("pk").asc()],
}
DOWNWARD = {"since", "size"}


class InfluencerFilter(django_filters.FilterSet):
    """`district` is the government code, `owner` a login or "me", `band` a size of audience (measured, else declared),
    `silent_days` keeps those with whom nobody spoke for so many days, `search` finds a name as it is spelled or sounds.
    """

    search = django_filters.CharFilter(label=_("Name"), method="named", max_length=80)
    district = django_filters.CharFilter(label=_("District"), field_name="district__code")
    platform = django_filters.ChoiceFilter(
        label=_("Platform"), choices=Platform, method="on_platform", empty_label=_("any platform")
    )
    band = django_filters.ChoiceFilter(label=_("Size"), choices=SizeBand, method="of_size", empty_label=_("any size"))
    subject = django_filters.ChoiceFilter(
        label=_("Subject"), choices=Subject, method="on_subject", empty_label=_("any subject")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=LANGUAGES, method="in_language", empty_label=_("any language")
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Influencer.Stage, empty_label=_("any stage"))
    owner = django_filters.CharFilter(label=_("Looked after by"), method="looked_after_by")
    silent_days = django_filters.NumberFilter(
        label=_("Nobody spoke with them for days"),
        method="silent_for",
        min_value=1,
        max_value=LONGEST_SILENCE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Influencer
        fields = ["search", "district", "platform", "band", "subject", "language", "stage", "owner", "silent_days"]

    def named(self, rows, name: str, value: str):
        return rows.filter(person__in=Person.objects.search(value).order_by().values("pk"))

    def on_platform(self, rows, name: str, value: str):
        return rows.filter(Exists(Handle.objects.filter(influencer=OuterRef("pk"), platform=value, retired_at=None)))

    def of_size(self, rows, name: str, value: str):
        bounds = [*BOUNDS.values(), None]
        least, most = BOUNDS[SizeBand(value)], bounds[list(BOUNDS).index(SizeBand(value)) + 1]
        rows = rows.alias(known=SIZE).filter(known__gte=least)
        return rows if most is None else rows.filter(known__lt=most)

    def on_subject(self, rows, name: str, value: str):
        return rows.filter(subjects__contains=[value])

    def in_language(self, rows, name: str, value: str):
        return rows.filter(person__languages__contains=[value])

    def looked_after_by(self, rows, name: str, value: str):
        if value == "nobody":
            return rows.filter(owner__isnull=True)
        return rows.filter(owner=self.request.user) if value == "me" else rows.filter(owner__username=value)

    def silent_for(self, rows, name: str, value: float):
        before = timezone.now() - datetime.timedelta(days=int(value))
        return rows.filter(Q(last_touched_at__lt=before) | Q(last_touched_at__isnull=True, spotted_at__lt=before))


def in_order(rows, asked: str):
    """The rows in the order that the address asks for: a key of ORDERS, with "-" for the other way round."""
    order = ORDERS.get(asked.removeprefix("-"), ORDERS["since"])
    if asked.startswith("-"):
        order = [expression.copy() for expression in order]
        for expression in order:
            expression.reverse_ordering()
    return rows.order_by(*order)
