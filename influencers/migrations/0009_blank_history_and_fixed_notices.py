"""Lets the history forget an erased influencer's own words and contact; and lets nobody change a published notice."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION samvad_blank_influencer_history(influencer bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM influencers_influencer AS i JOIN network_person AS p ON p.id = i.person_id
        WHERE i.id = influencer AND p.erased_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'only the history of an erased person is blanked';
    END IF;
    PERFORM samvad_begin_blanking('influencers_influencerevent');
    UPDATE influencers_influencerevent
    SET remark = '', writing_style = '', public_contact = '', public_contact_url = '', subjects = '{}',
        setting = '', declared_followers = NULL
    WHERE pgh_obj_id = influencer;
    UPDATE network_auditentry SET details = details - '{reason,remark,name,url}'::text[]
    WHERE subject_model = 'influencers.influencer' AND subject_id = influencer;
    PERFORM samvad_end_blanking();
END $$;

REVOKE ALL ON FUNCTION samvad_blank_influencer_history(bigint) FROM PUBLIC;

CREATE FUNCTION influencers_notice_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published notice never changes: people consented to it word for word';
END $$;
CREATE TRIGGER consent_notice_never_changes BEFORE UPDATE OR DELETE ON influencers_consentnotice
    FOR EACH ROW EXECUTE FUNCTION influencers_notice_refuse();
"""
BACKWARD = """
DROP TRIGGER consent_notice_never_changes ON influencers_consentnotice;
DROP FUNCTION influencers_notice_refuse();
DROP FUNCTION samvad_blank_influencer_history(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("influencers", "0008_own_side_and_joining"), ("network", "0020_blank_history")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
