"""The API of teams: how they stand and why, who is in them on which day, changes, range, targets."""

import django_filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from influencers.health import tell
from influencers.models import Health, Influencer, Roster, RosterSeat, RosterTarget
from influencers.services import roster_plans, rosters
from network.api.scope import ScopedSlugField, ScopedViewSet
from network.api.writing import UpdateMixin
from network.models import Area
from network.rights import Feature, require


class LightReasonSerializer(serializers.Serializer):
    """Why a light is not green, and what would turn it green, in the language of the request."""

    code = serializers.CharField()
    reason = serializers.CharField()
    remedy = serializers.CharField()


class RosterSerializer(serializers.ModelSerializer):
    """A district's team; `light` is green, yellow or red, `size` vacant, thin, full or over. Kept places are no members."""

    district = serializers.SlugRelatedField("code", read_only=True)
    district_name_hi = serializers.CharField(source="district.name_hi", read_only=True)
    member_count = serializers.IntegerField(read_only=True)
    kept_count = serializers.IntegerField(read_only=True)
    light = serializers.CharField(source="health", read_only=True)
    size = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Roster
        fields = [
            "district", "district_name_hi", "least", "most", "member_count", "kept_count", "light", "size", "reasons",
        ]  # fmt: skip

    def get_size(self, roster: Roster) -> str:
        return roster.light(roster.member_count)

    @extend_schema_field(LightReasonSerializer(many=True))
    def get_reasons(self, roster: Roster) -> list[dict]:
        return [vars(told) for told in tell(roster.reasons)]


class SeatSerializer(serializers.ModelSerializer):
    """A place in a team: kept since, member since, until; who gave it and why it ended."""

    influencer = serializers.SlugRelatedField("code", read_only=True)
    name_hi = serializers.CharField(source="influencer.person.name_hi", read_only=True)
    stage = serializers.CharField(source="influencer.stage", read_only=True)
    subjects = serializers.ListField(source="influencer.subjects", read_only=True, child=serializers.CharField())
    is_member = serializers.BooleanField(read_only=True)

    class Meta:
        model = RosterSeat
        fields = [
            "influencer", "name_hi", "stage", "subjects", "is_member", "kept_on", "joined_on", "left_on", "placed_why",
            "ended_why",
        ]  # fmt: skip


class ChangeSerializer(serializers.Serializer):
    """Who, and why."""

    influencer = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.PEOPLE_VIEW)
    reason = serializers.CharField(max_length=200, required=False, default="")


class ReplaceSerializer(ChangeSerializer):
    """Who goes, who comes, and why."""

    by = ScopedSlugField(slug_field="code", queryset=Influencer.objects, feature=Feature.PEOPLE_VIEW)


@extend_schema_field(str)
class TeamField(ScopedSlugField):
    """A team, by the code of its district."""


class MoveSerializer(ChangeSerializer):
    """Who moves to the team of which district, and why."""

    roster = TeamField(slug_field="district__code", queryset=Roster.objects, feature=Feature.PEOPLE_VIEW)


class DaySerializer(serializers.Serializer):
    """A day."""

    on = serializers.DateField(required=False)


class RosterFilter(django_filters.FilterSet):
    """`light` is green, yellow or red; `within` the path of an area."""

    light = django_filters.ChoiceFilter(field_name="health", choices=Health)
    within = django_filters.CharFilter(field_name="district__path", lookup_expr="startswith")

    class Meta:
        model = Roster
        fields = ["light", "within"]


