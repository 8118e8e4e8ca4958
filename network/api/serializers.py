"""Shapes of the network's API."""

from rest_framework import serializers

from network.api.scope import ScopedSlugField
from network.import_reasons import reason_texts
from network.models import Appointment, Area, Cell, ImportBatch, ImportRow, Office, Person
from network.rights import Feature
from network.services import offices


class PlainReadingMixin:
    """Reads rows of long lists without asking every field of every row whether it is None or a relation.

    For serializers whose fields are plain values, or override `get_attribute` and give values that JSON knows.
    """

    def to_representation(self, instance: object) -> dict[str, object]:
        """The row as a mapping of plain values."""
        return {field.field_name: field.get_attribute(instance) for field in self._readable_fields}


class ChosenFieldsMixin:
    """Answers with the fields named in ?fields=code,name_hi only; names that don't exist are ignored."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        request = self.context.get("request")
        chosen = request.query_params.get("fields") if request and request.method == "GET" else None
        return {name: fields[name] for name in fields if name in chosen.split(",")} if chosen else fields


class AreaSerializer(ChosenFieldsMixin, serializers.ModelSerializer):
    """A place; `path` tells where it lies, `electoral_path` to which seats it belongs, the parents are paths, too."""

    parent = serializers.SlugRelatedField("path", read_only=True)
    electoral_parent = serializers.SlugRelatedField("electoral_path", read_only=True)

    class Meta:
        model = Area
        fields = [
            "kind",
            "code",
            "path",
            "parent",
            "electoral_path",
            "electoral_parent",
            "name_hi",
            "name_en",
            "former_names",
            "since",
            "ended_on",
        ]


class CellSerializer(ChosenFieldsMixin, serializers.ModelSerializer):
    """A unit beside the tree; `area` is the path of the area that it belongs to."""

    area = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = Cell
        fields = ["code", "kind", "area", "name_hi", "name_en", "is_closed"]


class OfficeSerializer(ChosenFieldsMixin, serializers.ModelSerializer):
    """A kind of post, what it grants, and which offices fill it (empty: whoever may appoint there)."""

    appointers = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Office
        fields = [
            "code",
            "title_hi",
            "title_en",
            "area_kind",
            "seats",
            "committee",
            "is_social_media",
            "is_for_cells",
            "features",
            "needs_second_person",
            "required_training",
            "appointers",
        ]


class HomeField(ScopedSlugField):
    """The path of an area comes in; the path that the person's row repeats goes out, without asking for the area."""

    def get_attribute(self, instance: Person) -> str:
        """The path of the home area."""
        return instance.home_path

    def to_representation(self, path: str) -> str:
        """As it is."""
        return path


class MaskedPhoneField(serializers.CharField):
    """A number in any way of writing comes in, the masked one goes out."""

    def get_attribute(self, instance: Person) -> str:
        """What everybody may see of it."""
        return instance.masked_phone


class PersonSerializer(PlainReadingMixin, ChosenFieldsMixin, serializers.ModelSerializer):
    """A person. Contact data is written, and answered masked: `phone` in, "+91 ••••• ••345" out; `email` is never answered."""

    home_area = HomeField(slug_field="path", queryset=Area.objects, feature=Feature.PEOPLE_EDIT)
    phone = MaskedPhoneField(max_length=40, required=False, allow_blank=True)
    email = serializers.EmailField(write_only=True, required=False, allow_blank=True)

    class Meta:
        model = Person
        fields = [
            "code",
            "name_hi",
            "name_en",
            "gender",
            "phone",
            "email",
            "home_area",
            "languages",
            "preferred_channel",
            "status",
        ]
        extra_kwargs = {"languages": {"required": False}}


class AppointmentSerializer(ChosenFieldsMixin, serializers.ModelSerializer):
    """A seat somebody holds: office × area × term. A deputy names the appointment it stands in for, and has no seat.

    `cell` is the code of a cell of the area, for the offices of cells.
    """

    person = ScopedSlugField(slug_field="code", queryset=Person.objects, feature=Feature.PEOPLE_VIEW)
    office = serializers.SlugRelatedField("code", queryset=offices.listed())
    area = ScopedSlugField(slug_field="path", queryset=Area.objects, feature=Feature.AREA_VIEW)
    cell = ScopedSlugField(
        slug_field="code", queryset=Cell.objects, feature=Feature.AREA_VIEW, required=False, allow_null=True
    )
    deputy_for = serializers.SlugRelatedField("code", read_only=True)
    is_confirmed = serializers.SerializerMethodField()

    class Meta:
        model = Appointment
        fields = [
            "code",
            "person",
            "office",
            "area",
            "cell",
            "seat",
            "deputy_for",
            "starts_on",
            "ends_on",
            "trained_on",
            "reason",
            "is_confirmed",
        ]
        read_only_fields = ["seat"]
        extra_kwargs = {"starts_on": {"required": False}}
        validators = []  # the service and the constraints of the database have the last word

    def get_is_confirmed(self, row: Appointment) -> bool:
        return row.confirmed_by_id is not None or not row.office.needs_second_person


class UploadSerializer(serializers.Serializer):
    """A list of people, a team list, or directory files of areas (several at once)."""

    kind = serializers.ChoiceField(choices=ImportBatch.Kind)
    sheet = serializers.ListField(child=serializers.FileField(allow_empty_file=True), min_length=1, max_length=20)


class WriteSerializer(serializers.Serializer):
    """Which doubtful rows are written besides the good ones: their numbers, or all of them."""

    include = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, default=list)
    all_doubtful = serializers.BooleanField(required=False, default=False)


class EndSerializer(serializers.Serializer):
    """Why an appointment ends."""

    reason = serializers.CharField(max_length=200, required=False, default="")


class ImportBatchSerializer(ChosenFieldsMixin, serializers.ModelSerializer):
    """An uploaded sheet and where it stands."""

    area = serializers.SlugRelatedField("path", read_only=True)

    class Meta:
        model = ImportBatch
        fields = [
            "code",
            "kind",
            "status",
            "problem",
            "area",
            "file_name",
            "uploaded_at",
            "confirmed_at",
            "written_count",
        ]


class ImportRowSerializer(serializers.ModelSerializer):
    """One row of a sheet with its verdict; `reasons` are codes, `reason_texts` sentences in the caller's language."""

    reason_texts = serializers.SerializerMethodField()

    class Meta:
        model = ImportRow
        fields = ["number", "verdict", "reasons", "reason_texts", "raw", "is_written"]

    def get_reason_texts(self, row: ImportRow) -> list[str]:
        return reason_texts(row.reasons)
