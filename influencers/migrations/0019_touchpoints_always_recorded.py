"""Every touchpoint tells when it was recorded."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("influencers", "0018_fill_touchpoints_recorded")]

    operations = [
        migrations.AlterField(
            model_name="touchpoint",
            name="recorded_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="recorded"
            ),
        ),
    ]
