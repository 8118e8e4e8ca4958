"""The API of vetting: own cards are begun, filled and handed in; those of others are read when one's own is in."""

import django_filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.evidence import LONGEST, MOST_LINKS
from influencers.models import Influencer, ScoreCard
from influencers.models.vetting import MOST_POINTS
from influencers.services import vetting
from influencers.services.vetting import LONGEST_REASON
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.rights import Feature

ENTERED = ("points", "reason", "links")


class ScoreSerializer(serializers.Serializer):
    """Points 0 to 5 for one criterion, with the reason and public links."""

    criterion = serializers.SlugField(max_length=20)
    points = serializers.IntegerField(min_value=0, max_value=MOST_POINTS, allow_null=True, required=False)
    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, required=False)
    links = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST), max_length=MOST_LINKS, required=False, allow_empty=True
    )


class ScoreCardSerializer(serializers.ModelSerializer):
    """A score card; `scores` of a draft may have gaps."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.VET)
    rubric = serializers.IntegerField(source="rubric.version", read_only=True)
    reviewer = serializers.CharField(source="reviewer.username", read_only=True)
    scores = serializers.SerializerMethodField()

    class Meta:
        model = ScoreCard
        fields = ["code", "influencer", "rubric", "reviewer", "status", "begun_at", "submitted_at", "scores"]
        read_only_fields = ["status", "begun_at", "submitted_at"]

    @extend_schema_field(ScoreSerializer(many=True))
    def get_scores(self, card: ScoreCard) -> list[dict[str, object]]:
        """What was handed in, or what is kept of the draft."""
        if card.status == ScoreCard.Status.DRAFT:
            rows = [(code, *(entry[name] for name in ENTERED)) for code, entry in sorted(card.draft.items())]
        else:
            rows = [(score.criterion.code, *(getattr(score, name) for name in ENTERED)) for score in card.scores.all()]
        return [dict(zip(("criterion", *ENTERED), row, strict=True)) for row in rows]


class ScoresSerializer(serializers.Serializer):
    """What changes on a draft: only the criteria and fields that are named."""

    scores = ScoreSerializer(many=True)


class ScoreCardFilter(django_filters.FilterSet):
    """`influencer` and `district` are codes."""

    influencer = django_filters.CharFilter(field_name="influencer__code")
    district = django_filters.CharFilter(field_name="influencer__district__code")

    class Meta:
        model = ScoreCard
        fields = ["influencer", "district", "status"]


class ScoreCardViewSet(
    UpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet
):
    """Score cards that the caller may read: own ones, and those of others once the caller's own is handed in."""

    model, feature = ScoreCard, Feature.VET
    serializer_class = ScoreCardSerializer
    filterset_class = ScoreCardFilter
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        rows = rows.readable_by(self.request.user).select_related("influencer", "rubric", "reviewer")
        return rows.prefetch_related("scores__criterion")

    def perform_create(self, serializer: ScoreCardSerializer) -> None:
        serializer.instance = vetting.begin(serializer.validated_data["influencer"], by=self.request.user)

    @extend_schema(request=ScoresSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Keep scores on one's own draft; the row is named by its ETag."""
        return super().partial_update(request, *args, **kwargs)

    def apply(self, row: ScoreCard, changes: dict[str, object]) -> ScoreCard:
        """Ask the service; the scores are no field of the card."""
        entered = ScoresSerializer(data=self.request.data)
        entered.is_valid(raise_exception=True)
        given = {entry.pop("criterion"): entry for entry in map(dict, entered.validated_data["scores"])}
        return vetting.score(row, given, by=self.request.user)

    @extend_schema(request=None, responses=ScoreCardSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, code: str) -> Response:
        """Hand the card in; 422 with `errors` by criterion while something is missing."""
        try:
            vetting.submit(self.get_object(), by=request.user)
        except vetting.CardIncomplete as error:
            return Response({"code": error.code, "detail": str(error), "errors": error.errors}, status=422)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, code: str) -> Response:
        """Throw one's own draft away."""
        vetting.discard(self.get_object(), by=request.user)
        return Response(status=204)
