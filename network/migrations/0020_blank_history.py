"""Lets the history forget what an erased person was called; everything else in it stays as it is.

The role that the app uses may not change a log. The function runs as the owner of the tables, and only for a person whose
row says that they were erased. The audit log lets go of details, and of nothing else, and only inside such a function.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION network_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('samvad.blanking', true) = 'on' THEN
        IF NEW.details <@ OLD.details AND to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE FUNCTION samvad_begin_blanking(history regclass) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('samvad.blanking', 'on', true),
           set_config('pgtrigger.ignore', (
               SELECT array_agg(tgname::text)::text FROM pg_trigger
               WHERE tgrelid = history AND tgname LIKE 'pgtrigger_append_only_%'), true)
$$;

CREATE FUNCTION samvad_end_blanking() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('samvad.blanking', 'off', true), set_config('pgtrigger.ignore', '{}', true)
$$;

CREATE FUNCTION samvad_blank_history(person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM network_person WHERE id = person AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'only the history of an erased person is blanked';
    END IF;
    PERFORM samvad_begin_blanking('network_personevent');
    UPDATE network_personevent AS e
    SET name_hi = p.name_hi, name_en = p.name_en, gender = '', languages = p.languages, home_area_id = p.home_area_id,
        birth_month = NULL, birth_day = NULL, quiet_from = NULL, quiet_until = NULL
    FROM network_person AS p
    WHERE p.id = person AND e.pgh_obj_id = person;
    PERFORM samvad_begin_blanking('network_appointmentevent');
    UPDATE network_appointmentevent SET reason = '' WHERE person_id = person AND reason <> '';
    UPDATE network_auditentry SET details = details - '{reason,name,phone,email}'::text[]
    WHERE subject_model = 'network.person' AND subject_id = person;
    PERFORM samvad_end_blanking();
END $$;
REVOKE ALL ON FUNCTION samvad_blank_history(bigint) FROM PUBLIC;
"""
BACKWARD = """
DROP FUNCTION samvad_blank_history(bigint);
DROP FUNCTION samvad_end_blanking();
DROP FUNCTION samvad_begin_blanking(regclass);
CREATE OR REPLACE FUNCTION network_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0019_erased_people")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
