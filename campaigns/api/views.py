"""The API of campaigns: calendar, topics, assignments, posts, coverage."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.serializers import (
    AssignmentSerializer,
    BriefSerializer,
    CalendarEntrySerializer,
    ClearSerializer,
    CoverageSerializer,
    DeclineSerializer,
    PostSerializer,
    RejectSerializer,
    ScheduleSerializer,
    SubmitSerializer,
    TopicSerializer,
)
from campaigns.models import Assignment, CalendarEntry, CoverageCount, Post, Topic
from campaigns.services import assignments, posts, topics
from network.api.scope import ScopedViewSet
from network.rights import Feature


class CalendarEntryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The days of the year that the caller's offices see."""

    model, feature = CalendarEntry, Feature.TOPIC_VIEW
    serializer_class = CalendarEntrySerializer
    filterset_fields = ["kind", "month"]


class TopicViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    ScopedViewSet,
):
    """Topics with their briefs, and the steps they take."""

    model, feature = Topic, Feature.TOPIC_VIEW
    serializer_class = TopicSerializer
    filterset_fields = ["status", "kind"]

    def related(self, rows):
        return rows.select_related("area", "calendar_entry", "brief").prefetch_related("brief__facts", "brief__angles")

    def perform_create(self, serializer: TopicSerializer) -> None:
        fields = dict(serializer.validated_data)
        brief = BriefSerializer().to_text(fields.pop("brief"))
        serializer.instance = topics.draft(brief=brief, by=self.request.user, **fields)

    @extend_schema(request=ClearSerializer, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def clear(self, request: Request, code: str) -> Response:
        """Clear the version that was read; never one's own."""
        entered = _entered(ClearSerializer, request)
        return self._answer(topics.clear(self.get_object(), version=entered["version"], by=request.user))

    @extend_schema(request=ScheduleSerializer, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def schedule(self, request: Request, code: str) -> Response:
        """Set the moment at which a cleared topic goes out."""
        entered = _entered(ScheduleSerializer, request)
        return self._answer(topics.schedule(self.get_object(), release_at=entered["release_at"], by=request.user))

    @extend_schema(request=None, responses=TopicSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        """Take the topic back."""
        return self._answer(topics.withdraw(self.get_object(), by=request.user))

    def _answer(self, topic: Topic) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=topic.pk)).data)


class AssignmentFilter(django_filters.FilterSet):
    """`topic` is the topic's code, `district` the government code."""

    status = django_filters.ChoiceFilter(method="as_shown", choices=Assignment.Status.choices)
    topic = django_filters.CharFilter(field_name="topic__code")
    district = django_filters.CharFilter(field_name="district__code")

    class Meta:
        model = Assignment
        fields = ["status", "topic", "district"]

    def as_shown(self, rows, _name: str, value: str):
        """By the status that the caller is shown, so that no filter tells who said no."""
        return rows.with_shown_status(self.request.user).filter(shown_status=value)


class AssignmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The caller's own assignments, and those of the areas whose coverage the caller sees."""

    model, feature = Assignment, Feature.COVERAGE_VIEW
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    def related(self, rows):
        return rows.select_related("topic", "influencer__person", "district", "angle")

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, code: str) -> Response:
        """Take it on."""
        return Response(self.get_serializer(assignments.accept(self.get_object(), by=request.user)).data)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def see(self, request: Request, code: str) -> Response:
        """Note that the brief was looked at."""
        return Response(self.get_serializer(assignments.see(self.get_object(), by=request.user)).data)

    @extend_schema(request=DeclineSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, code: str) -> Response:
        """Say no; a reason may be told, and none is asked for."""
        reason = _entered(DeclineSerializer, request)["decline_reason"]
        return Response(
            self.get_serializer(assignments.decline(self.get_object(), by=request.user, reason=reason)).data
        )

    @extend_schema(request=SubmitSerializer, responses={201: PostSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, code: str) -> Response:
        """Hand in the link of the post."""
        entered = _entered(SubmitSerializer, request)
        post = posts.submit(self.get_object(), link=entered["link"], by=request.user)
        return Response(PostSerializer(post).data, status=status.HTTP_201_CREATED)


class PostViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The caller's own posts, and those of the areas where the caller checks posts."""

    model, feature = Post, Feature.POST_VERIFY
    serializer_class = PostSerializer
    filterset_fields = ["status", "platform"]

    def related(self, rows):
        return rows.select_related("assignment__influencer__person", "district")

    @extend_schema(request=None, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, code: str) -> Response:
        """Say that the post is what was asked for."""
        return Response(self.get_serializer(posts.verify(self.get_object(), by=request.user)).data)

    @extend_schema(request=RejectSerializer, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, code: str) -> Response:
        """Say why the post does not count."""
        entered = _entered(RejectSerializer, request)
        post = posts.reject(self.get_object(), reason=entered["reason"], by=request.user)
        return Response(self.get_serializer(post).data)


class CoverageFilter(django_filters.FilterSet):
    """`topic` is the topic's code, `within` the path of an area."""

    topic = django_filters.CharFilter(field_name="topic__code")
    within = django_filters.CharFilter(field_name="district__path", lookup_expr="startswith")

    class Meta:
        model = CoverageCount
        fields = ["topic", "within"]


class CoverageViewSet(mixins.ListModelMixin, ScopedViewSet):
    """Counts by topic and district, from the roll-ups."""

    model, feature = CoverageCount, Feature.COVERAGE_VIEW
    serializer_class = CoverageSerializer
    filterset_class = CoverageFilter

    def related(self, rows):
        return rows.select_related("topic", "district")


def _entered(shape, request: Request) -> dict:
    entered = shape(data=request.data)
    entered.is_valid(raise_exception=True)
    return entered.validated_data
