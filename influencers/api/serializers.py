"""Shapes of the API of influencers and teams."""

from rest_framework import serializers

from influencers.models import Handle, Influencer, Roster


class HandleSerializer(serializers.ModelSerializer):
    """A declared account."""

    class Meta:
        model = Handle
        fields = ["platform", "handle", "url"]


class InfluencerSerializer(serializers.ModelSerializer):
    """A public voice with its accounts."""

    person = serializers.SlugRelatedField("code", read_only=True)
    name_hi = serializers.CharField(source="person.name_hi", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    handles = HandleSerializer(many=True, read_only=True, source="current_handles")

    class Meta:
        model = Influencer
        fields = ["code", "person", "name_hi", "district", "stage", "subjects", "declared_followers", "handles"]


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
