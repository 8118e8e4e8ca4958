"""The network's API: areas, people, appointments (to read) and imports."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from network.api.scope import ScopedViewSet
from network.api.serializers import (
    AppointmentSerializer,
    AreaSerializer,
    ImportBatchSerializer,
    ImportRowSerializer,
    PersonSerializer,
)
from network.models import Appointment, Area, ImportBatch, ImportRow, Person
from network.rights import Feature
from network.services import imports


class AreaFilter(django_filters.FilterSet):
    """`within` is a path: the area itself and everything below it. `search` is a name as it is spelled or sounds."""

    within = django_filters.CharFilter(field_name="path", lookup_expr="startswith")
    search = django_filters.CharFilter(method="found_by")

    class Meta:
        model = Area
        fields = ["kind", "code", "within", "search"]

    def found_by(self, rows, name: str, value: str):
        return rows.search(value)


class AreaViewSet(mixins.ListModelMixin, ScopedViewSet):
    """The areas that the caller's offices see."""

    model, feature = Area, Feature.AREA_VIEW
    serializer_class = AreaSerializer
    filterset_class = AreaFilter

    def related(self, rows):
        return rows.select_related("parent")


class PersonFilter(django_filters.FilterSet):
    """`within` is the path of an area: people at home in it. `search` is a name as it is spelled or sounds."""

    within = django_filters.CharFilter(field_name="home_path", lookup_expr="startswith")
    search = django_filters.CharFilter(method="found_by")

    class Meta:
        model = Person
        fields = ["status", "within", "search"]

    def found_by(self, rows, name: str, value: str):
        return rows.search(value)


class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The people of the caller's areas; contact data stays masked."""

    model, feature = Person, Feature.PEOPLE_VIEW
    serializer_class = PersonSerializer
    filterset_class = PersonFilter

    def related(self, rows):
        return rows.select_related("home_area")


class AppointmentFilter(django_filters.FilterSet):
    """`within` is the path of an area; `office` the code of an office."""

    within = django_filters.CharFilter(field_name="area__path", lookup_expr="startswith")
    office = django_filters.CharFilter(field_name="office__code")

    class Meta:
        model = Appointment
        fields = ["office", "within"]


class AppointmentViewSet(mixins.ListModelMixin, ScopedViewSet):
    """Who holds which office today in the caller's areas."""

    model, feature = Appointment, Feature.PEOPLE_VIEW
    serializer_class = AppointmentSerializer
    filterset_class = AppointmentFilter

    def related(self, rows):
        return rows.live(timezone.localdate()).select_related("person", "office", "area")


class ImportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Uploaded sheets and what their rows do."""

    model, feature = ImportBatch, Feature.IMPORT_RUN
    serializer_class = ImportBatchSerializer
    filterset_fields = ["status"]

    def related(self, rows):
        return rows.select_related("area")

    @extend_schema(
        parameters=[OpenApiParameter("verdict", enum=ImportRow.Verdict.values)],
        responses=ImportRowSerializer(many=True),
    )
    @action(detail=True, filter_backends=[])
    def rows(self, request: Request, code: str) -> Response:
        """The rows of one sheet with their verdicts; ?verdict= narrows them."""
        found = ImportRow.objects.visible_to(request.user, self.feature).filter(batch=self.get_object())
        if verdict := request.query_params.get("verdict"):
            found = found.filter(verdict=verdict)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(request=None, responses=ImportBatchSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        """Discard a sheet that was not written yet."""
        return Response(ImportBatchSerializer(imports.cancel(self.get_object(), by=request.user)).data)
