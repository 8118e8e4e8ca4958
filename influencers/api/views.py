"""The API of teams."""

from rest_framework import mixins

from influencers.api.serializers import RosterSerializer
from influencers.models import Roster
from network.api.scope import ScopedViewSet
from network.rights import Feature


class RosterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """The teams of the caller's districts."""

    model, feature = Roster, Feature.PEOPLE_VIEW
    serializer_class = RosterSerializer
    lookup_field = "district__code"
    lookup_url_kwarg = "code"

    def related(self, rows):
        return rows.with_counts().select_related("district")
