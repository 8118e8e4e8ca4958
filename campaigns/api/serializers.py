"""Shapes of the API of campaigns."""

from rest_framework import serializers

from campaigns.models import (
    Angle,
    Assignment,
    Brief,
    BriefVersion,
    CalendarEntry,
    Correction,
    CoverageCount,
    Fact,
    Post,
    Topic,
)
from campaigns.models.coverage import COUNTED
from campaigns.services.briefs import ANGLE_FIELDS, FACT_FIELDS, PLAIN_FIELDS, AngleText, BriefText, FactText, Line
from network.api.scope import ScopedSlugField
from network.models import Area
from network.rights import Feature


class FactSerializer(serializers.ModelSerializer):
    """A checked statement and its source; Hindi is needed, English may be empty."""

    class Meta:
        model = Fact
        fields = FACT_FIELDS


class AngleSerializer(serializers.ModelSerializer):
    """A way to look at the topic: the question to start from, its key facts (numbers from 1 on) and whom it suits."""

    class Meta:
        model = Angle
        fields = ANGLE_FIELDS


class LineSerializer(serializers.Serializer):
    """One line in both languages."""

    hi = serializers.CharField(max_length=1000)
    en = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class PublishedCorrectionSerializer(serializers.ModelSerializer):
    """What was wrong in the brief and what is right, since when."""

    class Meta:
        model = Correction
        fields = ["code", "wrong_hi", "wrong_en", "right_hi", "right_en", "published_at"]


class BriefSerializer(serializers.ModelSerializer):
    """What people need to write in their own words; there is no text to paste."""

    topic = serializers.SlugRelatedField("code", read_only=True)
    version = serializers.IntegerField(source="topic.version", read_only=True)
    do_not_say = LineSerializer(many=True, required=False)
    facts = FactSerializer(many=True)
    angles = AngleSerializer(many=True)
    corrections = PublishedCorrectionSerializer(source="topic.shown_corrections", many=True, read_only=True)

    class Meta:
        model = Brief
        fields = ["topic", "version", *PLAIN_FIELDS, "do_not_say", "facts", "angles", "corrections"]

    def to_text(self, entered: dict) -> BriefText:
        """The entered brief as the service takes it."""
        return BriefText(
            why_today_hi=entered["why_today_hi"],
            facts=[FactText(**fact) for fact in entered["facts"]],
            angles=[AngleText(**angle) for angle in entered["angles"]],
            do_not_say=[Line(**line) for line in entered.get("do_not_say", [])],
            **{name: entered[name] for name in PLAIN_FIELDS if name in entered and name != "why_today_hi"},
        )


STEPS = ["written_at", "cleared_at", "scheduled_at", "release_at", "released_at", "closed_at", "withdrawn_at"]


class TopicSerializer(serializers.ModelSerializer):
    """A topic with its brief. Steps (clear, schedule, push, close, withdraw) are actions of their own."""

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
            "opens_at",
            "closes_at",
            "version",
            *STEPS,
            "kept_back",
            "brief",
        ]
        read_only_fields = ["code", "status", *STEPS, "kept_back"]


class TopicEditSerializer(TopicSerializer):
    """A draft as it is to stand, and the version that was read: somebody else's edit is never overwritten."""

    version = serializers.IntegerField(min_value=1, write_only=True)


class BriefVersionSerializer(serializers.ModelSerializer):
    """A topic and its brief as they were saved."""

    by = serializers.SlugRelatedField("username", read_only=True)

    class Meta:
        model = BriefVersion
        fields = ["number", "kind", "by", "at", "snapshot"]


class ChangedFactSerializer(FactSerializer):
    """A fact of that number as it is to stand."""

    number = serializers.IntegerField(min_value=1)

    class Meta(FactSerializer.Meta):
        fields = ["number", *FACT_FIELDS]


class CorrectionSerializer(serializers.ModelSerializer):
    """A mistake in a brief that is out: written by one person, published by another."""

    topic = ScopedSlugField(feature=Feature.TOPIC_WRITE, slug_field="code", queryset=Topic.objects)
    version = serializers.IntegerField(
        min_value=1, write_only=True, help_text="The version of the topic that was read."
    )
    facts = ChangedFactSerializer(many=True, required=False)

    class Meta:
        model = Correction
        fields = [
            "code",
            "topic",
            "status",
            "version",
            "corrects",
            "wrong_hi",
            "wrong_en",
            "right_hi",
            "right_en",
            "facts",
            "written_at",
            "published_at",
        ]
        read_only_fields = ["code", "status", "corrects", "written_at", "published_at"]


class ClearSerializer(serializers.Serializer):
    """The version that was read: only exactly that one is cleared."""

    version = serializers.IntegerField(min_value=1)


class ScheduleSerializer(serializers.Serializer):
    """The moment at which the topic goes out (ISO 8601)."""

    release_at = serializers.DateTimeField()


class AskedAngleSerializer(serializers.ModelSerializer):
    """The angle a person was asked to write from, in the caller's language."""

    title = serializers.CharField(read_only=True)
    question = serializers.CharField(read_only=True)

    class Meta:
        model = Angle
        fields = ["title", "question"]


class AssignmentSerializer(serializers.ModelSerializer):
    """Who was asked to write on what; the person's own part. A no, and why, is told to nobody but the person."""

    topic = serializers.SlugRelatedField("code", read_only=True)
    influencer = serializers.SlugRelatedField("code", read_only=True)
    district = serializers.SlugRelatedField("code", read_only=True)
    angle = AskedAngleSerializer(read_only=True)

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


class VerifySerializer(serializers.Serializer):
    """Whether both texts were read, where the post's text is 90 % like another one."""

    has_compared = serializers.BooleanField(default=False)


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
