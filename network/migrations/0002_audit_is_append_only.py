"""Lets the database itself refuse to change or remove a line of the audit log."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION network_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON network_auditentry
    FOR EACH ROW EXECUTE FUNCTION network_audit_refuse();
"""
BACKWARD = """
DROP TRIGGER audit_is_append_only ON network_auditentry;
DROP FUNCTION network_audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
