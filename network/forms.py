"""Forms of the network: shape and types of what comes in; the rules are in the services."""

import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from network.exports import LISTS
from network.languages import LANGUAGES
from network.models import Appointment, Area, AreaKind, Cell, Channel, Export, Office, Person
from network.models.areas import ADMINISTRATIVE_PARENTS, ELECTORAL_PARENTS
from network.rights import Feature
from network.scope import district_path
from network.services.appointments import NEVER_DELEGATED

# There are too many of these for one list, so only those of the same district are offered.
MANY = {AreaKind.PANCHAYAT, AreaKind.VILLAGE, AreaKind.WARD, AreaKind.MOHALLA}

HOMES = [
    AreaKind.STATE,
    AreaKind.DISTRICT,
    AreaKind.BLOCK,
    AreaKind.PANCHAYAT,
    AreaKind.URBAN_BODY,
    AreaKind.WARD,
    AreaKind.MOHALLA,
]


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AreaChoice(forms.ModelChoiceField):
    """One of the areas that the reader sees, named with where it lies."""

    def label_from_instance(self, area: Area) -> str:
        return f"{area.name} · {area.get_kind_display()} · {area.code}"


class ChangeForm(forms.Form):
    """A dated change of the map; `area` is what changes, `areas` are those that the reader may choose from."""

    on = forms.DateField(label=_("Since which day?"), widget=DateInput)

    def __init__(self, *args: object, area: Area, areas, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.areas = area, areas.current().by_name()
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def nearby(self, kinds: set[AreaKind]):
        """Areas of the kinds; of kinds with very many only those of the same district."""
        found = self.areas.filter(kind__in=kinds).exclude(pk=self.area.pk)
        if kinds & MANY:
            found = found.filter(path__startswith=district_path(self.area.path))
        return found


class RenameForm(ChangeForm):
    """New names in both scripts."""

    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)


class MoveForm(ChangeForm):
    """Where the area lies from now on."""

    to = AreaChoice(label=_("Where does it lie now?"), queryset=Area.objects.none())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kind = AreaKind(self.area.kind)
        self.fields["to"].queryset = self.nearby(ADMINISTRATIVE_PARENTS[kind] | ELECTORAL_PARENTS.get(kind, set()))


class MergeForm(ChangeForm):
    """The area that takes over."""

    into = AreaChoice(label=_("Which area takes it over?"), queryset=Area.objects.none())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = self.nearby({AreaKind(self.area.kind)})


class SplitForm(ChangeForm):
    """The new area, and what goes to it."""

    code = forms.SlugField(label=_("Government code of the new area"), max_length=20)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    children = forms.ModelMultipleChoiceField(
        label=_("What goes to the new area?"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = self.areas.filter(parent=self.area)


class AppointForm(forms.Form):
    """Who gets which office, from when until when."""

    person = forms.ModelChoiceField(queryset=Person.objects.none(), to_field_name="code")
    office = forms.ModelChoiceField(queryset=Office.objects.none(), to_field_name="code")
    ends_on = forms.DateField(label=_("Until (empty: open)"), required=False, widget=DateInput)
    trained_on = forms.DateField(label=_("Training completed on"), required=False, widget=DateInput)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: object, people, offices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset, self.fields["office"].queryset = people, offices


class CellNameForm(forms.Form):
    """What a cell is called; without names it is called as its kind."""

    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120, required=False)
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=120,
        required=False,
        help_text=_("Leave both names empty to call the cell as its kind: IT cell, women's wing."),
    )


class CellForm(CellNameForm):
    """A cell that is opened."""

    kind = forms.ChoiceField(label=_("Which cell?"), choices=Cell.Kind)
    field_order = ["kind"]


class PersonForm(forms.Form):
    """A person as a lead enters them; the rules are in the service."""

    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Mobile number"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=Person.Gender, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, initial=["hi"]
    )
    preferred_channel = forms.ChoiceField(label=_("How should Samvad write?"), choices=Channel)


class PersonEditForm(PersonForm):
    """The same for somebody who is entered; an empty number keeps the one that is stored, for it is not shown here."""

    status = forms.ChoiceField(label=_("Status"), choices=Person.Status)
    home = AreaChoice(label=_("At home in"), queryset=Area.objects.none())

    def __init__(self, *args: object, person: Person, areas, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("Empty: it stays as it is (%(masked)s).") % {
            "masked": person.masked_phone or "–"
        }
        self.fields["email"].help_text = _("Empty: it stays as it is.")
        near = areas.current().filter(path__startswith=district_path(person.home_path)).by_name()
        self.fields["home"].queryset = near.filter(kind__in=HOMES) | areas.filter(pk=person.home_area_id)


class DeputyForm(forms.Form):
    """Who stands in, with which part of the office, until when."""

    person = forms.ModelChoiceField(label=_("Who stands in?"), queryset=Person.objects.none(), to_field_name="code")
    features = forms.MultipleChoiceField(label=_("With which rights?"), widget=forms.CheckboxSelectMultiple)
    ends_on = forms.DateField(
        label=_("Until"), widget=DateInput, help_text=_("At most 90 days, and not longer than the office itself.")
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: object, appointment: Appointment, people, today: datetime.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        granted = set(appointment.office.features) - NEVER_DELEGATED
        self.fields["features"].choices = [choice for choice in Feature.choices if choice[0] in granted]
        self.fields["person"].queryset = people.exclude(pk=appointment.person_id)
        self.fields["ends_on"].widget.attrs["min"] = (today + datetime.timedelta(days=1)).isoformat()


class SheetForm(forms.Form):
    """An uploaded sheet; what is in it is judged by the import."""

    sheet = forms.FileField(label=_("Excel or CSV file"), allow_empty_file=True)

    def clean_sheet(self):
        """Refuse by size before anything is read."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB.") % {"most": settings.IMPORT_MAX_BYTES // 1_000_000}
            )
        return sheet


class FilesInput(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, none larger than an import may be."""

    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> list:
        """The files, each checked as one."""
        files = [super(FilesField, self).clean(file, initial) for file in (data or [None])]
        if any(file.size > settings.IMPORT_MAX_BYTES for file in files):
            raise forms.ValidationError(
                _("A file is larger than %(most)s MB.") % {"most": settings.IMPORT_MAX_BYTES // 1_000_000}
            )
        return files


class DirectoryForm(forms.Form):
    """Files of the government's directories, in any order."""

    files = FilesField(label=_("Directory files (CSV or Excel, several at once)"), allow_empty_file=True)


class ExportForm(forms.Form):
    """Which list, of which area, as which file, and why."""

    list_code = forms.ChoiceField(label=_("Which list?"))
    area = forms.ModelChoiceField(
        label=_("Only this area"), queryset=Area.objects.none(), required=False, help_text=_("Empty: all your areas.")
    )
    format = forms.ChoiceField(label=_("File"), choices=Export.Format)
    with_contacts = forms.BooleanField(label=_("with contact data"), required=False)
    reason = forms.CharField(label=_("Why do you need it?"), max_length=200)

    def __init__(self, *args: object, areas, with_contacts: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["list_code"].choices = [(code, entry.title) for code, entry in LISTS.items()]
        kinds = [AreaKind.STATE, AreaKind.DIVISION, AreaKind.DISTRICT, AreaKind.ASSEMBLY]
        self.fields["area"].queryset = areas.filter(kind__in=kinds).by_name()
        if not with_contacts:
            del self.fields["with_contacts"]
