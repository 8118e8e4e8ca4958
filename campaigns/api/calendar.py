"""The API of the calendar: entries with all their ways to come back, their occurrences, moving and cancelling."""

import datetime

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import CalendarEntry, EntryDate
from campaigns.services import calendar, occurrences
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.models import Area
from network.rights import Feature
from network.scope import path_column

MOST_DAYS = 400


class EntryDateSerializer(serializers.ModelSerializer):
    """A date of an entry that comes back by a table."""

    class Meta:
        model = EntryDate
        fields = ["on", "certainty"]
        validators = []


class CalendarEntrySerializer(serializers.ModelSerializer):
    """A day of the calendar. `recurrence` says which fields count: month and day, dates, starts_on, or starts_on and rrule."""

    area = ScopedSlugField(feature=Feature.TOPIC_WRITE, slug_field="path", queryset=Area.objects)
    dates = EntryDateSerializer(many=True, required=False)

    class Meta:
        model = CalendarEntry
        fields = ["code", "area", *calendar.EDITABLE, "except_on", "dates", "version", "cancelled_at"]
        read_only_fields = ["code", "except_on", "version", "cancelled_at"]
        extra_kwargs = {"title_en": {"required": False}}
        validators = []  # the service and the constraints of the database have the last word

    def fields_for_service(self) -> dict[str, object]:
        """What was entered, dates as pairs."""
        return pairs(self.validated_data)


class OccurrenceSerializer(serializers.Serializer):
    """One day, or some days in a row, on which an entry falls."""

    entry = serializers.CharField(source="entry.code")
    kind = serializers.CharField(source="entry.kind")
    title_hi = serializers.CharField(source="entry.title_hi")
    title_en = serializers.CharField(source="entry.title_en")
    on = serializers.DateField()
    last_on = serializers.DateField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    years = serializers.IntegerField(allow_null=True, help_text=_("Years since it began, where that is known."))
    certainty = serializers.ChoiceField(choices=CalendarEntry.Certainty)


class GapSerializer(serializers.Serializer):
    """An entry by a table that has no date in a year that is here or begins within 60 days."""

    entry = serializers.CharField(source="entry.code")
    title_hi = serializers.CharField(source="entry.title_hi")
    year = serializers.IntegerField()


class SpanSerializer(serializers.Serializer):
    """From which day to which, both included; a year from today where nothing is said."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)

    def validate(self, attrs: dict) -> dict:
        """At most 400 days, in the right order."""
        first = attrs.get("since") or timezone.localdate()
        last = attrs.get("until") or first + datetime.timedelta(days=365)
        if not first <= last <= first + datetime.timedelta(days=MOST_DAYS):
            raise ValidationError(_("Ask for 1 to 400 days."))
        return {"first": first, "last": last}


class MoveDaySerializer(serializers.Serializer):
    """From which day to which."""

    on = serializers.DateField()
    to = serializers.DateField()


class CalendarEntryFilter(django_filters.FilterSet):
    """`within` is the path of an area of either hierarchy; cancelled entries are shown only when they are asked for."""

    within = django_filters.CharFilter(method="lies_in")
    cancelled = django_filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = CalendarEntry
        fields = ["kind", "month", "recurrence", "certainty", "within", "cancelled"]

    def lies_in(self, rows, name: str, value: str):
        return rows.filter(**{f"area__{path_column(value)}__startswith": value})


class CalendarEntryViewSet(
    UpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet
):
    """The days that the caller's offices see."""

    model, feature = CalendarEntry, Feature.TOPIC_VIEW
    serializer_class = CalendarEntrySerializer
    filterset_class = CalendarEntryFilter
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        shown = rows if "cancelled" in self.request.query_params or self.detail else rows.standing()
        return shown.select_related("area").prefetch_related("dates")

    def perform_create(self, serializer: CalendarEntrySerializer) -> None:
        serializer.instance = calendar.enter(**serializer.fields_for_service(), by=self.request.user)

    def apply(self, row: CalendarEntry, changes: dict[str, object]) -> CalendarEntry:
        """Ask the service for the change."""
        return self._fresh(calendar.change(row, by=self.request.user, **pairs(changes)))

    @extend_schema(request=MoveDaySerializer, responses=CalendarEntrySerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, code: str) -> Response:
        """Put a day of the entry on another one: of entries once or by a table."""
        entered = MoveDaySerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        return self._answer(calendar.move(self.get_object(), **entered.validated_data, by=request.user))

    @extend_schema(request=None, responses=CalendarEntrySerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        """Take it out of the calendar; a second time changes nothing."""
        return self._answer(calendar.cancel(self.get_object(), by=request.user))

    @extend_schema(
        parameters=[OpenApiParameter("since", datetime.date), OpenApiParameter("until", datetime.date)],
        responses=OccurrenceSerializer(many=True),
    )
    @action(detail=False, pagination_class=None)
    def occurrences(self, request: Request) -> Response:
        """Where the entries fall, by day; the filters of the list hold here, too."""
        span = SpanSerializer(data=request.query_params)
        span.is_valid(raise_exception=True)
        found = occurrences.between(self.filter_queryset(self.get_queryset()), **span.validated_data)
        return Response(OccurrenceSerializer(found, many=True).data)

    @extend_schema(responses=GapSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def gaps(self, request: Request) -> Response:
        """Entries whose dates are missing for a year that is here or begins within 60 days."""
        return Response(GapSerializer(occurrences.gaps(self.get_queryset(), timezone.localdate()), many=True).data)

    def _answer(self, entry: CalendarEntry) -> Response:
        return Response(self.get_serializer(self._fresh(entry)).data)

    def _fresh(self, entry: CalendarEntry) -> CalendarEntry:
        return self.get_queryset().get(pk=entry.pk)


def pairs(entered: dict[str, object]) -> dict[str, object]:
    """The entered fields with dates as the service takes them."""
    fields = dict(entered)
    if "dates" in fields:
        fields["dates"] = [(row["on"], row.get("certainty", "sure")) for row in fields["dates"]]
    return fields
