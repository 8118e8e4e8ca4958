"""Shapes of the API of campaigns."""

from rest_framework import serializers

from campaigns.models import Angle, Assignment, Brief, CalendarEntry, CoverageCount, Fact, Post, Topic
from campaigns.models.coverage import COUNTED
from campaigns.services.topics import BriefText
from network.api.scope import ScopedSlugField
from network.models import Area
from network.rights import Feature


class CalendarEntrySerializer(serializers.ModelSerializer):
    """A day that comes back every year."""

    class Meta:
        model = CalendarEntry
        fields = ["code", "kind", "title_hi", "title_en", "month", "day", "person_name", "certainty", "lead_days"]


class FactSerializer(serializers.ModelSerializer):
    """A checked statement and its source."""

    class Meta:
        model = Fact
        fields = ["text", "source_title", "source_url"]
        extra_kwargs = {"source_url": {"required": False}}


class AngleSerializer(serializers.ModelSerializer):
    """A way to look at the topic, with the question to start from."""

    class Meta:
        model = Angle
        fields = ["title", "question"]


class BriefSerializer(serializers.ModelSerializer):
    """What people need to write in their own words; there is no text to paste."""

    facts = FactSerializer(many=True)
    angles = AngleSerializer(many=True)

    class Meta:
        model = Brief
        fields = ["language", "why_today", "do_not_say", "disclosure", "platforms", "facts", "angles"]

    def to_text(self, entered: dict) -> BriefText:
        """The entered brief as the service takes it."""
        return BriefText(
            why_today=entered["why_today"],
            do_not_say=entered.get("do_not_say", ""),
            disclosure=entered.get("disclosure", ""),
            language=entered.get("language", "hi"),
            platforms=entered.get("platforms", []),
            facts=[(fact["text"], fact["source_title"], fact.get("source_url", "")) for fact in entered["facts"]],
            angles=[(angle["title"], angle["question"]) for angle in entered["angles"]],
        )


class TopicSerializer(serializers.ModelSerializer):
    """A topic with its brief. Steps (clear, schedule, withdraw) are actions of their own."""

    area = ScopedSlugField(feature=Feature.TOPIC_WRITE, slug_field="path", queryset=Area.objects)
    calendar_entry = ScopedSlugField(
        feature=Feature.TOPIC_VIEW, slug_field="code", queryset=CalendarEntry.objects, required=False, allow_null=True
    )
    brief = BriefSerializer()
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Topic
        fields = [
            "code",
            "kind",
            "status",
            "title_hi",
            "title_en",
            "area",
            "calendar_entry",
            "occurs_on",
            "closes_at",
            "version",
            "release_at",
            "released_at",
            "kept_back",
            "brief",
        ]
        read_only_fields = ["code", "status", "release_at", "released_at", "kept_back"]


class ClearSerializer(serializers.Serializer):
    """The version that was read: only exactly that one is cleared."""

    version = serializers.IntegerField(min_value=1)


class ScheduleSerializer(serializers.Serializer):
    """The moment at which the topic goes out (ISO 8601)."""

    release_at = serializers.DateTimeField()


class AssignmentSerializer(serializers.ModelSerializer):
    """Who was asked to write on what; the person's own part. A no, and why, is told to nobody but the person."""

    topic = serializers.SlugRelatedField("code", read_only=True)
    influencer = serializers.SlugRelatedField("code", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    angle = AngleSerializer(read_only=True)

    class Meta:
        model = Assignment
        fields = [
            "code",
            "topic",
            "influencer",
            "district",
            "angle",
            "status",
            "offered_at",
            "seen_at",
            "answered_at",
            "claimed_at",
            "decline_reason",
        ]

    def to_representation(self, assignment: Assignment) -> dict[str, object]:
        """Before others a no looks like a brief that was seen, and later like one that lapsed."""
        shown = super().to_representation(assignment)
        user = self.context["request"].user
        if assignment.influencer.person.user_id != user.pk:
            is_no = assignment.status == Assignment.Status.DECLINED
            shown |= {"status": str(assignment.status_for(user)), "decline_reason": ""}
            shown |= {"answered_at": None} if is_no else {}
        return shown


class DeclineSerializer(serializers.Serializer):
    """Why, if the person cares to tell."""

    decline_reason = serializers.ChoiceField(
        choices=Assignment.Why.choices, required=False, allow_blank=True, default=""
    )


class SubmitSerializer(serializers.Serializer):
    """The link of the post, as it was pasted."""

    link = serializers.CharField(max_length=2000)


class PostSerializer(serializers.ModelSerializer):
    """The link that was handed in, and what a lead said of it."""

    assignment = serializers.SlugRelatedField("code", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Post
        fields = [
            "code",
            "assignment",
            "district",
            "platform",
            "url",
            "handle_match",
            "status",
            "submitted_at",
            "judged_at",
            "reason",
        ]


class RejectSerializer(serializers.Serializer):
    """Why the post does not count."""

    reason = serializers.CharField(max_length=200)


class CoverageSerializer(serializers.ModelSerializer):
    """Counts of one topic in one district; every number names the state it counts.

    How many said no is told only to who sees more than the district: whoever leads it could guess who it was.
    """

    topic = serializers.SlugRelatedField("code", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    declined = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta:
        model = CoverageCount
        fields = ["topic", "district", *COUNTED, "refreshed_at"]

    def to_representation(self, row: CoverageCount) -> dict[str, object]:
        """Without the count of those who said no, where the caller leads just this district."""
        paths = self.context["request"].user.paths_with(Feature.COVERAGE_VIEW)
        is_from_above = any(row.district.path.startswith(path) and row.district.path != path for path in paths)
        return super().to_representation(row) | ({} if is_from_above else {"declined": None})
