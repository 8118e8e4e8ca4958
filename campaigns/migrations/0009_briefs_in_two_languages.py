"""Briefs in Hindi and English: each text gets its pair, lists replace a text of lines, steps name who and when."""

import django.contrib.postgres.fields
import django.db.models.deletion
import network.codes
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


RENAMES = [
    ("brief", "why_today", "why_today_hi"),
    ("brief", "disclosure", "disclosure_hi"),
    ("fact", "text", "text_hi"),
    ("fact", "source_title", "source_title_hi"),
    ("angle", "title", "title_hi"),
    ("angle", "question", "question_hi"),
]
# A brief in English keeps its text in both fields: Hindi is needed, and until now everybody read it in English.
IN_ENGLISH = """
UPDATE campaigns_brief SET why_today_en = why_today_hi, disclosure_en = disclosure_hi WHERE language = 'en';
UPDATE campaigns_fact AS f SET text_en = text_hi, source_title_en = source_title_hi
FROM campaigns_brief AS b WHERE b.id = f.brief_id AND b.language = 'en';
UPDATE campaigns_angle AS a SET title_en = title_hi, question_en = question_hi
FROM campaigns_brief AS b WHERE b.id = a.brief_id AND b.language = 'en';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""  # Constraints that wait for the end of the transaction are asked now: else the tables could not be altered after it.
BACK_TO_ONE = """
UPDATE campaigns_brief SET language = 'en' WHERE why_today_en = why_today_hi;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
# The column changes its type in place: history, which can only be added to, comes along without being rewritten by rows.
TO_LINES = """
CREATE FUNCTION pg_temp.to_lines(whole text, language text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'hi', btrim(line, E' \\t\\r'), 'en', CASE WHEN language = 'en' THEN btrim(line, E' \\t\\r') ELSE '' END
    ) ORDER BY place), '[]')
    FROM regexp_split_to_table(whole, E'\\n') WITH ORDINALITY AS found (line, place)
    WHERE btrim(line, E' \\t\\r') <> ''
$$;
ALTER TABLE campaigns_brief ALTER COLUMN do_not_say TYPE jsonb USING pg_temp.to_lines(do_not_say, language);
ALTER TABLE campaigns_briefevent ALTER COLUMN do_not_say TYPE jsonb USING pg_temp.to_lines(do_not_say, language);
DROP FUNCTION pg_temp.to_lines(text, text);
"""
TO_TEXT = """
CREATE FUNCTION pg_temp.to_text(lines jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(string_agg(line ->> 'hi', E'\\n' ORDER BY place), '')
    FROM jsonb_array_elements(lines) WITH ORDINALITY AS found (line, place)
$$;
ALTER TABLE campaigns_brief ALTER COLUMN do_not_say TYPE text USING pg_temp.to_text(do_not_say);
ALTER TABLE campaigns_briefevent ALTER COLUMN do_not_say TYPE text USING pg_temp.to_text(do_not_say);
DROP FUNCTION pg_temp.to_text(jsonb);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0008_corrections_and_nudges'),
        ('network', '0022_names_of_the_erased'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BriefVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('kind', models.CharField(choices=[('saved', 'saved'), ('autosaved', 'saved by itself'), ('correction', 'correction')], default='saved', max_length=10, verbose_name='kind')),
                ('sheet', models.CharField(blank=True, default='', editable=False, max_length=22)),
                ('snapshot', models.JSONField(verbose_name='content')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=network.codes.new_code, editable=False, max_length=10, unique=True)),
                ('status', models.CharField(choices=[('waiting', 'waits for a second person'), ('published', 'published'), ('dropped', 'dropped')], default='waiting', max_length=10, verbose_name='status')),
                ('wrong_hi', models.CharField(max_length=500, verbose_name='what was wrong, in Hindi')),
                ('wrong_en', models.CharField(blank=True, max_length=500, verbose_name='what was wrong, in English')),
                ('right_hi', models.CharField(max_length=500, verbose_name='what is right, in Hindi')),
                ('right_en', models.CharField(blank=True, max_length=500, verbose_name='what is right, in English')),
                ('facts', models.JSONField(blank=True, default=list, verbose_name='changed facts')),
                ('corrects', models.PositiveIntegerField(verbose_name='corrects version')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CorrectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(default=network.codes.new_code, editable=False, max_length=10)),
                ('status', models.CharField(choices=[('waiting', 'waits for a second person'), ('published', 'published'), ('dropped', 'dropped')], default='waiting', max_length=10, verbose_name='status')),
                ('wrong_hi', models.CharField(max_length=500, verbose_name='what was wrong, in Hindi')),
                ('wrong_en', models.CharField(blank=True, max_length=500, verbose_name='what was wrong, in English')),
                ('right_hi', models.CharField(max_length=500, verbose_name='what is right, in Hindi')),
                ('right_en', models.CharField(blank=True, max_length=500, verbose_name='what is right, in English')),
                ('facts', models.JSONField(blank=True, default=list, verbose_name='changed facts')),
                ('corrects', models.PositiveIntegerField(verbose_name='corrects version')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='angle',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='angle',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='angle',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='brief',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='brief',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='brief',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fact',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fact',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fact',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='topic',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='topic',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='topic',
            name='delete_delete',
        ),
        *[migrations.RenameField(model + kind, old, new) for model, old, new in RENAMES for kind in ("", "event")],
        migrations.AddField(
            model_name='angle',
            name='audience_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='whom it suits, in English'),
        ),
        migrations.AddField(
            model_name='angle',
            name='audience_hi',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='whom it suits, in Hindi'),
        ),
        migrations.AddField(
            model_name='angle',
            name='key_facts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='key facts (numbers)'),
        ),
        migrations.AddField(
            model_name='angle',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('hi', 'Hindi'), ('en', 'English'), ('bundeli', 'Bundeli'), ('malvi', 'Malvi'), ('nimadi', 'Nimadi')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who write in'),
        ),
        migrations.AddField(
            model_name='angle',
            name='question_en',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='question to start from, in English'),
        ),
        migrations.AddField(
            model_name='angle',
            name='settings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('rural', 'village'), ('urban', 'town')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who speak from'),
        ),
        migrations.AddField(
            model_name='angle',
            name='subjects',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('education', 'education'), ('farmers', 'farmers'), ('health', 'health'), ('women', 'women'), ('youth', 'youth and jobs'), ('prices', 'prices'), ('law_order', 'law and order'), ('tribal', 'tribal affairs'), ('culture', 'culture'), ('sports', 'sports')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who write on'),
        ),
        migrations.AddField(
            model_name='angle',
            name='title_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='angle in English'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='audience_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='whom it suits, in English'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='audience_hi',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='whom it suits, in Hindi'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='key_facts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='key facts (numbers)'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('hi', 'Hindi'), ('en', 'English'), ('bundeli', 'Bundeli'), ('malvi', 'Malvi'), ('nimadi', 'Nimadi')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who write in'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='question_en',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='question to start from, in English'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='settings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('rural', 'village'), ('urban', 'town')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who speak from'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='subjects',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('education', 'education'), ('farmers', 'farmers'), ('health', 'health'), ('women', 'women'), ('youth', 'youth and jobs'), ('prices', 'prices'), ('law_order', 'law and order'), ('tribal', 'tribal affairs'), ('culture', 'culture'), ('sports', 'sports')], max_length=20), blank=True, default=list, size=None, verbose_name='suits people who write on'),
        ),
        migrations.AddField(
            model_name='angleevent',
            name='title_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='angle in English'),
        ),
        migrations.AddField(
            model_name='brief',
            name='disclosure_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='disclosure line in English'),
        ),
        migrations.AddField(
            model_name='brief',
            name='why_today_en',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why today, in English'),
        ),
        migrations.AddField(
            model_name='briefevent',
            name='disclosure_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='disclosure line in English'),
        ),
        migrations.AddField(
            model_name='briefevent',
            name='why_today_en',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why today, in English'),
        ),
        migrations.AddField(
            model_name='fact',
            name='source_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of the source'),
        ),
        migrations.AddField(
            model_name='fact',
            name='source_title_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='source in English'),
        ),
        migrations.AddField(
            model_name='fact',
            name='text_en',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='fact in English'),
        ),
        migrations.AddField(
            model_name='factevent',
            name='source_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of the source'),
        ),
        migrations.AddField(
            model_name='factevent',
            name='source_title_en',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='source in English'),
        ),
        migrations.AddField(
            model_name='factevent',
            name='text_en',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='fact in English'),
        ),
        migrations.AddField(
            model_name='topic',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closed'),
        ),
        migrations.AddField(
            model_name='topic',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
        ),
        migrations.AddField(
            model_name='topic',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='open from'),
        ),
        migrations.AddField(
            model_name='topic',
            name='released_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent out by'),
        ),
        migrations.AddField(
            model_name='topic',
            name='scheduled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='scheduled'),
        ),
        migrations.AddField(
            model_name='topic',
            name='sheet',
            field=models.CharField(blank=True, default='', editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name='topic',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='closed'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='opens_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='open from'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='released_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent out by'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='scheduled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='scheduled'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='sheet',
            field=models.CharField(blank=True, default='', editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by'),
        ),
        migrations.RunSQL(TO_LINES, TO_TEXT, state_operations=[
        migrations.AlterField(
            model_name='brief',
            name='do_not_say',
            field=models.JSONField(blank=True, default=list, verbose_name='do not say'),
        ),
        migrations.AlterField(
            model_name='briefevent',
            name='do_not_say',
            field=models.JSONField(blank=True, default=list, verbose_name='do not say'),
        ),
        ]),
        migrations.RunSQL(IN_ENGLISH, BACK_TO_ONE),
        migrations.RemoveField(
            model_name='brief',
            name='language',
        ),
        migrations.RemoveField(
            model_name='briefevent',
            name='language',
        ),
        migrations.AlterField(
            model_name='angle',
            name='question_hi',
            field=models.CharField(max_length=300, verbose_name='question to start from, in Hindi'),
        ),
        migrations.AlterField(
            model_name='angle',
            name='title_hi',
            field=models.CharField(max_length=200, verbose_name='angle in Hindi'),
        ),
        migrations.AlterField(
            model_name='angleevent',
            name='question_hi',
            field=models.CharField(max_length=300, verbose_name='question to start from, in Hindi'),
        ),
        migrations.AlterField(
            model_name='angleevent',
            name='title_hi',
            field=models.CharField(max_length=200, verbose_name='angle in Hindi'),
        ),
        migrations.AlterField(
            model_name='brief',
            name='disclosure_hi',
            field=models.CharField(blank=True, max_length=200, verbose_name='disclosure line in Hindi'),
        ),
        migrations.AlterField(
            model_name='brief',
            name='why_today_hi',
            field=models.TextField(max_length=1000, verbose_name='why today, in Hindi'),
        ),
        migrations.AlterField(
            model_name='briefevent',
            name='disclosure_hi',
            field=models.CharField(blank=True, max_length=200, verbose_name='disclosure line in Hindi'),
        ),
        migrations.AlterField(
            model_name='briefevent',
            name='why_today_hi',
            field=models.TextField(max_length=1000, verbose_name='why today, in Hindi'),
        ),
        migrations.AlterField(
            model_name='fact',
            name='source_title_hi',
            field=models.CharField(max_length=200, verbose_name='source in Hindi'),
        ),
        migrations.AlterField(
            model_name='fact',
            name='text_hi',
            field=models.CharField(max_length=500, verbose_name='fact in Hindi'),
        ),
        migrations.AlterField(
            model_name='factevent',
            name='source_title_hi',
            field=models.CharField(max_length=200, verbose_name='source in Hindi'),
        ),
        migrations.AlterField(
            model_name='factevent',
            name='text_hi',
            field=models.CharField(max_length=500, verbose_name='fact in Hindi'),
        ),
        migrations.AlterField(
            model_name='topic',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AlterField(
            model_name='topicevent',
            name='written_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='angle',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_angleevent" ("audience_en", "audience_hi", "brief_id", "id", "key_facts", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_en", "question_hi", "settings", "subjects", "title_en", "title_hi") SELECT new_values."audience_en", new_values."audience_hi", new_values."brief_id", new_values."id", new_values."key_facts", new_values."languages", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."question_en", new_values."question_hi", new_values."settings", new_values."subjects", new_values."title_en", new_values."title_hi" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d2f19446069c42ca4069f128ce4c70bdddc49119', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5ed03', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_angle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='angle',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_angleevent" ("audience_en", "audience_hi", "brief_id", "id", "key_facts", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_en", "question_hi", "settings", "subjects", "title_en", "title_hi") SELECT new_values."audience_en", new_values."audience_hi", new_values."brief_id", new_values."id", new_values."key_facts", new_values."languages", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."question_en", new_values."question_hi", new_values."settings", new_values."subjects", new_values."title_en", new_values."title_hi" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='55260798f35975d5125fc85f4a1ad676bbc9620b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ace66', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_angle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='angle',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_angleevent" ("audience_en", "audience_hi", "brief_id", "id", "key_facts", "languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_en", "question_hi", "settings", "subjects", "title_en", "title_hi") SELECT old_values."audience_en", old_values."audience_hi", old_values."brief_id", old_values."id", old_values."key_facts", old_values."languages", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."question_en", old_values."question_hi", old_values."settings", old_values."subjects", old_values."title_en", old_values."title_hi" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6dae743faa13dbf51f28b01fd430cf732cde3bfd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_665da', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_angle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brief',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_briefevent" ("disclosure_en", "disclosure_hi", "do_not_say", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platforms", "topic_id", "why_today_en", "why_today_hi") SELECT new_values."disclosure_en", new_values."disclosure_hi", new_values."do_not_say", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."platforms", new_values."topic_id", new_values."why_today_en", new_values."why_today_hi" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b927dde66cf379743e41627f0ecae3bf933a05c9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c5207', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_brief', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brief',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_briefevent" ("disclosure_en", "disclosure_hi", "do_not_say", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platforms", "topic_id", "why_today_en", "why_today_hi") SELECT new_values."disclosure_en", new_values."disclosure_hi", new_values."do_not_say", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."platforms", new_values."topic_id", new_values."why_today_en", new_values."why_today_hi" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8113adaef84dfea229e147030c61cf09b1bf0137', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f925b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_brief', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brief',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_briefevent" ("disclosure_en", "disclosure_hi", "do_not_say", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "platforms", "topic_id", "why_today_en", "why_today_hi") SELECT old_values."disclosure_en", old_values."disclosure_hi", old_values."do_not_say", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."platforms", old_values."topic_id", old_values."why_today_en", old_values."why_today_hi" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='888b014c70aa6be868f3dbe692695b8b06910c46', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_513e0', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_brief', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_factevent" ("brief_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_on", "source_title_en", "source_title_hi", "source_url", "text_en", "text_hi") SELECT new_values."brief_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."source_on", new_values."source_title_en", new_values."source_title_hi", new_values."source_url", new_values."text_en", new_values."text_hi" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='664555b43f8fb2b99f21c703b9f18da709f0aa28', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_13991', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_fact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_factevent" ("brief_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_on", "source_title_en", "source_title_hi", "source_url", "text_en", "text_hi") SELECT new_values."brief_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."source_on", new_values."source_title_en", new_values."source_title_hi", new_values."source_url", new_values."text_en", new_values."text_hi" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2e3e0127566a81265dd0a5cc816d907b81e8d8c4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2c2c3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_fact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_factevent" ("brief_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source_on", "source_title_en", "source_title_hi", "source_url", "text_en", "text_hi") SELECT old_values."brief_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."source_on", old_values."source_title_en", old_values."source_title_hi", old_values."source_url", old_values."text_en", old_values."text_hi" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d32fb8d828bd854a324c8fa9e94400bd764e5466', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e4fda', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_fact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_topicevent" ("area_id", "calendar_entry_id", "cleared_at", "cleared_by_id", "closed_at", "closed_by_id", "closes_at", "code", "id", "kept_back", "kind", "occurs_on", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_at", "released_at", "released_by_id", "scheduled_at", "scheduled_by_id", "sheet", "status", "title_en", "title_hi", "version", "withdrawn_at", "withdrawn_by_id", "written_at", "written_by_id") SELECT new_values."area_id", new_values."calendar_entry_id", new_values."cleared_at", new_values."cleared_by_id", new_values."closed_at", new_values."closed_by_id", new_values."closes_at", new_values."code", new_values."id", new_values."kept_back", new_values."kind", new_values."occurs_on", new_values."opens_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."release_at", new_values."released_at", new_values."released_by_id", new_values."scheduled_at", new_values."scheduled_by_id", new_values."sheet", new_values."status", new_values."title_en", new_values."title_hi", new_values."version", new_values."withdrawn_at", new_values."withdrawn_by_id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='189a1af4f387edc92dffd85b5372a7c2fe614dfa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2ec48', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_topicevent" ("area_id", "calendar_entry_id", "cleared_at", "cleared_by_id", "closed_at", "closed_by_id", "closes_at", "code", "id", "kept_back", "kind", "occurs_on", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_at", "released_at", "released_by_id", "scheduled_at", "scheduled_by_id", "sheet", "status", "title_en", "title_hi", "version", "withdrawn_at", "withdrawn_by_id", "written_at", "written_by_id") SELECT new_values."area_id", new_values."calendar_entry_id", new_values."cleared_at", new_values."cleared_by_id", new_values."closed_at", new_values."closed_by_id", new_values."closes_at", new_values."code", new_values."id", new_values."kept_back", new_values."kind", new_values."occurs_on", new_values."opens_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."release_at", new_values."released_at", new_values."released_by_id", new_values."scheduled_at", new_values."scheduled_by_id", new_values."sheet", new_values."status", new_values."title_en", new_values."title_hi", new_values."version", new_values."withdrawn_at", new_values."withdrawn_by_id", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3cacf31ac55dd1b060c9b95880ee338773e1248f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8ccc2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_topicevent" ("area_id", "calendar_entry_id", "cleared_at", "cleared_by_id", "closed_at", "closed_by_id", "closes_at", "code", "id", "kept_back", "kind", "occurs_on", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_at", "released_at", "released_by_id", "scheduled_at", "scheduled_by_id", "sheet", "status", "title_en", "title_hi", "version", "withdrawn_at", "withdrawn_by_id", "written_at", "written_by_id") SELECT old_values."area_id", old_values."calendar_entry_id", old_values."cleared_at", old_values."cleared_by_id", old_values."closed_at", old_values."closed_by_id", old_values."closes_at", old_values."code", old_values."id", old_values."kept_back", old_values."kind", old_values."occurs_on", old_values."opens_at", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."release_at", old_values."released_at", old_values."released_by_id", old_values."scheduled_at", old_values."scheduled_by_id", old_values."sheet", old_values."status", old_values."title_en", old_values."title_hi", old_values."version", old_values."withdrawn_at", old_values."withdrawn_by_id", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='94738499d2b472592c8a52a0cdeb2406ca9ddba2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_73b3d', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_topic', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='topic_opens_before_it_closes'),
        ),
        migrations.AddField(
            model_name='briefversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='briefversion',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='campaigns.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='correction',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='correction',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='campaigns.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='correction',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='correction',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='campaigns.correction', verbose_name='correction'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='campaigns.correction'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='published_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='topic',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='campaigns.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='correctionevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddConstraint(
            model_name='briefversion',
            constraint=models.UniqueConstraint(fields=('topic', 'number'), name='version_exists_once'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('topic',), name='correction_waits_once_for_each_topic'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='correction_is_published_by_another_person'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('status', 'published')), models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='correction_published_has_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_correctionevent" ("code", "corrects", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "right_en", "right_hi", "status", "topic_id", "written_at", "written_by_id", "wrong_en", "wrong_hi") SELECT new_values."code", new_values."corrects", new_values."facts", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."published_by_id", new_values."right_en", new_values."right_hi", new_values."status", new_values."topic_id", new_values."written_at", new_values."written_by_id", new_values."wrong_en", new_values."wrong_hi" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='caa2b96ac50967f204734e9d2c907bb9faedd740', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3c5ff', referencing='REFERENCING NEW TABLE AS new_values ', table='campaigns_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_correctionevent" ("code", "corrects", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "right_en", "right_hi", "status", "topic_id", "written_at", "written_by_id", "wrong_en", "wrong_hi") SELECT new_values."code", new_values."corrects", new_values."facts", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."published_by_id", new_values."right_en", new_values."right_hi", new_values."status", new_values."topic_id", new_values."written_at", new_values."written_by_id", new_values."wrong_en", new_values."wrong_hi" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c76d94c7f764c877584998cea3acd776037f488e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_45ab3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='campaigns_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "campaigns_correctionevent" ("code", "corrects", "facts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "right_en", "right_hi", "status", "topic_id", "written_at", "written_by_id", "wrong_en", "wrong_hi") SELECT old_values."code", old_values."corrects", old_values."facts", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."published_by_id", old_values."right_en", old_values."right_hi", old_values."status", old_values."topic_id", old_values."written_at", old_values."written_by_id", old_values."wrong_en", old_values."wrong_hi" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8e9945605abe28d5964c1e37b6db73612242c45a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_733d5', referencing='REFERENCING OLD TABLE AS old_values ', table='campaigns_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correctionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cc043e922195528f7c4cfed8d6bc79f321ec6fd2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6222', table='campaigns_correctionevent', when='BEFORE')),
        ),
    ]
