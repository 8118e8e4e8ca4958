"""Gives up, where somebody has several accounts on one platform, all but one: a verified one, or else the first declared."""

from django.db import migrations

FORWARD = """
UPDATE influencers_handle SET retired_at = now()
WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (
            PARTITION BY influencer_id, platform ORDER BY verified_at IS NULL, id
        ) AS place
        FROM influencers_handle
        WHERE retired_at IS NULL
    ) AS ordered
    WHERE place > 1
)
"""


class Migration(migrations.Migration):
    dependencies = [("influencers", "0006_handed_in_cards_are_final")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