class RosterViewSet(UpdateMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The teams of the caller's districts. The range is changed by PATCH, from above the district."""

    model, feature = Roster, Feature.PEOPLE_VIEW
    serializer_class = RosterSerializer
    lookup_field = "district__code"
    lookup_url_kwarg = "code"
    filterset_class = RosterFilter
    http_method_names = ["get", "head", "options", "post", "patch"]

    def related(self, rows):
        return rows.with_counts().select_related("district__parent")

    def apply(self, row: Roster, changes: dict[str, object]) -> Roster:
        """Ask the service for the new range."""
        new = {"least": row.least, "most": row.most} | changes
        roster_plans.set_range(row, **new, by=self.request.user)
        return self.get_object()

    @extend_schema(parameters=[OpenApiParameter("on", str, description="a day: who was a member on it")],
                   responses=SeatSerializer(many=True))  # fmt: skip
    @action(detail=True, filter_backends=[])
    def members(self, request: Request, code: str) -> Response:
        """The members and the places kept now; with ?on= the members of that day."""
        day = DaySerializer(data=request.query_params)
        day.is_valid(raise_exception=True)
        seats = RosterSeat.objects.visible_to(request.user, self.feature).filter(roster=self.get_object())
        seats = seats.members_on(day.validated_data["on"]) if "on" in day.validated_data else seats.live()
        page = self.paginate_queryset(seats.select_related("influencer__person"))
        return self.get_paginated_response(SeatSerializer(page, many=True).data)

    @extend_schema(request=ChangeSerializer, responses=SeatSerializer)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, code: str) -> Response:
        """Keep a place for somebody; who said yes to briefs already is a member at once."""
        roster, entered = self._roster(), self._entered(ChangeSerializer)
        return _answer(rosters.join(roster, entered.pop("influencer"), **entered, by=request.user))

    @extend_schema(request=ChangeSerializer, responses=SeatSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, code: str) -> Response:
        """End somebody's place today."""
        roster, entered = self._roster(), self._entered(ChangeSerializer)
        return _answer(rosters.leave(self._seat(roster, entered.pop("influencer")), **entered, by=request.user))

    @extend_schema(request=ReplaceSerializer, responses=SeatSerializer)
    @action(detail=True, methods=["post"])
    def replace(self, request: Request, code: str) -> Response:
        """Let one go and another come, in one step; a reason is needed."""
        roster, entered = self._roster(), self._entered(ReplaceSerializer)
        seat = self._seat(roster, entered["influencer"])
        return _answer(rosters.replace(seat, entered["by"], reason=entered["reason"], by=request.user))

    @extend_schema(request=MoveSerializer, responses=SeatSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, code: str) -> Response:
        """Move somebody to the team of another district, from above both; a reason is needed."""
        roster, entered = self._roster(), self._entered(MoveSerializer)
        seat = self._seat(roster, entered["influencer"])
        return _answer(rosters.move(seat, entered["roster"], reason=entered["reason"], by=request.user))

    def _roster(self) -> Roster:
        roster = self.get_object()
        require(self.request.user, Feature.ROSTER_EDIT, roster.district)
        return roster

    def _entered(self, shape: type[serializers.Serializer]) -> dict:
        entered = shape(data=self.request.data, context={"request": self.request})
        entered.is_valid(raise_exception=True)
        return dict(entered.validated_data)

    def _seat(self, roster: Roster, influencer: Influencer) -> RosterSeat:
        seats = RosterSeat.objects.visible_to(self.request.user, self.feature).live().filter(roster=roster)
        seat = seats.filter(influencer=influencer).select_related("roster__district__parent", "influencer").first()
        if seat is None:
            raise serializers.ValidationError({"influencer": ["not in this team"]})
        return seat


class TargetSerializer(serializers.ModelSerializer):
    """How many members the teams of an area (by its path) are to have by a day."""

    area = ScopedSlugField(slug_field="path", queryset=Area.objects, feature=Feature.PEOPLE_VIEW)
    due_on = serializers.DateField()

    class Meta:
        model = RosterTarget
        fields = ["id", "area", "due_on", "member_count", "set_at"]
        read_only_fields = ["set_at"]
        validators: list = []  # the same day again replaces the number


class TargetFilter(django_filters.FilterSet):
    """`area` is the path of the area that the targets are for."""

    area = django_filters.CharFilter(field_name="area__path")

    class Meta:
        model = RosterTarget
        fields = ["area"]


class RosterTargetViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, mixins.DestroyModelMixin, ScopedViewSet
):
    """The targets of teams in the caller's areas; the same day again replaces the number."""

    model, feature = RosterTarget, Feature.PEOPLE_VIEW
    serializer_class = TargetSerializer
    lookup_field = "pk"
    lookup_url_kwarg = "code"
    filterset_class = TargetFilter

    def related(self, rows):
        return rows.select_related("area")

    def perform_create(self, serializer: TargetSerializer) -> None:
        serializer.instance = roster_plans.set_target(**serializer.validated_data, by=self.request.user)

    def perform_destroy(self, instance: RosterTarget) -> None:
        roster_plans.drop_target(instance, by=self.request.user)


def _answer(seat: RosterSeat) -> Response:
    return Response(SeatSerializer(seat).data)
