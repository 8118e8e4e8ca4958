"""A consent may be recorded later than it was given; the column stays as it is."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("influencers", "0015_seats_need_consent")]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="given_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="given"),
        ),
    ]
