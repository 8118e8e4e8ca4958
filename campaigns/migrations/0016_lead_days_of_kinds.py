"""Entries leave their days of preparation to their kind, as far as nobody chose a number: 3 was what all were given."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0015_calendar_of_all_kinds")]

    operations = [
        migrations.RunSQL(
            "UPDATE campaigns_calendarentry SET lead_days = NULL WHERE lead_days = 3",
            "UPDATE campaigns_calendarentry SET lead_days = 3 WHERE lead_days IS NULL",
        )
    ]
