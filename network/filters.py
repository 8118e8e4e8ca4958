"""Filters of lists that pages and the API share; the scope is theirs to apply first."""

import django_filters
from django.utils.translation import gettext_lazy as _

from network.models import Appointment, Cell, Person
from network.scope import path_column


class PersonFilter(django_filters.FilterSet):
    """`within` is the path of an area, of either hierarchy: people at home in it. `search` is a name as it is spelled or
    sounds.
    """

    within = django_filters.CharFilter(method="lives_in")
    status = django_filters.ChoiceFilter(choices=Person.Status, empty_label=_("any status"))
    gender = django_filters.ChoiceFilter(choices=Person.Gender.choices[:-1], empty_label=_("any gender"))
    search = django_filters.CharFilter(method="found_by")

    class Meta:
        model = Person
        fields = ["status", "gender", "within", "search"]

    def found_by(self, rows, name: str, value: str):
        return rows.search(value)

    def lives_in(self, rows, name: str, value: str):
        column = "home_path" if path_column(value) == "path" else "home_area__electoral_path"
        return rows.filter(**{f"{column}__startswith": value})


class AppointmentFilter(django_filters.FilterSet):
    """`within` is the path of an area, of either hierarchy; `office`, `person` and `cell` are codes. `search` is the name of
    the person as it is spelled or sounds.
    """

    within = django_filters.CharFilter(method="lies_in")
    office = django_filters.CharFilter(field_name="office__code")
    person = django_filters.CharFilter(field_name="person__code")
    cell = django_filters.CharFilter(field_name="cell__code")
    search = django_filters.CharFilter(method="held_by")

    class Meta:
        model = Appointment
        fields = ["office", "person", "cell", "within", "search"]

    def held_by(self, rows, name: str, value: str):
        return rows.filter(person__in=Person.objects.search(value).order_by().values("pk"))

    def lies_in(self, rows, name: str, value: str):
        return rows.filter(**{f"area__{path_column(value)}__startswith": value})


class CellFilter(django_filters.FilterSet):
    """`within` is the path of an area, of either hierarchy: its cells and those of everything below it."""

    within = django_filters.CharFilter(method="lies_in")

    class Meta:
        model = Cell
        fields = ["kind", "is_closed", "within"]

    def lies_in(self, rows, name: str, value: str):
        return rows.filter(**{f"area__{path_column(value)}__startswith": value})
