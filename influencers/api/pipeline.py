"""The API of influencers: lists as on the page, prospects, changes by ETag, steps of one and of many."""

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.filters import InfluencerFilter
from influencers.models import Handle, Influencer, Setting, StageChange, Subject
from influencers.prospects import read_accounts
from influencers.services import influencers, pipeline, prospects
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.errors import RuleBroken
from network.forms import LANGUAGES
from network.models import Area, AreaKind
from network.rights import Feature


class AccountSerializer(serializers.ModelSerializer):
    """An account as the answer about its owner shows it."""

    class Meta:
        model = Handle
        fields = ["id", "platform", "handle", "url", "followers", "verified_at", "retired_at"]


class InfluencerSerializer(serializers.ModelSerializer):
    """A public voice with its accounts."""

    person = serializers.SlugRelatedField("code", read_only=True)
    name_hi = serializers.CharField(source="person.name_hi", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    owner = serializers.SlugRelatedField("username", read_only=True)
    handles = AccountSerializer(many=True, read_only=True)

    class Meta:
        model = Influencer
        fields = [
            "code",
            "person",
            "name_hi",
            "district",
            "stage",
            "stage_at",
            "subjects",
            "setting",
            "writing_style",
            "declared_followers",
            "audience",
            "public_contact",
            "public_contact_url",
            "owner",
            "last_touched_at",
            "handles",
        ]
        read_only_fields = ["stage", "stage_at", "declared_followers", "audience", "last_touched_at"]


class DistrictField(ScopedSlugField):
    """A district by its government code."""

    def get_queryset(self):
        """The districts that the caller sees."""
        return super().get_queryset().of_kind(AreaKind.DISTRICT).current()


class ProspectSerializer(serializers.Serializer):
    """Somebody who writes in public, and why they are interesting. `links` are their profiles in any form."""

    name_hi = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, required=False, allow_blank=True)
    district = DistrictField(slug_field="code", queryset=Area.objects, feature=Feature.PEOPLE_VIEW)
    links = serializers.ListField(child=serializers.CharField(max_length=2000), min_length=1, max_length=12)
    note = serializers.CharField(max_length=300)
    subjects = serializers.ListField(child=serializers.ChoiceField(choices=Subject.choices), required=False)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), required=False)
    setting = serializers.ChoiceField(choices=Setting.choices, required=False)
    declared_followers = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False)


class StepSerializer(serializers.ModelSerializer):
    """One step: from where (empty: entered) to where, when, by whom and why."""

    by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = StageChange
        fields = ["before", "stage", "at", "by", "reason"]
        read_only_fields = ["before", "at", "by"]
        extra_kwargs = {"reason": {"required": True, "allow_blank": False}}


class ManyStepsSerializer(serializers.Serializer):
    """Who is to be moved where, and why."""

    codes = serializers.ListField(child=serializers.CharField(max_length=10), min_length=1, max_length=500)
    stage = serializers.ChoiceField(choices=Influencer.Stage)
    reason = serializers.CharField(max_length=300)


class InfluencerViewSet(
    UpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet
):
    """The public voices of the caller's areas. POST enters a prospect; PATCH needs the ETag."""

    model, feature = Influencer, Feature.PEOPLE_VIEW
    serializer_class = InfluencerSerializer
    filterset_class = InfluencerFilter
    filter_backends = [DjangoFilterBackend, OrderingFilter]
    ordering_fields = ["stage_at", "spotted_at"]
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        return rows.select_related("person", "district", "owner").prefetch_related("handles")

    @extend_schema(request=ProspectSerializer, responses={201: InfluencerSerializer})
    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Enter a prospect: a person without contact data, the influencer and the accounts, or nothing."""
        entered = ProspectSerializer(data=request.data, context=self.get_serializer_context())
        entered.is_valid(raise_exception=True)
        fields = dict(entered.validated_data)
        made = prospects.add(profiles=_profiles(fields.pop("links")), by=request.user, **fields)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def apply(self, row: Influencer, changes: dict[str, object]) -> Influencer:
        """Ask the service for the change."""
        influencers.update(row, by=self.request.user, **changes)
        return self.get_queryset().get(pk=row.pk)

    @extend_schema(methods=["GET"], responses=StepSerializer(many=True))
    @extend_schema(methods=["POST"], request=StepSerializer, responses={201: StepSerializer})
    @action(detail=True, methods=["get", "post"], filter_backends=[], pagination_class=None)
    def steps(self, request: Request, **kwargs: object) -> Response:
        """The steps of one influencer, the newest first; POST makes the next one."""
        influencer = self.get_object()
        if request.method == "POST":
            entered = StepSerializer(data=request.data)
            entered.is_valid(raise_exception=True)
            pipeline.move(influencer, **entered.validated_data, by=request.user)
        rows = StageChange.objects.visible_to(request.user, self.feature).filter(influencer=influencer)
        rows = rows.select_related("by")[:100]
        if request.method == "POST":
            return Response(StepSerializer(rows[0]).data, status=status.HTTP_201_CREATED)
        return Response(StepSerializer(rows, many=True).data)

    @extend_schema(request=ManyStepsSerializer, responses={207: dict})
    @action(detail=False, methods=["post"], url_path="bulk-stage", filter_backends=[], pagination_class=None)
    def bulk_stage(self, request: Request) -> Response:
        """Move up to 500; the answer lists {"code", "status", "errors"} for each, in their order."""
        entered = ManyStepsSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        answers = pipeline.move_many(**entered.validated_data, by=request.user)
        return Response([_told(answer) for answer in answers], status=status.HTTP_207_MULTI_STATUS)


STATUS_OF = {"not_found": 404, "right_missing": 403}


def _told(answer: pipeline.Moved) -> dict[str, object]:
    if answer.is_moved:
        return {"code": answer.influencer_code, "status": 200, "stage": answer.influencer.stage}
    errors = {"code": answer.code, "detail": answer.detail}
    return {"code": answer.influencer_code, "status": STATUS_OF.get(answer.code, 422), "errors": errors}


def _profiles(links: list[str]):
    accounts = read_accounts("\n".join(links))
    for account in accounts:
        if account.problem:
            raise RuleBroken(f"{account.text[:80]}: {account.problem}", code="link_refused")
    return [account.profile for account in accounts]
