"""The API of influencers, teams and roster imports."""

import django_filters
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.api.serializers import (
    ConfirmSerializer,
    InfluencerSerializer,
    RosterSerializer,
    SheetSerializer,
)
from influencers.models import Influencer, Roster
from influencers.services import roster_imports
from network.api.scope import ScopedViewSet
from network.api.serializers import ImportBatchSerializer
from network.api.views import ImportViewSet
from network.errors import RuleBroken
from network.rights import Feature


class InfluencerFilter(django_filters.FilterSet):
    """`district` is the government code; `subject` one of the closed list."""

    district = django_filters.CharFilter(field_name="district__code")
    subject = django_filters.CharFilter(field_name="subjects", lookup_expr="contains", method="with_subject")

    class Meta:
        model = Influencer
        fields = ["stage", "district", "subject"]

    def with_subject(self, rows, name: str, value: str):
        return rows.filter(subjects__contains=[value])


class InfluencerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The public voices of the caller's areas."""

    model, feature = Influencer, Feature.PEOPLE_VIEW
    serializer_class = InfluencerSerializer
    filterset_class = InfluencerFilter

    def related(self, rows):
        return rows.select_related("person", "district").prefetch_related("handles")


class RosterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The teams of the caller's districts."""

    model, feature = Roster, Feature.PEOPLE_VIEW
    serializer_class = RosterSerializer
    lookup_field = "district__code"
    lookup_url_kwarg = "code"

    def related(self, rows):
        return rows.with_counts().select_related("district")


class RosterImportViewSet(ImportViewSet):
    """Imports of team lists: upload, look at the verdicts, confirm."""

    parser_classes = [MultiPartParser, JSONParser]

    @extend_schema(request=SheetSerializer, responses={201: ImportBatchSerializer})
    def create(self, request: Request) -> Response:
        """Upload a sheet; nothing is written before it is confirmed."""
        entered = SheetSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        sheet = entered.validated_data["sheet"]
        if sheet.size > settings.IMPORT_MAX_BYTES:
            raise RuleBroken(_("The file is too large."), code="too_big")
        batch = roster_imports.preview(sheet.read(), file_name=sheet.name, by=request.user)
        return Response(ImportBatchSerializer(batch).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ConfirmSerializer, responses=ImportBatchSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, code: str) -> Response:
        """Write the good rows and the doubtful ones that are named."""
        entered = ConfirmSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        batch = roster_imports.confirm(
            self.get_object(), doubtful=set(entered.validated_data["include"]), by=request.user
        )
        return Response(ImportBatchSerializer(batch).data)
