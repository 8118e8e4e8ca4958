"""Influencers, teams and consents in the Django admin."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from influencers import vetting_admin  # noqa: F401 - registers itself
from influencers.models import (
    Attendance,
    Consent,
    ConsentNotice,
    Course,
    Erasure,
    Handle,
    Influencer,
    Invitation,
    JoinPage,
    JoinRequest,
    Roster,
    RosterSeat,
    Training,
)
from influencers.services import influencers, own_consents, pipeline, roster_plans, rosters
from network.admin_scope import ClosedAdmin, ReadOnlyAdmin, ScopedAdmin
from network.rights import Feature


@admin.register(Influencer)
class InfluencerAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["person", "district", "stage", "declared_followers"]
    list_filter = ["stage"]
    list_select_related = ["person", "district"]
    search_fields = ["person__name_hi", "person__name_en", "code"]
    autocomplete_fields = ["person", "district"]
    fields = ["person", "district", "stage", "subjects", "declared_followers", "remark"]

    def get_readonly_fields(self, request: HttpRequest, obj: Influencer | None = None) -> list[str]:
        return ["person", "district"] if obj else ["stage"]

    def save_model(self, request: HttpRequest, obj: Influencer, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        if not change:
            entered = {name: form.cleaned_data[name] for name in ("subjects", "declared_followers", "remark")}
            saved = influencers.enter(obj.person, district=obj.district, by=request.user, **entered)
            obj.pk, obj.code = saved.pk, saved.code
            return
        stage = obj.stage
        obj.stage = form.initial["stage"]
        super().save_model(request, obj, form, change)
        if stage != obj.stage:
            pipeline.move(obj, stage, by=request.user, reason="admin")


@admin.register(Handle)
class HandleAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["influencer", "platform", "handle"]
    list_filter = ["platform"]
    list_select_related = ["influencer__person"]
    search_fields = ["handle"]
    autocomplete_fields = ["influencer"]
    fields = ["influencer", "platform", "handle"]

    def has_change_permission(self, request: HttpRequest, obj: Handle | None = None) -> bool:
        """An account is declared anew, not rewritten into another one."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Handle, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        saved = influencers.declare_handle(obj.influencer, obj.handle, platform=obj.platform, by=request.user)
        obj.pk = saved.pk


@admin.register(Roster)
class RosterAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["district", "least", "most"]
    list_select_related = ["district"]
    search_fields = ["district__name_hi", "district__name_en"]
    fields = ["district", "least", "most"]
    readonly_fields = ["district"]

    def save_model(self, request: HttpRequest, obj: Roster, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        roster_plans.set_range(obj, least=obj.least, most=obj.most, by=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(RosterSeat)
class RosterSeatAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["roster", "influencer", "kept_on", "joined_on", "left_on"]
    list_select_related = ["roster__district", "influencer__person"]
    autocomplete_fields = ["roster", "influencer"]
    fields = ["roster", "influencer"]
    actions = ["leave"]

    def has_change_permission(self, request: HttpRequest, obj: RosterSeat | None = None) -> bool:
        """A seat is taken and left, never rewritten."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: RosterSeat, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        obj.pk = rosters.join(obj.roster, obj.influencer, by=request.user).pk

    @admin.action(description=_("Leave the team today"))
    def leave(self, request: HttpRequest, rows) -> None:
        for seat in rows.live():
            rosters.leave(seat, by=request.user, reason="admin")


@admin.register(ConsentNotice)
class ConsentNoticeAdmin(ClosedAdmin):
    list_display = ["version", "published_at"]
    fields = ["text_hi", "text_en"]

    def has_change_permission(self, request: HttpRequest, obj: ConsentNotice | None = None) -> bool:
        """People consented to a text word for word: a new text is a new version."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: ConsentNotice, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        saved = own_consents.publish(text_hi=obj.text_hi, text_en=obj.text_en, by=request.user)
        obj.pk, obj.version = saved.pk, saved.version


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["person", "purpose", "notice", "channel", "given_at", "withdrawn_at"]
    list_filter = ["purpose"]
    list_select_related = ["person", "notice"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["person", "made_by", "made_at", "expires_at", "answered_at", "is_accepted"]
    list_select_related = ["person", "made_by"]
    exclude = ["token_hash"]


@admin.register(Course)
class CourseAdmin(ClosedAdmin):
    list_display = ["code", "title_hi", "title_en", "needed_for_stage"]

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> list[str]:
        """Offices name a course by its code, so it stays."""
        return ["code"] if obj else []


@admin.register(Training)
class TrainingAdmin(ReadOnlyAdmin):
    feature = Feature.TRAIN
    list_display = ["course", "area", "audience", "office", "starts_at", "status"]
    list_filter = ["status", "course"]
    list_select_related = ["course", "area", "office"]


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    feature = Feature.TRAIN
    list_display = ["person", "training", "invited_at", "attended_at", "checked_by"]
    list_select_related = ["person", "training__course", "checked_by"]


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnlyAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["name_hi", "district", "status", "asked_at", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["district", "decided_by"]


@admin.register(JoinPage)
class JoinPageAdmin(ReadOnlyAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["district", "short_code", "is_open"]
    list_select_related = ["district"]


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    """Counts only: what is sealed is shown on no page."""

    feature = Feature.PEOPLE_VIEW
    list_display = ["area", "erased_at"]
    list_select_related = ["area"]
    fields = ["area", "erased_at", "counts"]
