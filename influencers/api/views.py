"""The API of influencers."""

import django_filters
from rest_framework import mixins

from influencers.api.serializers import InfluencerSerializer
from influencers.models import Influencer
from network.api.scope import ScopedViewSet
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
