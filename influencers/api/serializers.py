"""Shapes of the API of teams."""

from rest_framework import serializers

from influencers.models import Roster


class RosterSerializer(serializers.ModelSerializer):
    """A district's team; `light` says vacant, thin, full or over."""

    district = serializers.SlugRelatedField("code", read_only=True)
    district_name_hi = serializers.CharField(source="district.name_hi", read_only=True)
    member_count = serializers.IntegerField(read_only=True)
    consenting_count = serializers.IntegerField(read_only=True)
    light = serializers.SerializerMethodField()

    class Meta:
        model = Roster
        fields = ["district", "district_name_hi", "least", "most", "member_count", "consenting_count", "light"]

    def get_light(self, roster: Roster) -> str:
        return roster.light(roster.member_count)
