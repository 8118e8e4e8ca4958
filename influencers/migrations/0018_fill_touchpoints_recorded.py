"""When older touchpoints were recorded is not known: no earlier than what they tell of, so they can't be taken back for longer."""

from django.db import migrations

FORWARD = "UPDATE influencers_touchpoint SET recorded_at = at WHERE recorded_at IS NULL;"


class Migration(migrations.Migration):
    dependencies = [("influencers", "0017_touchpoints_recorded")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
