"""Rubrics, score cards and numbers of audiences in the Django admin."""

from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from influencers.models import AudienceSample, Criterion, Rubric, Score, ScoreCard
from influencers.services import rubrics
from network.admin_scope import ClosedAdmin, ReadOnlyAdmin
from network.rights import Feature


class CriterionInline(admin.TabularInline):
    """The criteria of a version: entered with it, read afterwards."""

    model = Criterion
    extra = 7
    fields = ["code", *rubrics.TEXTS, "needs_link"]

    def has_add_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return obj is None

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return False


@admin.register(Rubric)
class RubricAdmin(ClosedAdmin):
    """A new version is published as a whole; those that are published are read."""

    list_display = ["version", "published_at"]
    exclude = ["version"]
    inlines = [CriterionInline]

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Rubric, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        """Nothing yet: version and criteria are written together."""

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: list[BaseInlineFormSet],
        change: bool,  # noqa: FBT001
    ) -> None:
        entered = [row.cleaned_data for formset in formsets for row in formset if row.has_changed()]
        saved = rubrics.publish(entered, by=request.user)
        form.instance.pk, form.instance.version = saved.pk, saved.version

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list, *args: object, **kwargs: object
    ) -> list:
        """The service wrote the rows, so the formsets know of none."""
        return [{"added": {}}]


class ScoreInline(admin.TabularInline):
    model = Score
    fields = ["criterion", "points", "reason", "links"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: ScoreCard | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ScoreCard | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ScoreCard | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).visible_to(request.user, Feature.VET)


@admin.register(ScoreCard)
class ScoreCardAdmin(ReadOnlyAdmin):
    """Cards that the operator may read: as everybody, those of others only after their own."""

    feature = Feature.VET
    list_display = ["influencer", "reviewer", "rubric", "status", "submitted_at"]
    list_filter = ["status"]
    list_select_related = ["influencer__person", "reviewer", "rubric"]
    inlines = [ScoreInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).readable_by(request.user)


@admin.register(AudienceSample)
class AudienceSampleAdmin(ReadOnlyAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["handle", "taken_at", "followers", "grade", "source"]
    list_filter = ["grade"]
    list_select_related = ["handle"]
