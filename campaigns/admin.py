"""Calendar, topics, outbox and posts in the Django admin."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    Angle,
    Assignment,
    Blackout,
    Brief,
    CalendarEntry,
    CoverageCount,
    Delivery,
    Fact,
    PlannedAsk,
    Post,
    Segment,
    Topic,
    TopicAudience,
)
from campaigns.services import blackouts, brief_links, posts, topics
from network.admin_scope import ReadOnlyAdmin, ScopedAdmin
from network.rights import Feature


@admin.register(CalendarEntry)
class CalendarEntryAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["title_hi", "title_en", "kind", "month", "day", "certainty"]
    list_filter = ["kind", "certainty", "month"]
    search_fields = ["title_hi", "title_en", "person_name"]
    autocomplete_fields = ["area"]


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
        topics.edit(obj, version=obj.version, brief=topics.text_of(obj.brief), by=request.user, **entered)


class FactInline(admin.TabularInline):
    model = Fact
    formfield_overrides = ScopedAdmin.formfield_overrides
    fields = ["position", "text", "source_title", "source_url"]
    extra = 1


class AngleInline(admin.TabularInline):
    model = Angle
    fields = ["position", "title", "question"]
    extra = 1


@admin.register(Brief)
class BriefAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["topic", "language"]
    list_select_related = ["topic"]
    fields = ["topic", "language", "why_today", "do_not_say", "disclosure", "platforms"]
    readonly_fields = ["topic"]
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
        topics.edit(topic, version=topic.version, brief=topics.text_of(form.instance), by=request.user, **fields)


@admin.register(Blackout)
class BlackoutAdmin(ScopedAdmin):
    feature = Feature.TOPIC_VIEW
    list_display = ["area", "reason", "starts_at", "ends_at", "note"]
    list_filter = ["reason"]
    list_select_related = ["area"]
    autocomplete_fields = ["area"]

    def save_model(self, request: HttpRequest, obj: Blackout, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = blackouts.declare(
                obj.area,
                starts_at=obj.starts_at,
                ends_at=obj.ends_at,
                reason=obj.reason,
                note=obj.note,
                by=request.user,
            ).pk


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
    list_display = ["key", "channel", "purpose", "status", "due_at", "attempts", "stop_reason", "last_error"]
    list_filter = ["status", "channel", "purpose"]


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
