"""The network in the Django admin: for operators, who see everything through the same scope as everybody."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import CharField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from knox.admin import models as knox_models  # what it registers is taken away below

from network.admin_scope import ClosedAdmin, ReadOnlyAdmin, ScopedAdmin
from network.models import Appointment, Area, AreaChange, AuditEntry, Cell, ImportBatch, Office, Person, User
from network.phones import PhoneRefused, normalise
from network.rights import Feature
from network.services import appointments, area_changes, areas, cells, people

admin.site.site_header = admin.site.site_title = _("Samvad")
admin.site.unregister(Group)  # rights come from offices only
admin.site.unregister(knox_models.AuthToken)  # everybody makes and kills their own key, on their account page


@admin.register(User)
class LoginAdmin(ClosedAdmin, UserAdmin):
    """Logins; what they may do stands in the appointments of their person."""

    list_display = ["username", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email"]}),
        (None, {"fields": ["is_active", "is_staff", "is_superuser", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []


@admin.register(Area)
class AreaAdmin(ScopedAdmin):
    feature = Feature.AREA_VIEW
    list_display = ["name_hi", "name_en", "kind", "code", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name_hi", "name_en", "code"]
    autocomplete_fields = ["parent", "electoral_parent"]
    fields = ["kind", "code", "name_hi", "name_en", "parent", "electoral_parent", "grid_col", "grid_row"]

    def get_readonly_fields(self, request: HttpRequest, obj: Area | None = None) -> list[str]:
        """Where an area lies is changed with a day, on the page of the area."""
        return ["kind", "code", "parent", "electoral_parent"] if obj else []

    def save_model(self, request: HttpRequest, obj: Area, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        names = {"name_hi": obj.name_hi, "name_en": obj.name_en}
        if change:
            area_changes.rename(obj, **names, by=request.user)
        saved = areas.place(
            obj.kind,
            obj.code,
            parent=obj.parent,
            electoral_parent=obj.electoral_parent,
            grid=(obj.grid_col, obj.grid_row) if obj.grid_col is not None else None,
            by=request.user,
            **names,
        )
        obj.pk, obj.path = saved.pk, saved.path


@admin.register(AreaChange)
class AreaChangeAdmin(ReadOnlyAdmin):
    feature = Feature.AREA_VIEW
    list_display = ["on", "kind", "area", "other", "by"]
    list_filter = ["kind"]
    list_select_related = ["area", "other", "by"]


@admin.register(Cell)
class CellAdmin(ScopedAdmin):
    feature = Feature.AREA_VIEW
    list_display = ["name_hi", "kind", "area", "is_closed"]
    list_filter = ["kind", "is_closed"]
    list_select_related = ["area"]
    search_fields = ["name_hi", "name_en", "code"]
    autocomplete_fields = ["area"]
    fields = ["area", "kind", "name_hi", "name_en"]
    actions = ["close"]

    def get_readonly_fields(self, request: HttpRequest, obj: Cell | None = None) -> list[str]:
        """Where a cell belongs stays; it is closed by the action, for its appointments end with it."""
        return ["area", "kind"] if obj else []

    def save_model(self, request: HttpRequest, obj: Cell, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        names = {"name_hi": obj.name_hi, "name_en": obj.name_en}
        if change:
            cells.rename(obj, **names, by=request.user)
        else:
            saved = cells.open(obj.area, kind=obj.kind, **names, by=request.user)
            obj.pk, obj.code = saved.pk, saved.code

    @admin.action(description=_("Close today, with every appointment in it"))
    def close(self, request: HttpRequest, rows) -> None:
        for cell in rows:
            cells.close(cell, by=request.user)


@admin.register(Office)
class OfficeAdmin(ClosedAdmin):
    list_display = ["title_hi", "title_en", "area_kind", "seats", "committee", "needs_second_person"]
    list_filter = ["area_kind", "committee"]
    filter_horizontal = ["appointers"]

    def get_form(self, request: HttpRequest, obj: Office | None = None, **kwargs: object) -> type[ModelForm]:
        """A training is named by the code of its course, so that lists can prove it."""
        help_texts = {"required_training": _("The code of a course, for example basics; other words can't be proven.")}
        return super().get_form(request, obj, help_texts=help_texts, **kwargs)


class PersonForm(ModelForm):
    """A person as an operator enters them: the number in any way of writing."""

    phone = CharField(label=_("phone"), max_length=40, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("phone", self.instance.phone or "")

    def clean_phone(self) -> str | None:
        """The number as +91 and ten digits, None for an empty field."""
        if not self.cleaned_data["phone"]:
            return None
        try:
            number = normalise(self.cleaned_data["phone"])
        except PhoneRefused as error:
            raise ValidationError(str(error), code="phone_refused") from error
        if people.is_known_number(number, except_for=self.instance):
            raise ValidationError(_("Somebody with this phone number is already entered."), code="phone_known")
        return number


@admin.register(Person)
class PersonAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    form = PersonForm
    list_display = ["name_hi", "name_en", "masked_phone", "home_area", "status"]
    list_filter = ["status", "is_fictional"]
    list_select_related = ["home_area"]
    search_fields = ["name_hi", "name_en", "code"]
    autocomplete_fields = ["home_area", "user"]
    fields = [
        "name_hi",
        "name_en",
        "gender",
        "phone",
        "email",
        "home_area",
        "languages",
        "preferred_channel",
        "status",
        "user",
    ]

    def change_view(self, request: HttpRequest, object_id: str, *args: object, **kwargs: object) -> HttpResponse:
        """The form shows contact data in the clear, so opening it is logged as opening them."""
        person = self.get_object(request, object_id)
        if person is not None and request.method == "GET":
            people.open_contact(person, reason="admin", by=request.user)
        return super().change_view(request, object_id, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        entered = {name: form.cleaned_data[name] for name in people.EDITABLE}
        if change:
            people.update(obj, by=request.user, **entered)
        else:
            saved = people.create(home_area=obj.home_area, by=request.user, **entered, user=obj.user)
            obj.pk, obj.code = saved.pk, saved.code


@admin.register(Appointment)
class AppointmentAdmin(ScopedAdmin):
    feature = Feature.PEOPLE_VIEW
    list_display = ["person", "office", "area", "cell", "starts_on", "ends_on", "confirmed_by"]
    list_filter = ["office"]
    list_select_related = ["person", "office", "area", "cell", "confirmed_by"]
    autocomplete_fields = ["person", "area", "cell"]
    fields = ["person", "office", "area", "cell", "starts_on", "ends_on", "trained_on", "reason"]
    actions = ["confirm", "end"]

    def has_change_permission(self, request: HttpRequest, obj: Appointment | None = None) -> bool:
        """An appointment is made, confirmed and ended, never rewritten."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Appointment, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        saved = appointments.appoint(
            obj.person,
            obj.office,
            obj.area,
            starts_on=obj.starts_on,
            ends_on=obj.ends_on,
            cell=obj.cell,
            trained_on=obj.trained_on,
            reason=obj.reason,
            by=request.user,
        )
        obj.pk, obj.code = saved.pk, saved.code

    @admin.action(description=_("Confirm as the second person"))
    def confirm(self, request: HttpRequest, rows) -> None:
        for appointment in rows:
            appointments.confirm(appointment, by=request.user)

    @admin.action(description=_("End today"))
    def end(self, request: HttpRequest, rows) -> None:
        for appointment in rows:
            appointments.end(appointment, by=request.user)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    feature = Feature.APPOINT
    list_display = ["at", "by", "verb", "subject_model", "subject_id", "area"]
    list_filter = ["verb"]
    list_select_related = ["by", "area"]
    date_hierarchy = "at"


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    feature = Feature.IMPORT_RUN
    list_display = ["file_name", "kind", "status", "area", "uploaded_by", "uploaded_at", "written_count"]
    list_filter = ["status"]
    list_select_related = ["area", "uploaded_by"]
