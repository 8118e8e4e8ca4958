"""The API of accounts: list, declare, give up."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.models import Handle, Influencer
from influencers.platforms import Platform
from influencers.services import influencers
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.rights import Feature


class HandleSerializer(serializers.ModelSerializer):
    """A declared account. `profile` is written: its link, or @name with the platform; the answer says what it was read as."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.PEOPLE_VIEW)
    profile = serializers.CharField(write_only=True, max_length=2000)
    platform = serializers.ChoiceField(choices=Platform, required=False)

    class Meta:
        model = Handle
        fields = [
            "id",
            "influencer",
            "profile",
            "platform",
            "handle",
            "url",
            "verified_at",
            "retired_at",
            "followers",
            "sampled_at",
        ]
        read_only_fields = ["handle", "url", "verified_at", "retired_at", "followers", "sampled_at"]
        validators = []  # the service and the constraints of the database have the last word


class HandleFilter(django_filters.FilterSet):
    """`influencer` is a code, `district` a government code."""

    influencer = django_filters.CharFilter(field_name="influencer__code")
    district = django_filters.CharFilter(field_name="influencer__district__code")
    is_retired = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Handle
        fields = ["influencer", "district", "platform", "is_retired"]


class HandleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet):
    """The accounts of the influencers of the caller's areas."""

    model, feature = Handle, Feature.PEOPLE_VIEW
    serializer_class = HandleSerializer
    filterset_class = HandleFilter
    lookup_field = "pk"

    def related(self, rows):
        return rows.select_related("influencer__district")

    def perform_create(self, serializer: HandleSerializer) -> None:
        entered = serializer.validated_data
        serializer.instance = influencers.declare_handle(
            entered["influencer"], entered["profile"], platform=entered.get("platform"), by=self.request.user
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, **kwargs: object) -> Response:
        """Note that the person gave the account up."""
        handle = influencers.retire_handle(self.get_object(), by=request.user)
        return Response(self.get_serializer(handle).data)
