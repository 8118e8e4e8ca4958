"""The API of deliveries: what was to reach whom by which channel and what came of it, without any address."""

import django_filters
from rest_framework import mixins, serializers

from campaigns.models import Delivery
from network.api.scope import ScopedViewSet
from network.rights import Feature


class DeliverySerializer(serializers.ModelSerializer):
    """One message to one person by one channel; `held_by` says why it waits, `stop_reason` why it never leaves."""

    topic = serializers.CharField(source="assignment.topic.code", default=None, read_only=True)
    assignment = serializers.SlugRelatedField("code", read_only=True)
    training = serializers.CharField(source="attendance.training.code", default=None, read_only=True)
    area = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = Delivery
        fields = [
            "key",
            "topic",
            "assignment",
            "training",
            "area",
            "channel",
            "purpose",
            "status",
            "due_at",
            "held_by",
            "attempts",
            "sent_at",
            "stop_reason",
            "last_error",
        ]


class DeliveryFilter(django_filters.FilterSet):
    """`topic` is the topic's code, `within` the path of an area, `due_before` a moment."""

    topic = django_filters.CharFilter(field_name="assignment__topic__code")
    within = django_filters.CharFilter(field_name="area__path", lookup_expr="startswith")
    due_before = django_filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")

    class Meta:
        model = Delivery
        fields = ["status", "channel", "purpose", "held_by", "stop_reason", "topic", "within", "due_before"]


class DeliveryViewSet(mixins.ListModelMixin, ScopedViewSet):
    """The caller's own messages, and those of the areas whose coverage the caller sees."""

    model, feature = Delivery, Feature.COVERAGE_VIEW
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter

    def related(self, rows):
        """What a line shows besides its own columns."""
        return rows.select_related("assignment__topic", "attendance__training", "area")
