"""Keeps what reviewers typed before they hand a card in; lets the database refuse changes of what was handed in or published."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION influencers_rubric_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published rubric does not change' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER rubric_is_final BEFORE UPDATE OR DELETE ON influencers_rubric
    FOR EACH ROW EXECUTE FUNCTION influencers_rubric_refuse();
CREATE TRIGGER criterion_is_final BEFORE UPDATE OR DELETE ON influencers_criterion
    FOR EACH ROW EXECUTE FUNCTION influencers_rubric_refuse();

-- All criteria of a version come in one statement; later ones would change what was published.
CREATE FUNCTION influencers_criterion_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM influencers_criterion known JOIN fresh ON fresh.rubric_id = known.rubric_id
        WHERE known.id NOT IN (SELECT id FROM fresh)
    ) THEN
        RAISE EXCEPTION 'a published rubric does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER criterion_comes_with_its_rubric AFTER INSERT ON influencers_criterion
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION influencers_criterion_refuse_late();

-- A card may follow its prospect into another record when two records turn out to be one person; nothing else changes.
CREATE FUNCTION influencers_card_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'submitted'
       AND (OLD.code, OLD.rubric_id, OLD.reviewer_id, OLD.status, OLD.begun_at, OLD.submitted_at, OLD.draft)
           IS DISTINCT FROM
           (NEW.code, NEW.rubric_id, NEW.reviewer_id, NEW.status, NEW.begun_at, NEW.submitted_at, NEW.draft) THEN
        RAISE EXCEPTION 'a card that was handed in does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER card_is_final BEFORE UPDATE ON influencers_scorecard
    FOR EACH ROW EXECUTE FUNCTION influencers_card_refuse();

CREATE FUNCTION influencers_score_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM influencers_scorecard WHERE id = NEW.card_id AND status = 'submitted') THEN
        RAISE EXCEPTION 'a card that was handed in does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_is_final BEFORE INSERT OR UPDATE ON influencers_score
    FOR EACH ROW EXECUTE FUNCTION influencers_score_refuse();

-- Deleting is judged at the end of the transaction: cards go with an erased prospect, scores with their card, never alone.
CREATE FUNCTION influencers_card_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'submitted' AND EXISTS (SELECT FROM influencers_influencer WHERE id = OLD.influencer_id) THEN
        RAISE EXCEPTION 'a card that was handed in does not go' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER card_stays AFTER DELETE ON influencers_scorecard DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION influencers_card_refuse_delete();

CREATE FUNCTION influencers_score_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM influencers_scorecard WHERE id = OLD.card_id AND status = 'submitted') THEN
        RAISE EXCEPTION 'a card that was handed in does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER score_stays AFTER DELETE ON influencers_score DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION influencers_score_refuse_delete();
"""
BACKWARD = """
DROP TRIGGER score_stays ON influencers_score;
DROP FUNCTION influencers_score_refuse_delete();
DROP TRIGGER card_stays ON influencers_scorecard;
DROP FUNCTION influencers_card_refuse_delete();
DROP TRIGGER score_is_final ON influencers_score;
DROP FUNCTION influencers_score_refuse();
DROP TRIGGER card_is_final ON influencers_scorecard;
DROP FUNCTION influencers_card_refuse();
DROP TRIGGER criterion_comes_with_its_rubric ON influencers_criterion;
DROP FUNCTION influencers_criterion_refuse_late();
DROP TRIGGER criterion_is_final ON influencers_criterion;
DROP TRIGGER rubric_is_final ON influencers_rubric;
DROP FUNCTION influencers_rubric_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("influencers", "0005_call_off_reason")]
    operations = [
        migrations.AddField(
            model_name="scorecard",
            name="draft",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
