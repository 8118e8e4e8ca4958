"""Touchpoints keep when they were recorded and which steps they did, so that they can be taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("influencers", "0016_consents_given_before")]

    operations = [
        migrations.AddField(
            model_name="touchpoint",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="recorded"),
        ),
        migrations.AddField(
            model_name="touchpoint",
            name="done_with",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="steps_done",
                to="influencers.touchpoint",
                verbose_name="done with",
            ),
        ),
    ]
