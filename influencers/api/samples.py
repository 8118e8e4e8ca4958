"""The API of audiences: what was seen of accounts, newest first, and entering it by hand."""

import django_filters
from rest_framework import mixins, serializers
from rest_framework.parsers import JSONParser, MultiPartParser

from influencers.models import AudienceSample, Grade, Handle
from influencers.platforms import Platform
from influencers.services import audiences
from network.api.scope import ScopedViewSet
from network.rights import Feature

MOST = 2_000_000_000


class SampleSerializer(serializers.ModelSerializer):
    """One look at an account, which platform and handle name. What was not seen is null."""

    platform = serializers.ChoiceField(choices=Platform.choices, source="handle.platform")
    handle = serializers.CharField(max_length=120, source="handle.handle")
    influencer = serializers.CharField(source="handle.influencer.code", read_only=True)
    followers = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    post_count = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    interactions = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=MOST), max_length=audiences.MOST_POSTS, required=False
    )
    period_days = serializers.IntegerField(min_value=1, max_value=3_650, required=False, allow_null=True)
    grade = serializers.ChoiceField(choices=Grade.choices)
    screenshot = serializers.FileField(write_only=True, required=False)
    picture = serializers.CharField(source="screenshot.code", read_only=True, default=None)

    class Meta:
        model = AudienceSample
        fields = [
            "id",
            "influencer",
            "platform",
            "handle",
            "taken_at",
            "followers",
            "post_count",
            "interactions",
            "period_days",
            "grade",
            "source",
            "source_url",
            "screenshot",
            "picture",
        ]
        validators: list = []  # the service says what is recorded already

    def validate(self, entered: dict) -> dict:
        """Find the account among those that the caller may enter numbers for; others look like missing ones."""
        rows = Handle.objects.visible_to(self.context["request"].user, Feature.ROSTER_EDIT)
        found = rows.select_related("influencer__district").filter(**entered.pop("handle")).first()
        if found is None:
            raise serializers.ValidationError(
                {"handle": serializers.SlugRelatedField.default_error_messages["invalid"]}
            )
        return entered | {"handle": found}


class SampleFilter(django_filters.FilterSet):
    """`influencer` is a code; `since` and `until` are moments."""

    influencer = django_filters.CharFilter(field_name="handle__influencer__code")
    platform = django_filters.ChoiceFilter(field_name="handle__platform", choices=Platform.choices)
    handle = django_filters.CharFilter(field_name="handle__handle")
    since = django_filters.IsoDateTimeFilter(field_name="taken_at", lookup_expr="gte")
    until = django_filters.IsoDateTimeFilter(field_name="taken_at", lookup_expr="lt")

    class Meta:
        model = AudienceSample
        fields = ["influencer", "platform", "handle", "grade", "since", "until"]


class SampleViewSet(mixins.ListModelMixin, mixins.CreateModelMixin, ScopedViewSet):
    """What was seen of the accounts of the caller's areas; entered by hand, never changed."""

    model, feature = AudienceSample, Feature.PEOPLE_VIEW
    serializer_class = SampleSerializer
    filterset_class = SampleFilter
    parser_classes = [JSONParser, MultiPartParser]

    def related(self, rows):
        return rows.select_related("handle__influencer", "screenshot").defer("screenshot__content")

    def perform_create(self, serializer: SampleSerializer) -> None:
        serializer.instance = audiences.record(**serializer.validated_data, by=self.request.user)
