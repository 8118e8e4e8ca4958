"""The network's API: areas, people, offices, appointments and imports."""

import django_filters
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.filters import OrderingFilter
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from network.api.pagination import PathPagination, TermOrdering
from network.api.scope import ScopedViewSet
from network.api.serializers import (
    AppointmentSerializer,
    AreaSerializer,
    CellSerializer,
    EndSerializer,
    ImportBatchSerializer,
    ImportRowSerializer,
    OfficeSerializer,
    PersonSerializer,
    UploadSerializer,
    WriteSerializer,
)
from network.api.writing import BulkCreateMixin, UpdateMixin
from network.errors import RuleBroken
from network.filters import AppointmentFilter, CellFilter, PersonFilter
from network.models import Appointment, Area, Cell, ImportBatch, ImportRow, Person
from network.rights import Feature
from network.services import appointments, imports, offices, people


class AreaFilter(django_filters.FilterSet):
    """`within` is a path of either hierarchy: the area itself and everything below it. `search` is a name as it is
    spelled or sounds.
    """

    within = django_filters.CharFilter(method="lies_in")
    search = django_filters.CharFilter(method="found_by")

    class Meta:
        model = Area
        fields = ["kind", "code", "within", "search"]

    def found_by(self, rows, name: str, value: str):
        return rows.search(value)

    def lies_in(self, rows, name: str, value: str):
        return rows.within_path(value)


class AreaViewSet(mixins.ListModelMixin, ScopedViewSet):
    """The areas that the caller's offices see."""

    model, feature = Area, Feature.AREA_VIEW
    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    pagination_class = PathPagination

    def related(self, rows):
        return rows.select_related("parent", "electoral_parent").defer("search_words")


class OfficeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """The kinds of post there are; they say nothing about people, so every login reads them."""

    serializer_class = OfficeSerializer
    filterset_fields = ["area_kind", "committee"]
    lookup_field = "code"

    def get_queryset(self):
        return offices.listed()


class CellViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The cells of the caller's areas: units beside the tree, with offices of their own."""

    model, feature = Cell, Feature.AREA_VIEW
    serializer_class = CellSerializer
    filterset_class = CellFilter

    def related(self, rows):
        return rows.select_related("area")


LISTED = ["code", "name_hi", "name_en", "gender", "phone_end", "home_path", "languages", "preferred_channel", "status"]


class PersonViewSet(
    UpdateMixin,
    BulkCreateMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    ScopedViewSet,
):
    """The people of the caller's areas; contact data stays masked. Entered one by one or many at once, changed by ETag."""

    model, feature = Person, Feature.PEOPLE_VIEW
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    filter_backends = [DjangoFilterBackend, OrderingFilter]
    ordering_fields = ["name_hi", "name_en", "created_at"]
    http_method_names = ["get", "head", "options", "post", "patch"]

    def perform_create(self, serializer: PersonSerializer) -> None:
        serializer.instance = people.create(**serializer.validated_data, by=self.request.user)

    def apply(self, row: Person, changes: dict[str, object]) -> Person:
        """Ask the service for the change."""
        return people.update(row, by=self.request.user, **changes)

    def related(self, rows):
        rows = rows.known()
        return rows.only(*LISTED) if self.action == "list" else rows.select_related("home_area")


class AppointmentViewSet(
    BulkCreateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet
):
    """Who holds which office today in the caller's areas; appointing, confirming as the second person, ending."""

    model, feature = Appointment, Feature.PEOPLE_VIEW
    serializer_class = AppointmentSerializer
    filterset_class = AppointmentFilter
    filter_backends = [DjangoFilterBackend, TermOrdering]
    ordering_fields = ["starts_on", "ends_on"]

    def related(self, rows):
        today = timezone.localdate()
        rows = rows.live(today) if self.action == "list" else rows.open_at(today)
        return rows.select_related("person", "office", "area", "cell", "deputy_for").with_order_keys()

    def perform_create(self, serializer: AppointmentSerializer) -> None:
        serializer.instance = appointments.appoint(**serializer.validated_data, by=self.request.user)

    @extend_schema(request=None, responses=AppointmentSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, code: str) -> Response:
        """Confirm as the second person; the one who appointed can't."""
        return self._answer(appointments.confirm(self.get_object(), by=request.user))

    @extend_schema(request=EndSerializer, responses=AppointmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, code: str) -> Response:
        """End it today, with its deputies."""
        entered = EndSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        return self._answer(appointments.end(self.get_object(), by=request.user, **entered.validated_data))

    def _answer(self, appointment: Appointment) -> Response:
        return Response(self.get_serializer(appointment).data)


class ImportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """Uploaded sheets and what their rows do."""

    model, feature = ImportBatch, Feature.IMPORT_RUN
    serializer_class = ImportBatchSerializer
    filterset_fields = ["status", "kind"]
    parser_classes = [MultiPartParser, JSONParser]

    def related(self, rows):
        return rows.select_related("area")

    @extend_schema(request=UploadSerializer, responses={202: ImportBatchSerializer})
    def create(self, request: Request) -> Response:
        """Upload; a worker reads it. Ask for the import until its status is no longer "uploaded"."""
        entered = UploadSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        files = entered.validated_data["sheet"]
        if any(file.size > settings.IMPORT_MAX_BYTES for file in files):
            raise RuleBroken(_("The file is too large."), code="too_big")
        read = [(file.name, file.read()) for file in files]
        batch = imports.upload(entered.validated_data["kind"], files=read, by=request.user)
        return Response(ImportBatchSerializer(batch).data, status=202)

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

    @extend_schema(request=WriteSerializer, responses={202: ImportBatchSerializer})
    @action(detail=True, methods=["post"])
    def write(self, request: Request, code: str) -> Response:
        """Let a worker write the good rows and the doubtful ones that are named."""
        entered = WriteSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        ticked = None if entered.validated_data["all_doubtful"] else entered.validated_data["include"]
        batch = imports.confirm(self.get_object(), ticked=ticked, by=request.user)
        return Response(ImportBatchSerializer(batch).data, status=202)

    @extend_schema(request=None, responses=ImportBatchSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, code: str) -> Response:
        """Take back what was written, as far as nobody built on it."""
        batch = self.get_object()
        imports.undo(batch, by=request.user)
        return Response(ImportBatchSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=ImportBatchSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        """Discard a sheet that was not written yet."""
        return Response(ImportBatchSerializer(imports.cancel(self.get_object(), by=request.user)).data)
