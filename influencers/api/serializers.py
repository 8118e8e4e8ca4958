"""Shapes of the API of influencers."""

from rest_framework import serializers

from influencers.models import Handle, Influencer


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
    handles = HandleSerializer(many=True, read_only=True)

    class Meta:
        model = Influencer
        fields = ["code", "person", "name_hi", "district", "stage", "subjects", "declared_followers", "handles"]
