"""The API of a brief's files and of the caller's own sheets."""

import django_filters
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, parsers, serializers, status
from rest_framework.decorators import action
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.downloads import fetched
from campaigns.models import Assignment, BriefMedia, OwnDraft, Topic
from campaigns.services import compose, media
from campaigns.services.media import AiAnswer
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.rights import Feature


class Answer(serializers.BooleanField):
    """Yes or no, said outright: a form that leaves it out has not answered, as a box without a tick would have."""

    default_empty_html = empty


class BriefMediaSerializer(serializers.ModelSerializer):
    """A file of a brief; `content` (an action) gives the file itself."""

    topic = ScopedSlugField(feature=Feature.TOPIC_VIEW, slug_field="code", queryset=Topic.objects, source="brief.topic")
    file = serializers.FileField(write_only=True)
    is_ai = Answer(help_text="made or altered by AI; there is no answer by default")
    name = serializers.CharField(source="file.name", read_only=True)
    content_type = serializers.CharField(source="file.content_type", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)

    class Meta:
        model = BriefMedia
        fields = [
            "code",
            "topic",
            "title",
            "kind",
            "file",
            "name",
            "content_type",
            "size",
            "is_ai",
            "ai_maker",
            "ai_tool",
            "ai_made_on",
            "ai_shown",
            "added_at",
            "approved_at",
        ]
        read_only_fields = ["code", "kind", "added_at", "approved_at"]


class BriefMediaFilter(django_filters.FilterSet):
    """`topic` is the topic's code."""

    topic = django_filters.CharFilter(field_name="brief__topic__code")

    class Meta:
        model = BriefMedia
        fields = ["topic", "kind", "is_ai"]


class BriefMediaViewSet(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    ScopedViewSet,
):
    """Pictures, videos and PDF files of the briefs that the caller sees."""

    model, feature = BriefMedia, Feature.TOPIC_VIEW
    serializer_class = BriefMediaSerializer
    filterset_class = BriefMediaFilter
    parser_classes = [parsers.MultiPartParser]

    def related(self, rows):
        return rows.listed().select_related("file", "brief__topic__area")

    def perform_create(self, serializer: BriefMediaSerializer) -> None:
        entered = serializer.validated_data
        answer = AiAnswer(
            entered["is_ai"],
            maker=entered.get("ai_maker", ""),
            tool=entered.get("ai_tool", ""),
            made_on=entered.get("ai_made_on"),
            shown=entered.get("ai_shown", ""),
        )
        topic, upload = entered["brief"]["topic"], entered["file"]
        serializer.instance = media.add(topic, title=entered["title"], upload=upload, ai=answer, by=self.request.user)

    def perform_destroy(self, instance: BriefMedia) -> None:
        media.remove(instance, by=self.request.user)

    @extend_schema(request=None, responses=BriefMediaSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, code: str) -> Response:
        """Say, as a second person, that a file made by AI may go out with its label."""
        row = media.approve(self.get_object(), by=request.user)
        return Response(self.get_serializer(row).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[])
    def content(self, request: Request, code: str) -> HttpResponse:
        """The file itself, as a download."""
        return fetched(self.get_object())


class OwnDraftSerializer(serializers.ModelSerializer):
    """What the caller wrote beside a brief, and how like it is to another text, in percent."""

    assignment = ScopedSlugField(feature="", slug_field="code", queryset=Assignment.objects)
    text = serializers.CharField(max_length=compose.LONGEST, allow_blank=True, trim_whitespace=False)

    class Meta:
        model = OwnDraft
        fields = ["assignment", "text", "likeness", "is_warned", "needs_review", "saved_at"]
        read_only_fields = ["likeness", "saved_at"]


class OwnDraftViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, ScopedViewSet):
    """The caller's own sheets. Nobody else reads them here, whatever their office."""

    model, feature = OwnDraft, None
    serializer_class = OwnDraftSerializer

    def related(self, rows):
        return rows.select_related("assignment")

    @extend_schema(responses={200: OwnDraftSerializer, 204: None})
    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Keep the text and compare it; an empty one takes the sheet away (204)."""
        entered = self.get_serializer(data=request.data)
        entered.is_valid(raise_exception=True)
        draft = compose.save(**entered.validated_data, by=request.user)
        if draft is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(self.get_serializer(draft).data)
