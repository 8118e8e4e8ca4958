"""Shapes of the network's API."""

from rest_framework import serializers

from network.import_reasons import reason_texts
from network.models import Appointment, Area, ImportBatch, ImportRow, Person


class AreaSerializer(serializers.ModelSerializer):
    """A place; `path` tells where it lies, `parent` is the path of the place around it."""

    parent = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = Area
        fields = ["kind", "code", "path", "parent", "name_hi", "name_en"]


class PersonSerializer(serializers.ModelSerializer):
    """A person; contact data is masked."""

    home_area = serializers.SlugRelatedField("path", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = Person
        fields = ["code", "name_hi", "name_en", "phone", "home_area", "languages", "preferred_channel", "status"]


class AppointmentSerializer(serializers.ModelSerializer):
    """A seat somebody holds: office × area × term."""

    person = serializers.SlugRelatedField("code", read_only=True)
    office = serializers.SlugRelatedField("code", read_only=True)
    area = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = Appointment
        fields = ["code", "person", "office", "area", "starts_on", "ends_on"]


class ImportBatchSerializer(serializers.ModelSerializer):
    """An uploaded sheet and where it stands."""

    area = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = ImportBatch
        fields = ["code", "kind", "status", "area", "file_name", "uploaded_at", "confirmed_at", "written_count"]


class ImportRowSerializer(serializers.ModelSerializer):
    """One row of a sheet with its verdict; `reasons` are codes, `reason_texts` sentences in the caller's language."""

    reason_texts = serializers.SerializerMethodField()

    class Meta:
        model = ImportRow
        fields = ["number", "verdict", "reasons", "reason_texts", "raw", "is_written"]

    def get_reason_texts(self, row: ImportRow) -> list[str]:
        return reason_texts(row.reasons)
