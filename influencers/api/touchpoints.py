"""The API of staying in touch: touchpoints with their next steps, snoozes, the daily list, and notes."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.models import Influencer, Note, Snooze, Touchpoint
from influencers.services import notes, touchpoints
from influencers.services.due import Daily, Why
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.rights import Feature

MOST_DUE = 200


class TouchpointSerializer(serializers.ModelSerializer):
    """That somebody spoke with an influencer; `at` is now unless it is given, `by` the login's name."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.ROSTER_EDIT)
    by = serializers.CharField(source="by.username", read_only=True, default=None)
    at = serializers.DateTimeField(required=False)
    summary = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")

    class Meta:
        model = Touchpoint
        fields = [
            "code",
            "influencer",
            "kind",
            "at",
            "by",
            "recorded_at",
            "summary",
            "mood",
            "next_step",
            "next_on",
            "done_at",
        ]
        read_only_fields = ["code", "recorded_at", "done_at"]


class SnoozeSerializer(serializers.ModelSerializer):
    """Until when an influencer is not shown as due, and why; the newest one counts."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.ROSTER_EDIT)
    by = serializers.CharField(source="by.username", read_only=True, default=None)

    class Meta:
        model = Snooze
        fields = ["influencer", "until", "reason", "by", "at"]
        read_only_fields = ["at"]


class NoteSerializer(serializers.ModelSerializer):
    """A note that the caller may read; `office` is the one it was written in."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.PEOPLE_VIEW)
    author = serializers.CharField(source="author.username", read_only=True)
    office = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Note
        fields = ["code", "influencer", "text", "visibility", "author", "office", "at"]
        read_only_fields = ["code", "at"]


class ReasonSerializer(serializers.Serializer):
    """Why somebody is due, in the caller's language; a next step names its touchpoint."""

    why = serializers.ChoiceField(choices=Why)
    text = serializers.CharField()
    touchpoint = serializers.CharField(source="touchpoint.code", default=None, allow_null=True)


class EntrySerializer(serializers.Serializer):
    """One influencer who is due today."""

    influencer = serializers.CharField(source="influencer.code")
    name_hi = serializers.CharField(source="influencer.person.name_hi")
    district = serializers.CharField(source="influencer.district.code")
    last_touched_at = serializers.DateTimeField(source="influencer.last_touched_at", allow_null=True)
    reasons = ReasonSerializer(many=True)


class TouchpointFilter(django_filters.FilterSet):
    """`influencer` is a code; `due=true` keeps those whose next step is due today or overdue."""

    influencer = django_filters.CharFilter(field_name="influencer__code")
    due = django_filters.BooleanFilter(method="is_due")

    class Meta:
        model = Touchpoint
        fields = ["influencer", "kind", "mood", "due"]

    def is_due(self, rows, name: str, value: bool):  # noqa: FBT001 - django-filter calls it so
        due = rows.open().filter(next_on__lte=timezone.localdate())
        return due if value else rows.exclude(pk__in=due.values("pk"))


class TouchpointViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    ScopedViewSet,
):
    """What was said with the influencers whom the caller looks after; only the author takes one back, within 24 hours."""

    model, feature = Touchpoint, Feature.ROSTER_EDIT
    serializer_class = TouchpointSerializer
    filterset_class = TouchpointFilter

    def related(self, rows):
        return rows.select_related("influencer__district", "by")

    def perform_create(self, serializer: TouchpointSerializer) -> None:
        serializer.instance = touchpoints.record(**serializer.validated_data, by=self.request.user)

    def perform_destroy(self, instance: Touchpoint) -> None:
        touchpoints.take_back(instance, by=self.request.user)

    @extend_schema(request=None, responses=TouchpointSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, code: str) -> Response:
        """Mark the next step as done."""
        return Response(self.get_serializer(touchpoints.done(self.get_object(), by=request.user)).data)

    @extend_schema(
        responses=EntrySerializer(many=True),
        filters=False,
        parameters=[OpenApiParameter("why", enum=Why.values), OpenApiParameter("mine", bool)],
    )
    @action(detail=False, filter_backends=[], pagination_class=None)
    def daily(self, request: Request) -> Response:
        """Whom the caller is to speak with today and why, the most urgent first, at most 200."""
        why = request.query_params.get("why", "")
        daily = Daily(
            request.user, timezone.localdate(), is_mine_only=request.query_params.get("mine") in ("1", "true")
        )
        rows = daily.because(Why(why)) if why in Why.values else daily.rows
        return Response(EntrySerializer(daily.entries(rows[:MOST_DUE]), many=True).data)


class SnoozeViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, ScopedViewSet):
    """Who was put off, until when and why."""

    model, feature = Snooze, Feature.ROSTER_EDIT
    serializer_class = SnoozeSerializer

    def related(self, rows):
        return rows.select_related("influencer", "by")

    def perform_create(self, serializer: SnoozeSerializer) -> None:
        serializer.instance = touchpoints.snooze(**serializer.validated_data, by=self.request.user)


class NoteFilter(django_filters.FilterSet):
    """`influencer` is a code."""

    influencer = django_filters.CharFilter(field_name="influencer__code")

    class Meta:
        model = Note
        fields = ["influencer", "visibility"]


class NoteViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    ScopedViewSet,
):
    """The notes that the caller may read; only the author deletes one."""

    model, feature = Note, Feature.PEOPLE_VIEW
    serializer_class = NoteSerializer
    filterset_class = NoteFilter

    def related(self, rows):
        return rows.select_related("influencer__district", "author", "office")

    def perform_create(self, serializer: NoteSerializer) -> None:
        serializer.instance = notes.write(**serializer.validated_data, by=self.request.user)

    def perform_destroy(self, instance: Note) -> None:
        notes.delete(instance, by=self.request.user)
