"""The API of topics: topics with their briefs and steps, briefs alone, corrections of what is out."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.serializers import (
    BriefSerializer,
    BriefVersionSerializer,
    ClearSerializer,
    CorrectionSerializer,
    ScheduleSerializer,
    TopicEditSerializer,
    TopicSerializer,
)
from campaigns.models import Brief, BriefVersion, Correction, Topic
from campaigns.services import corrections, rapid, topics
from campaigns.services.briefs import FactText
from network.api.scope import ScopedViewSet
from network.rights import Feature


class TopicViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Topics with their briefs, and the steps they take."""

    model, feature = Topic, Feature.TOPIC_VIEW
    serializer_class = TopicSerializer
    filterset_fields = ["status", "kind"]

    def related(self, rows):
        parts = ("brief__facts", "brief__angles", "corrections")
        return rows.select_related("area", "calendar_entry", "brief").prefetch_related(*parts)

    def perform_create(self, serializer: TopicSerializer) -> None:
        fields = dict(serializer.validated_data)
        brief = BriefSerializer().to_text(fields.pop("brief"))
        serializer.instance = topics.draft(brief=brief, by=self.request.user, **fields)

    @extend_schema(request=TopicEditSerializer, responses=TopicSerializer)
    def update(self, request: Request, code: str) -> Response:
        """Change a draft as a whole; a version that is not the present one is refused."""
        topic = self.get_object()
        entered = TopicEditSerializer(topic, data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        fields = dict(entered.validated_data)
        brief = BriefSerializer().to_text(fields.pop("brief"))
        return self._answer(topics.edit(topic, brief=brief, by=request.user, **fields))

    @extend_schema(request=ClearSerializer, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def clear(self, request: Request, code: str) -> Response:
        """Clear the version that was read; never one's own."""
        entered = _entered(ClearSerializer, request)
        return self._answer(topics.clear(self.get_object(), version=entered["version"], by=request.user))

    @extend_schema(request=ClearSerializer, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def push(self, request: Request, code: str) -> Response:
        """Clear a rapid response that was read and send it out at once; never one's own."""
        entered = _entered(ClearSerializer, request)
        return self._answer(rapid.clear_and_push(self.get_object(), version=entered["version"], by=request.user))

    @extend_schema(request=ScheduleSerializer, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def schedule(self, request: Request, code: str) -> Response:
        """Set the moment at which a cleared topic goes out."""
        entered = _entered(ScheduleSerializer, request)
        return self._answer(topics.schedule(self.get_object(), release_at=entered["release_at"], by=request.user))

    @extend_schema(request=None, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        """End the topic before its window is over."""
        return self._answer(topics.close(self.get_object(), by=request.user))

    @extend_schema(request=None, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        """Take the topic back."""
        return self._answer(topics.withdraw(self.get_object(), by=request.user))

    @extend_schema(responses=BriefVersionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], filterset_fields=[])
    def versions(self, request: Request, code: str) -> Response:
        """Every saved version, newest first."""
        rows = BriefVersion.objects.visible_to(request.user, Feature.TOPIC_WRITE).filter(topic=self.get_object())
        page = self.paginate_queryset(rows.select_related("by"))
        return self.get_paginated_response(BriefVersionSerializer(page, many=True).data)

    def _answer(self, topic: Topic) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=topic.pk)).data)


class BriefViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Briefs by the code of their topic, with what was corrected."""

    model, feature = Brief, Feature.TOPIC_VIEW
    serializer_class = BriefSerializer
    lookup_field, lookup_url_kwarg = "topic__code", "code"
    filterset_fields = ["topic__status", "topic__kind"]

    def related(self, rows):
        return rows.select_related("topic").prefetch_related("facts", "angles", "topic__corrections")


class CorrectionViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Corrections of briefs that are out: written by one, published by another, told to all who had the earlier version."""

    model, feature = Correction, Feature.TOPIC_VIEW
    serializer_class = CorrectionSerializer
    filterset_fields = ["status", "topic__code"]

    def related(self, rows):
        return rows.select_related("topic__area", "topic__brief")

    def perform_create(self, serializer: CorrectionSerializer) -> None:
        fields = dict(serializer.validated_data)
        facts = {fact.pop("number"): FactText(**fact) for fact in map(dict, fields.pop("facts", []))}
        topic = fields.pop("topic")
        serializer.instance = corrections.write(topic, facts=facts, by=self.request.user, **fields)

    @extend_schema(request=None, responses=CorrectionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, code: str) -> Response:
        """Vouch for it as the second person: the facts change and everybody who had the earlier version is told."""
        return Response(self.get_serializer(corrections.publish(self.get_object(), by=request.user)).data)

    @extend_schema(request=None, responses=CorrectionSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, code: str) -> Response:
        """Put it aside."""
        return Response(self.get_serializer(corrections.drop(self.get_object(), by=request.user)).data)


def _entered(shape, request: Request) -> dict:
    entered = shape(data=request.data)
    entered.is_valid(raise_exception=True)
    return entered.validated_data
