"""Gives every influencer who has no step yet the first one: entered in the stage they are in.

Who sits in a team but never left the first stages was taken from a team list, whose people count as agreed.
"""

from django.db import migrations

FORWARD = """
UPDATE influencers_influencer i SET stage = 'agreed' WHERE stage IN ('spotted', 'vetted', 'contacted')
    AND EXISTS (SELECT 1 FROM influencers_rosterseat s WHERE s.influencer_id = i.id AND s.left_on IS NULL);
INSERT INTO influencers_stagechange (influencer_id, before, stage, at, reason)
SELECT id, '', stage, stage_at, '' FROM influencers_influencer i
WHERE NOT EXISTS (SELECT 1 FROM influencers_stagechange s WHERE s.influencer_id = i.id);
"""


class Migration(migrations.Migration):
    dependencies = [("influencers", "0009_blank_history_and_fixed_notices")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
