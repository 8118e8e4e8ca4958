"""The API of blackouts: silences and model codes by poll, pauses of the party."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import Blackout, Poll
from campaigns.services import blackouts, polls
from campaigns.services.polls import PollDay
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.models import Area
from network.rights import Feature


class BlackoutSerializer(serializers.ModelSerializer):
    """A time in which nothing goes out to an area. Over the API a pause of the party is declared; the law's come from polls."""

    area = ScopedSlugField(feature=Feature.TOPIC_VIEW, slug_field="path", queryset=Area.objects)
    poll = serializers.SlugRelatedField("code", read_only=True)
    reason = serializers.ChoiceField(choices=Blackout.Reason, read_only=True)
    note = serializers.CharField(max_length=200)

    class Meta:
        model = Blackout
        fields = ["id", "area", "reason", "starts_at", "ends_at", "note", "poll"]
        read_only_fields = ["id"]


class BlackoutFilter(django_filters.FilterSet):
    """`at`: those in force at that moment; `within`: those whose area lies below that path."""

    at = django_filters.IsoDateTimeFilter(method="in_force")
    within = django_filters.CharFilter(field_name="area__path", lookup_expr="startswith")

    class Meta:
        model = Blackout
        fields = ["reason", "at", "within"]

    def in_force(self, rows, _name: str, moment):
        """Those that cover the moment."""
        return rows.covering(moment)


class BlackoutViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Silences, model codes and pauses that the caller's offices see."""

    model, feature = Blackout, Feature.TOPIC_VIEW
    serializer_class = BlackoutSerializer
    filterset_class = BlackoutFilter
    lookup_field = "pk"
    lookup_value_converter = "int"

    def related(self, rows):
        return rows.select_related("area", "poll")

    def perform_create(self, serializer: BlackoutSerializer) -> None:
        entered = serializer.validated_data
        serializer.instance = blackouts.declare(**entered, reason=Blackout.Reason.OWN_PAUSE, by=self.request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: int) -> Response:
        """End a pause of the party now."""
        blackouts.lift(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PollSerializer(serializers.ModelSerializer):
    """A phase of an election; its silence of 48 hours and its model code are kept as blackouts."""

    area = ScopedSlugField(feature=Feature.TOPIC_VIEW, slug_field="path", queryset=Area.objects)
    places = ScopedSlugField(feature=Feature.TOPIC_VIEW, slug_field="path", queryset=Area.objects, many=True)
    silence_from = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Poll
        fields = [
            "code", "body", "title_hi", "title_en", "phase", "area", "places", "closes_at", "silence_from",
            "code_from", "code_until",
        ]  # fmt: skip
        read_only_fields = ["code"]
        extra_kwargs = {name: {"required": False} for name in ("title_en", "phase", "code_from", "code_until")}


class PollViewSet(
    UpdateMixin, mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """Polls that the caller's offices see."""

    model, feature = Poll, Feature.TOPIC_VIEW
    serializer_class = PollSerializer
    filterset_fields = ["body"]
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        return rows.select_related("area").prefetch_related("places")

    def perform_create(self, serializer: PollSerializer) -> None:
        entered = dict(serializer.validated_data)
        serializer.instance = polls.announce(entered.pop("area"), PollDay(**entered), by=self.request.user)

    def apply(self, poll: Poll, changes: dict) -> Poll:
        """Change a poll by the service; its area stays."""
        names = ("body", "title_hi", "title_en", "phase", "closes_at", "code_from", "code_until")
        present = {name: getattr(poll, name) for name in names} | {"places": list(poll.places.all())}
        changes = {name: value for name, value in changes.items() if name != "area"}
        return polls.change(poll, PollDay(**(present | changes)), by=self.request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        """Take the poll out before its silence begins."""
        polls.cancel(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
