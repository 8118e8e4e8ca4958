"""The API of campaigns: assignments, posts, coverage. Topics, the calendar and the rest stand beside it."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.serializers import (
    AssignmentSerializer,
    CoverageSerializer,
    DeclineSerializer,
    PostSerializer,
    RejectSerializer,
    SubmitSerializer,
    VerifySerializer,
)
from campaigns.models import Assignment, CoverageCount, Post
from campaigns.services import assignments, posts
from network.api.scope import ScopedViewSet
from network.rights import Feature


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

    @extend_schema(request=VerifySerializer, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, code: str) -> Response:
        """Say that the post is what was asked for; a text much like another one has to be compared with it first."""
        entered = _entered(VerifySerializer, request)
        return Response(self.get_serializer(posts.verify(self.get_object(), **entered, by=request.user)).data)

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
