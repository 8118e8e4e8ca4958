"""Decides how the Django admin reaches rows: through the scope to read, through services to write, and never to delete."""

from django.contrib import admin, messages
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from network.errors import RuleBroken
from network.rights import Feature
from network.services import audit


class ClosedAdmin(admin.ModelAdmin):
    """Nothing is deleted; a broken rule is said instead of failing; every change leaves a line in the audit log."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show or save; a broken rule brings the reader back to the form with its sentence."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RuleBroken as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Run an action; a broken rule stops it with its sentence, and what it did before is taken back."""
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except RuleBroken as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        """Save what has no service of its own, with its audit line."""
        super().save_model(request, obj, form, change)
        verb = f"{obj._meta.model_name}.{'changed' if change else 'created'}"
        audit.record(verb, obj, by=request.user, fields=sorted(form.changed_data))


class ScopedAdmin(ClosedAdmin):
    """Shows the rows in which the reader's offices grant `feature`."""

    feature: Feature

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).visible_to(request.user, self.feature)


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that only the system writes."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
