"""The API of requests to join: the queue of the caller's districts, and its answers."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.models import JoinRequest
from influencers.services import joins
from network.api.scope import ScopedViewSet
from network.rights import Feature


class JoinRequestSerializer(serializers.ModelSerializer):
    """A request to join; the number is masked."""

    district = serializers.SlugRelatedField("code", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)
    notice = serializers.SlugRelatedField("version", read_only=True)
    person = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = JoinRequest
        fields = [
            "code",
            "district",
            "name_hi",
            "phone",
            "profile",
            "purposes",
            "notice",
            "language",
            "status",
            "asked_at",
            "decided_at",
            "refusal",
            "person",
        ]


class ApproveSerializer(serializers.Serializer):
    """Whether the lead spoke with the person, who said that they asked themselves."""

    has_spoken = serializers.BooleanField()


class RefuseSerializer(serializers.Serializer):
    """Why somebody is not taken in."""

    refusal = serializers.ChoiceField(choices=JoinRequest.Refusal)


class JoinRequestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Requests to join in the districts whose teams the caller forms."""

    model, feature = JoinRequest, Feature.ROSTER_EDIT
    serializer_class = JoinRequestSerializer
    filterset_fields = ["status"]

    def related(self, rows):
        return rows.select_related("district", "notice", "person")

    @extend_schema(request=ApproveSerializer, responses=JoinRequestSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, code: str) -> Response:
        """Take the person in, as agreed, with the consent they gave."""
        entered = ApproveSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        joins.approve(self.get_object(), **entered.validated_data, by=request.user)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=RefuseSerializer, responses=JoinRequestSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, code: str) -> Response:
        """Do not take the person in."""
        entered = RefuseSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        joins.refuse(self.get_object(), **entered.validated_data, by=request.user)
        return Response(self.get_serializer(self.get_object()).data)
