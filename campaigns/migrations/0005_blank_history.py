"""Lets the history and the audit log forget the links of an erased person's posts."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION samvad_blank_post_history(influencer bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM influencers_influencer AS i JOIN network_person AS p ON p.id = i.person_id
        WHERE i.id = influencer AND p.erased_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'only the history of an erased person is blanked';
    END IF;
    PERFORM samvad_begin_blanking('campaigns_postevent');
    UPDATE campaigns_postevent AS e SET url = '', key = 'erased-' || e.id, reason = ''
    FROM campaigns_assignment AS a WHERE a.id = e.assignment_id AND a.influencer_id = influencer;
    UPDATE network_auditentry AS n SET details = n.details - '{url,reason}'::text[]
    FROM campaigns_postevent AS e JOIN campaigns_assignment AS a ON a.id = e.assignment_id
    WHERE a.influencer_id = influencer AND n.subject_model = 'campaigns.post' AND n.subject_id = e.pgh_obj_id;
    PERFORM samvad_end_blanking();
END $$;
REVOKE ALL ON FUNCTION samvad_blank_post_history(bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_deliveries_of_trainings"),
        ("influencers", "0009_blank_history_and_fixed_notices"),
        ("network", "0020_blank_history"),
    ]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION samvad_blank_post_history(bigint)")]
