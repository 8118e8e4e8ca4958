"""The API of trainings: planning, changing by ETag, inviting, checking in many at once, calling off, closing."""

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.models import Attendance, Training
from influencers.services import attendances, courses, trainings
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import MOST_ROWS, UpdateMixin
from network.models import Area
from network.rights import Feature
from network.scope import path_column
from network.services import offices


class TrainingSerializer(serializers.ModelSerializer):
    """One session of a course. Course, area, audience and office are said when it is planned and stay."""

    course = serializers.SlugRelatedField("code", queryset=courses.listed())
    area = ScopedSlugField(slug_field="path", queryset=Area.objects, feature=Feature.TRAIN)
    office = serializers.SlugRelatedField("code", queryset=offices.listed(), required=False, allow_null=True)

    class Meta:
        model = Training
        fields = [
            "code",
            "course",
            "area",
            "audience",
            "office",
            "starts_at",
            "ends_at",
            "place",
            "link",
            "trainer",
            "status",
            "call_off_reason",
        ]
        read_only_fields = ["status", "call_off_reason"]
        extra_kwargs = {"place": {"required": False}, "link": {"required": False}}
        validators = []  # the service and the constraints of the database have the last word


class AttendanceSerializer(serializers.ModelSerializer):
    """A person's place in a training; `code` is the number of the certificate, too."""

    person = serializers.SlugRelatedField("code", read_only=True)
    name_hi = serializers.CharField(source="person.name_hi", read_only=True)

    class Meta:
        model = Attendance
        fields = ["code", "person", "name_hi", "invited_at", "attended_at"]


class ReasonSerializer(serializers.Serializer):
    """Why it is called off; everybody who was told reads it."""

    reason = serializers.CharField(max_length=200)


class CheckSerializer(serializers.Serializer):
    """The code of a place, and whether the person is there."""

    attendance = serializers.CharField(max_length=10)
    was_there = serializers.BooleanField(default=True)


class TrainingFilter(django_filters.FilterSet):
    """`course` is a code, `within` the path of an area of either hierarchy."""

    course = django_filters.CharFilter(field_name="course__code")
    within = django_filters.CharFilter(method="lies_in")

    class Meta:
        model = Training
        fields = ["status", "course", "audience", "within"]

    def lies_in(self, rows, name: str, value: str):
        return rows.filter(**{f"area__{path_column(value)}__startswith": value})


class TrainingViewSet(
    UpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, ScopedViewSet
):
    """Trainings of the areas where the caller holds trainings, and of those above."""

    model, feature = Training, Feature.TRAIN
    serializer_class = TrainingSerializer
    filterset_class = TrainingFilter
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        return rows.select_related("course", "area", "office")

    def perform_create(self, serializer: TrainingSerializer) -> None:
        serializer.instance = trainings.plan(**serializer.validated_data, by=self.request.user)

    def apply(self, row: Training, changes: dict[str, object]) -> Training:
        """Ask the service for the change."""
        return trainings.change(row, by=self.request.user, **changes)

    @extend_schema(request=None, responses=inline_serializer("Invited", {"invited": serializers.IntegerField()}))
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, code: str) -> Response:
        """Invite everybody for whom it is; the answer says how many are new."""
        return Response({"invited": trainings.invite(self.get_object(), by=request.user)})

    @extend_schema(request=ReasonSerializer, responses=TrainingSerializer)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, code: str) -> Response:
        """Call it off and tell everybody who was told."""
        entered = ReasonSerializer(data=request.data)
        entered.is_valid(raise_exception=True)
        return self._answer(trainings.call_off(self.get_object(), **entered.validated_data, by=request.user))

    @extend_schema(request=None, responses=TrainingSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        """Close the list: it was held."""
        return self._answer(trainings.close(self.get_object(), by=request.user))

    @extend_schema(responses=AttendanceSerializer(many=True))
    @action(detail=True, filter_backends=[])
    def attendances(self, request: Request, code: str) -> Response:
        """The list of one training: all of it for who holds it, otherwise the people of the caller's own areas."""
        page = self.paginate_queryset(attendances.of_training(self.get_object(), request.user))
        return self.get_paginated_response(AttendanceSerializer(page, many=True).data)

    @extend_schema(request=CheckSerializer(many=True), responses={207: dict})
    @action(detail=True, methods=["post"], url_path="check-in", filter_backends=[], pagination_class=None)
    def check_in(self, request: Request, code: str) -> Response:
        """Check up to 500 people in or out; the answer lists {"index", "status", "errors"} for each, in their order."""
        training, rows = self.get_object(), request.data
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
            raise ValidationError(_("Send a list of 1 to 500 rows."))
        entered = [CheckSerializer(data=row) for row in rows]
        sound = [row.validated_data for row in entered if row.is_valid()]
        wanted = {row["attendance"]: row["was_there"] for row in sound}
        found = attendances.check_in_many(training, wanted, by=request.user)
        answers = [{"index": index, **_said(row, found)} for index, row in enumerate(entered)]
        return Response(answers, status=status.HTTP_207_MULTI_STATUS)

    def _answer(self, training: Training) -> Response:
        return Response(self.get_serializer(training).data)


def _said(row: CheckSerializer, found: set[str]) -> dict[str, object]:
    if row.errors:
        return {"status": 400, "errors": row.errors}
    if row.validated_data["attendance"] not in found:
        return {"status": 404, "errors": {"code": "not_on_the_list"}}
    return {"status": 200}
