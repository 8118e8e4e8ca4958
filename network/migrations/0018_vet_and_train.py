"""Give the offices that ship with Samvad the rights to review prospects and to hold trainings."""

from django.db import migrations

ADDED = {
    "state_coordinator": ["vet", "train"],
    "state_content": ["vet"],
    "district_lead": ["vet", "train"],
    "district_deputy": ["vet"],
}


def add(apps, schema_editor):
    office_model = apps.get_model("network", "Office")
    for office in office_model.objects.filter(code__in=ADDED):
        office.features = [*office.features, *(name for name in ADDED[office.code] if name not in office.features)]
        office.save(update_fields=["features"])


def remove(apps, schema_editor):
    office_model = apps.get_model("network", "Office")
    for office in office_model.objects.filter(code__in=ADDED):
        office.features = [name for name in office.features if name not in ADDED[office.code]]
        office.save(update_fields=["features"])


class Migration(migrations.Migration):
    dependencies = [("network", "0017_birthdays_and_quiet_hours")]

    operations = [migrations.RunPython(add, remove)]
