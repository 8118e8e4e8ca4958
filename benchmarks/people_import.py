"""Import of 30,000 people from one file: our pipeline against django-import-export on the same file, database and machine."""

import csv
import io
import logging

import tablib
from import_export import fields, resources, widgets

from benchmarks.timing import seconds
from config.demo import FAMILY_NAMES, GIVEN_NAMES
from network.models import Area, AreaKind, ImportBatch, Person, User
from network.phones import normalise
from network.services import areas, imports

MOST_SECONDS = 15
LEAST_RATIO = 10
HEADINGS = ["नाम", "मोबाइल", "ज़िला", "लिंग"]


class District(widgets.ForeignKeyWidget):
    """Finds a district by its name."""

    def get_queryset(self, value: str, row: dict, *args: object, **kwargs: object):
        """Districts only: other areas have the same names."""
        return Area.objects.of_kind(AreaKind.DISTRICT)


class PersonResource(resources.ModelResource):
    """What a project would write with the library: district by name, the number normalised, people known by number."""

    name_hi = fields.Field("name_hi", "नाम")
    phone = fields.Field("phone", "मोबाइल")
    gender = fields.Field("gender", "लिंग")
    home_area = fields.Field("home_area", "ज़िला", District(Area, "name_hi"))

    class Meta:
        model = Person
        fields = ("name_hi", "phone", "gender", "home_area")
        import_id_fields = ("phone",)
        force_init_instance = True  # spares it a query for each row: all rows are new

    def before_import_row(self, row: dict, **kwargs: object) -> None:
        """Normalise what the library knows nothing of."""
        row["मोबाइल"] = normalise(row["मोबाइल"])
        row["लिंग"] = "woman" if row["लिंग"] == "महिला" else "man"


def run(count: int) -> None:
    """Print how long both take, preview and writing, and the ratio."""
    logging.getLogger("import_export").setLevel(logging.ERROR)
    areas.load_seed()
    operator = User.objects.create(username="benchmark-people", is_superuser=True)
    text = _file(count)
    batch = imports.upload(ImportBatch.Kind.PEOPLE, files=[("people.csv", text.encode())], by=operator)
    judged = seconds(imports.run_next)
    batch.refresh_from_db()
    imports.confirm(batch, ticked=None, by=operator)
    written = seconds(imports.run_next)
    made = Person.objects.count()
    again = imports.upload(ImportBatch.Kind.PEOPLE, files=[("people.csv", text.encode())], by=operator)
    imports.run_next()
    unchanged = again.rows.filter(verdict="unchanged").count()
    undone = seconds(lambda: imports.undo(batch, by=operator))
    theirs = seconds(lambda: _theirs(text))
    ours = judged + written
    print(
        f"import of {made} people: judged {judged:.1f} s + written {written:.1f} s = {ours:.1f} s (at most {MOST_SECONDS}; "
        f"the same file again: {unchanged} already there; undone in {undone:.1f} s)   "
        f"django-import-export {theirs:.1f} s   ratio {theirs / ours:.1f} (at least {LEAST_RATIO})",
        flush=True,
    )


def _theirs(text: str) -> None:
    """Dry run and import, as its admin does, for the preview is part of both."""
    data = tablib.Dataset().load(text, format="csv")
    for dry_run in (True, False):
        result = PersonResource().import_data(data, dry_run=dry_run, raise_errors=True)
        if result.has_errors():
            raise RuntimeError(result.base_errors)


def _file(count: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code").values_list("name_hi", flat=True))
    for number in range(count):
        given, family = GIVEN_NAMES[number % len(GIVEN_NAMES)], FAMILY_NAMES[number % len(FAMILY_NAMES)]
        name = f"{given[0]} {family[0]} {_letters(number)}"
        writer.writerow(
            [name, 7_000_000_000 + number, districts[number % len(districts)], "महिला" if number % 3 else "पुरुष"]
        )
    return text.getvalue()


def _letters(number: int) -> str:
    """A made-up third name, so that the names differ as in a real list."""
    letters = "कगचजटडतदनपबमरलवसह"
    word = ""
    while number:
        number, place = divmod(number, len(letters))
        word += letters[place] + "ािुे"[place % 4]
    return word or "का"
