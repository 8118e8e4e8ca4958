"""Phone numbers are sealed; see network/sealing.py. Going back needs the keys as well."""

from django.db import migrations, models

BATCH = 1_000


def seal_all(apps, schema_editor):
    from network.sealing import lookup_hash, seal

    Person = apps.get_model("network", "Person")
    for person in _batches(Person, Person.objects.filter(phone__isnull=False)):
        person.phone_sealed, person.phone_hash = seal(person.phone), lookup_hash(person.phone)
        person.phone_end = person.phone[-3:]


def unseal_all(apps, schema_editor):
    from network.sealing import unseal

    Person = apps.get_model("network", "Person")
    for person in _batches(Person, Person.objects.exclude(phone_sealed="")):
        person.phone = unseal(person.phone_sealed)


def _batches(Person, rows):
    """Yield each row to be changed, and write them a thousand at a time."""
    changed = []
    for person in rows.only("phone", "phone_sealed", "phone_hash", "phone_end").iterator(chunk_size=BATCH):
        yield person
        changed.append(person)
        if len(changed) == BATCH:
            Person.objects.bulk_update(changed, FIELDS)
            changed = []
    Person.objects.bulk_update(changed, FIELDS, batch_size=BATCH)


FIELDS = ["phone", "phone_sealed", "phone_hash", "phone_end"]


class Migration(migrations.Migration):
    atomic = False  # the rows are written before the table is altered, or PostgreSQL waits for its own triggers

    dependencies = [("network", "0010_gender_and_sessions")]

    operations = [
        migrations.AddField("person", "phone_sealed", models.TextField(blank=True, default="", editable=False)),
        migrations.AddField(
            "person", "phone_hash", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)
        ),
        migrations.AddField(
            "person", "phone_end", models.CharField(blank=True, default="", editable=False, max_length=3)
        ),
        migrations.RunPython(seal_all, unseal_all),
        migrations.RemoveConstraint("person", "person_phone_is_e164"),
        migrations.RemoveField("person", "phone"),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("phone_end", ""), ("phone_hash__isnull", True), ("phone_sealed", ""))
                | models.Q(
                    models.Q(("phone_sealed", ""), _negated=True),
                    ("phone_end__regex", "^[0-9]{3}$"),
                    ("phone_hash__regex", "^[0-9a-f]{64}$"),
                ),
                name="person_phone_is_sealed_and_hashed",
            ),
        ),
    ]
