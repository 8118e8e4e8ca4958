"""Calendar, topics, outbox and posts in the Django admin."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.channel_forms import OfficeInboxForm
from campaigns.models import (
    Angle,
    Assignment,
    Blackout,
    Brief,
    BriefVersion,
    CalendarEntry,
    ChannelAddress,
    Correction,
    CoverageCount,
    Delivery,
    Fact,
    HandOver,
    OfficeInbox,
    OfficeNotice,
    PlannedAsk,
    Poll,
    Post,
    Segment,
    Topic,
    TopicAudience,
)
from campaigns.services import brief_links, briefs, calendar, office_notices, posts, topics
from network.admin_scope import ReadOnlyAdmin, ScopedAdmin
from network.rights import Feature


@admin.register(CalendarEntry)
class CalendarEntryAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["title_hi", "title_en", "kind", "recurrence", "month", "day", "starts_on", "certainty"]
    list_filter = ["kind", "recurrence", "certainty", "month"]
    search_fields = ["title_hi", "title_en", "person_name"]
    autocomplete_fields = ["area"]
    fields = ["area", *calendar.EDITABLE]

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarEntry | None = None) -> list[str]:
        return ["area"] if obj else []

    def save_model(self, request: HttpRequest, obj: CalendarEntry, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        entered = {name: form.cleaned_data[name] for name in calendar.EDITABLE}
        if change:
            calendar.change(obj, by=request.user, **entered)
        else:
            obj.pk = calendar.enter(obj.area, by=request.user, **entered).pk


@admin.register(Topic)
class TopicAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["title_hi", "kind", "status", "area", "release_at", "written_by", "cleared_by"]
    list_filter = ["status", "kind"]
    list_select_related = ["area", "written_by", "cleared_by"]
    search_fields = ["title_hi", "title_en", "code"]
    fields = [
        "kind",
        "title_hi",
        "title_en",
        "occurs_on",
        "closes_at",
        "area",
        "status",
        "written_by",
        "cleared_by",
        "release_at",
    ]
    readonly_fields = ["area", "status", "written_by", "cleared_by", "release_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A topic is written with its brief, on its own page."""
        return False

    def save_model(self, request: HttpRequest, obj: Topic, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        entered = {name: form.cleaned_data[name] for name in ("kind", "title_hi", "title_en", "occurs_on", "closes_at")}
        topics.edit(obj, version=obj.version, brief=briefs.text_of(obj.brief), by=request.user, **entered)


class FactInline(admin.TabularInline):
    model = Fact
    formfield_overrides = ScopedAdmin.formfield_overrides
    fields = ["position", "text_hi", "text_en", "source_title_hi", "source_title_en", "source_url", "source_on"]
    extra = 1


class AngleInline(admin.TabularInline):
    model = Angle
    fields = ["position", "title_hi", "title_en", "question_hi", "question_en", "key_facts"]
    extra = 1


@admin.register(Brief)
class BriefAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["topic", "platforms"]
    list_select_related = ["topic"]
    fields = [
        "topic",
        "why_today_hi",
        "why_today_en",
        "do_not_say",
        "disclosure_hi",
        "disclosure_en",
        "platforms",
    ]
    readonly_fields = ["topic", "do_not_say"]
    inlines = [FactInline, AngleInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Brief | None = None) -> bool:
        """What went out is not rewritten."""
        return super().has_change_permission(request, obj) and (obj is None or obj.topic.status in ("draft", "cleared"))

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:  # noqa: FBT001
        """Save facts and angles, then count the whole as an edit: it has to be cleared (again) by somebody else."""
        super().save_related(request, form, formsets, change)
        topic = form.instance.topic
        fields = {name: getattr(topic, name) for name in ("kind", "title_hi", "title_en", "occurs_on", "closes_at")}
        topics.edit(topic, version=topic.version, brief=briefs.text_of(form.instance), by=request.user, **fields)


@admin.register(BriefVersion)
class BriefVersionAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_WRITE
    list_display = ["topic", "number", "kind", "by", "at"]
    list_filter = ["kind"]
    list_select_related = ["topic", "by"]


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["topic", "status", "wrong_hi", "written_by", "published_by", "published_at"]
    list_filter = ["status"]
    list_select_related = ["topic", "written_by", "published_by"]


@admin.register(Blackout)
class BlackoutAdmin(ReadOnlyAdmin):
    """To read; pauses are declared, and polls entered, on their own pages, where the rules are."""

    feature = Feature.TOPIC_VIEW
    list_display = ["area", "reason", "starts_at", "ends_at", "note"]
    list_filter = ["reason"]
    list_select_related = ["area"]


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["title_hi", "body", "phase", "area", "closes_at"]
    list_filter = ["body"]
    list_select_related = ["area"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    feature = Feature.COVERAGE_VIEW
    list_display = ["topic", "influencer", "district", "status", "offered_at"]
    list_filter = ["status"]
    list_select_related = ["topic", "influencer__person", "district"]
    actions = ["revoke_link"]

    @admin.action(description=_("Revoke the brief link"))
    def revoke_link(self, request: HttpRequest, rows) -> None:
        for assignment in rows:
            brief_links.revoke(assignment, by=request.user)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    feature = Feature.COVERAGE_VIEW
    list_display = ["key", "channel", "purpose", "status", "due_at", "held_by", "attempts", "stop_reason", "last_error"]
    list_filter = ["status", "channel", "purpose", "held_by"]


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    feature = Feature.POST_VERIFY
    list_display = ["url", "platform", "district", "status", "handle_match", "submitted_at", "judged_by"]
    list_filter = ["status", "platform"]
    list_select_related = ["district", "judged_by"]
    actions = ["verify"]

    @admin.action(description=_("Verify"))
    def verify(self, request: HttpRequest, rows) -> None:
        for post in rows:
            posts.verify(post, by=request.user)


@admin.register(CoverageCount)
class CoverageCountAdmin(ReadOnlyAdmin):
    feature = Feature.COVERAGE_VIEW
    list_display = ["topic", "district", "offered", "seen", "accepted", "claimed", "verified", "rejected", "lapsed"]
    list_select_related = ["topic", "district"]


@admin.register(ChannelAddress)
class ChannelAddressAdmin(ReadOnlyAdmin):
    """Who can be reached how; the addresses themselves are sealed and shown to nobody."""

    feature = Feature.CONTACT_OPEN
    list_display = ["person", "channel", "verified_at", "suspended_at", "why", "failures"]
    list_filter = ["channel", "why"]
    list_select_related = ["person"]
    fields = ["person", "channel", "verified_at", "suspended_at", "why", "failures"]


@admin.register(HandOver)
class HandOverAdmin(ReadOnlyAdmin):
    feature = Feature.ROSTER_EDIT
    list_display = ["assignment", "by", "at"]
    list_select_related = ["assignment__topic", "assignment__influencer__person", "by"]


@admin.register(OfficeInbox)
class OfficeInboxAdmin(ScopedAdmin):
    """Operators enter where an office wants notices; the address is sealed and not shown again."""

    feature = Feature.TOPIC_SCHEDULE
    form = OfficeInboxForm
    list_display = ["name", "area", "scheme", "is_on"]
    list_select_related = ["area"]
    autocomplete_fields = ["area"]

    def save_model(self, request: HttpRequest, obj: OfficeInbox, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        office_notices.enter(obj, url=form.cleaned_data["url"], by=request.user)


@admin.register(OfficeNotice)
class OfficeNoticeAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_SCHEDULE
    list_display = ["key", "inbox", "topic", "status", "due_at", "sent_at", "attempts"]
    list_select_related = ["inbox", "topic"]


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_WRITE
    list_display = ["name", "area", "source", "office", "made_by", "made_at", "retired_at"]
    list_filter = ["source"]
    list_select_related = ["area", "office", "made_by"]
    search_fields = ["name"]


@admin.register(TopicAudience)
class TopicAudienceAdmin(ReadOnlyAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["topic", "segment", "wanted", "answer_hours"]
    list_select_related = ["topic", "segment"]


@admin.register(PlannedAsk)
class PlannedAskAdmin(ReadOnlyAdmin):
    feature = Feature.ROSTER_EDIT
    list_display = ["topic", "influencer", "angle", "district", "is_locked", "locked_by"]
    list_filter = ["is_locked"]
    list_select_related = ["topic", "influencer__person", "angle", "district", "locked_by"]
