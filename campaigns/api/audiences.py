"""The API of audiences and plans: segments with their live counts, for whom a topic is, and who is planned for it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import plan_words
from campaigns.models import Angle, PlannedAsk, Segment, Topic, TopicAudience
from campaigns.services import plan_moves, segments
from influencers.models import Subject
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.forms import LANGUAGES
from network.models import Area, Office
from network.rights import Feature

LISTS = ("stages", "platforms", "languages", "subjects")


class SegmentSerializer(serializers.ModelSerializer):
    """Whom a topic is meant for. Within a field any is enough, all fields have to be met, an empty one asks for nothing."""

    area = ScopedSlugField(feature=Feature.TOPIC_WRITE, slug_field="path", queryset=Area.objects)
    subtrees = ScopedSlugField(
        feature=Feature.TOPIC_WRITE, slug_field="path", queryset=Area.objects, many=True, required=False
    )
    office = serializers.SlugRelatedField("code", queryset=Office.objects, required=False, allow_null=True)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), required=False)

    class Meta:
        model = Segment
        fields = ["code", "name", "area", "subtrees", "source", "office", *LISTS, "made_at", "retired_at"]
        read_only_fields = ["code", "made_at", "retired_at"]
        validators = []  # the service says that a name is taken


class ReachSerializer(serializers.Serializer):
    """How many people a segment reaches in a district now, and how many the gate keeps back there, by reason."""

    district = serializers.CharField(source="district.code")
    reached = serializers.IntegerField()
    kept_back = serializers.DictField(child=serializers.IntegerField())


class TopicAudienceSerializer(serializers.ModelSerializer):
    """For whom a topic is; `version` is the version of the topic that was read."""

    segment = ScopedSlugField(
        feature=Feature.TOPIC_WRITE, slug_field="code", queryset=Segment.objects, required=False, allow_null=True
    )
    subjects = serializers.ListField(child=serializers.ChoiceField(choices=Subject.choices), required=False)
    version = serializers.IntegerField(source="topic.version")

    class Meta:
        model = TopicAudience
        fields = ["segment", "subjects", "wanted", "answer_hours", "version"]


class PlannedAskSerializer(serializers.ModelSerializer):
    """Somebody who is planned for a topic and angle (none: kept off by hand), and why, in the caller's language."""

    topic = serializers.SlugRelatedField("code", read_only=True)
    influencer = serializers.SlugRelatedField("code", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    angle = serializers.IntegerField(source="angle_id", read_only=True, allow_null=True)
    angle_title = serializers.CharField(source="angle.title", read_only=True, default="")
    day = serializers.DateField(source="plan.day", read_only=True)
    why = serializers.SerializerMethodField()

    class Meta:
        model = PlannedAsk
        fields = ["code", "day", "topic", "influencer", "district", "angle", "angle_title", "is_locked", "why"]

    def get_why(self, ask: PlannedAsk) -> list[str]:
        """The reasons in words."""
        return plan_words.why(ask.why)


class PlannedAskMoveSerializer(serializers.Serializer):
    """Where to: a topic of the same day, and one of its angles (none: the one that fewest have)."""

    topic = serializers.SlugField()
    angle = serializers.IntegerField(required=False, allow_null=True)


class SegmentViewSet(
    UpdateMixin, mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet
):
    """Segments of the caller's areas and of those above. PATCH needs the ETag."""

    model, feature = Segment, Feature.TOPIC_WRITE
    serializer_class = SegmentSerializer
    filterset_fields = ["source"]
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        return rows.select_related("area", "office").prefetch_related("subtrees")

    def perform_create(self, serializer: SegmentSerializer) -> None:
        serializer.instance = self._save(None, dict(serializer.validated_data))

    def apply(self, row: Segment, changes: dict[str, object]) -> Segment:
        """Ask the service for the new segment: what is not named stays."""
        present = {name: getattr(row, name) for name in ("name", "area", "source", "office", *LISTS)}
        saved = self._save(row, present | {"subtrees": list(row.subtrees.all())} | changes)
        return self.get_queryset().get(pk=saved.pk)

    @extend_schema(responses=ReachSerializer(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def reach(self, request: Request, code: str) -> Response:
        """Count whom it reaches at this moment, in the districts that the caller sees."""
        segment = self.get_object()
        parts = segments.reach(segments.choice_of(segment), segment.area, timezone.now(), by=request.user)
        return Response(ReachSerializer(parts, many=True).data)

    @extend_schema(request=None, responses=SegmentSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, code: str) -> Response:
        """Offer it for no further topic."""
        return Response(self.get_serializer(segments.retire(self.get_object(), by=request.user)).data)

    def _save(self, segment: Segment | None, entered: dict[str, object]) -> Segment:
        choice = segments.Choice(
            source=entered.get("source", Segment.Source.TEAM),
            office=entered.get("office"),
            subtrees=tuple(entered.get("subtrees", ())),
            **{name: tuple(entered.get(name, ())) for name in LISTS},
        )
        return segments.save(segment, name=entered["name"], area=entered["area"], choice=choice, by=self.request.user)


class TopicAudienceView(APIView):
    """For whom a topic is."""

    @extend_schema(responses=TopicAudienceSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Read it; a topic without one goes to the teams of its area."""
        topic = self._topic(request, code, Feature.TOPIC_VIEW)
        return Response(TopicAudienceSerializer(getattr(topic, "audience", None) or TopicAudience(topic=topic)).data)

    @extend_schema(request=TopicAudienceSerializer, responses=TopicAudienceSerializer)
    def put(self, request: Request, code: str) -> Response:
        """Say it anew; a cleared topic has to be cleared again."""
        topic = self._topic(request, code, Feature.TOPIC_WRITE)
        entered = TopicAudienceSerializer(data=request.data, context={"request": request})
        entered.is_valid(raise_exception=True)
        fields = dict(entered.validated_data)
        version = fields.pop("topic")["version"]
        aimed = segments.aim(topic, version=version, by=request.user, **({"segment": None} | fields))
        return Response(TopicAudienceSerializer(aimed).data, status=status.HTTP_200_OK)

    def _topic(self, request: Request, code: str, feature: Feature) -> Topic:
        rows = Topic.objects.visible_to(request.user, feature).select_related("area", "audience__segment")
        return get_object_or_404(rows, code=code)


class PlannedAskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Who is planned for the topics of the coming days, where the caller forms teams. Changes outlive later plans."""

    model, feature = PlannedAsk, Feature.ROSTER_EDIT
    serializer_class = PlannedAskSerializer
    filterset_fields = {"plan__day": ["exact"], "topic__code": ["exact"], "is_locked": ["exact"]}

    def related(self, rows):
        return rows.select_related("plan", "topic", "influencer__person", "district", "angle").order_by("-pk")

    @extend_schema(request=PlannedAskMoveSerializer, responses=PlannedAskSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, code: str) -> Response:
        """Move the person to another topic of the day, or another angle."""
        ask = self.get_object()
        entered = PlannedAskMoveSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        topics = ask.plan.topics.select_related("area", "brief")
        topic = get_object_or_404(topics, code=entered.validated_data["topic"])
        angle = self._angle(topic, entered.validated_data.get("angle"))
        return self._answer(plan_moves.move(ask, topic, angle=angle, by=request.user))

    @extend_schema(request=None, responses=PlannedAskSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, code: str) -> Response:
        """Hold the choice fast."""
        return self._answer(plan_moves.hold(self.get_object(), by=request.user))

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="let-go")
    def let_go(self, request: Request, code: str) -> Response:
        """Leave the choice to the next plan."""
        plan_moves.let_go(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=PlannedAskSerializer)
    @action(detail=True, methods=["post"])
    def off(self, request: Request, code: str) -> Response:
        """Keep the person off the topic."""
        return self._answer(plan_moves.take_off(self.get_object(), by=request.user))

    def _angle(self, topic: Topic, number: int | None) -> Angle | None:
        return None if number is None else get_object_or_404(topic.brief.angles, pk=number)

    def _answer(self, ask: PlannedAsk) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=ask.pk)).data)
