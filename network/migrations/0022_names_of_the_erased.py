"""Lets names of people who were erased leave the history, which otherwise is only added to."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION network_blank_erased() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    guards text;
    blanked bigint;
BEGIN
    SELECT array_agg(tgname)::text INTO guards FROM pg_trigger
        WHERE tgrelid = 'network_personevent'::regclass AND tgname LIKE 'pgtrigger_append_only%';
    PERFORM set_config('pgtrigger.ignore', guards, true);
    UPDATE network_personevent e SET name_hi = '', name_en = '', birth_month = NULL, birth_day = NULL
        WHERE (name_hi <> '' OR name_en <> '' OR birth_month IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM network_person p WHERE p.id = e.pgh_obj_id);
    GET DIAGNOSTICS blanked = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN blanked;
END $$;
REVOKE ALL ON FUNCTION network_blank_erased() FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION network_blank_erased();"


class Migration(migrations.Migration):
    dependencies = [("network", "0021_imports_of_prospects")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
