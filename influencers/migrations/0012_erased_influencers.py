"""Lets words about influencers who were erased leave the history, which otherwise is only added to."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION influencers_blank_erased() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    guards text;
    blanked bigint;
BEGIN
    SELECT array_agg(tgname)::text INTO guards FROM pg_trigger
        WHERE tgrelid = 'influencers_influencerevent'::regclass AND tgname LIKE 'pgtrigger_append_only%';
    PERFORM set_config('pgtrigger.ignore', guards, true);
    UPDATE influencers_influencerevent e SET remark = '', writing_style = '', public_contact = '', public_contact_url = ''
        WHERE (remark <> '' OR writing_style <> '' OR public_contact <> '' OR public_contact_url <> '')
        AND NOT EXISTS (SELECT 1 FROM influencers_influencer i WHERE i.id = e.pgh_obj_id);
    GET DIAGNOSTICS blanked = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN blanked;
END $$;
REVOKE ALL ON FUNCTION influencers_blank_erased() FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION influencers_blank_erased();"


class Migration(migrations.Migration):
    dependencies = [("influencers", "0011_blogs")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
