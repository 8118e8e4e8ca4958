import django.db.models.functions.comparison
from django.db import migrations, models


# Asked when a transaction ends, so that one may write consent and seat in any order; then no way of writing passes it by.
# The row of the person is locked first: a withdrawal and a joining at the same moment see each other.
TRIGGERS = """
CREATE FUNCTION influencers_seat_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint;
BEGIN
    SELECT voice.person_id INTO whose
    FROM influencers_rosterseat seat JOIN influencers_influencer voice ON voice.id = seat.influencer_id
    WHERE seat.id = NEW.id AND seat.left_on IS NULL;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM FROM network_person WHERE id = whose FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM influencers_rosterseat WHERE id = NEW.id AND left_on IS NULL AND joined_on IS NOT NULL
    ) AND NOT EXISTS (
        SELECT FROM influencers_consent
        WHERE person_id = whose AND purpose = 'briefs' AND withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody is a member of a team without a live consent to briefs'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roster_seat_needs_consent';
    END IF;
    IF EXISTS (
        SELECT FROM influencers_rosterseat seat
        JOIN influencers_influencer voice ON voice.id = seat.influencer_id
        JOIN network_person person ON person.id = voice.person_id
        WHERE seat.id = NEW.id AND seat.left_on IS NULL
          AND (voice.stage IN ('left', 'declined') OR person.status = 'left')
    ) THEN
        RAISE EXCEPTION 'who left has no place in a team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roster_seat_is_of_nobody_who_left';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER roster_seat_needs_consent AFTER INSERT OR UPDATE ON influencers_rosterseat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.left_on IS NULL)
    EXECUTE FUNCTION influencers_seat_is_sound();

-- What a service ended already is left alone; this ends what was written past the services.
CREATE FUNCTION influencers_end_seats(whose bigint) RETURNS void LANGUAGE sql AS $$
    SELECT FROM network_person WHERE id = whose FOR NO KEY UPDATE;
    UPDATE influencers_rosterseat seat
    SET left_on = greatest((now() AT TIME ZONE 'Asia/Kolkata')::date, seat.kept_on, seat.joined_on),
        ended_why = CASE WHEN person.status = 'left' THEN 'person_left'
                         WHEN voice.stage IN ('left', 'declined') THEN voice.stage ELSE 'consent_withdrawn' END
    FROM influencers_influencer voice JOIN network_person person ON person.id = voice.person_id
    WHERE voice.person_id = whose AND seat.influencer_id = voice.id AND seat.left_on IS NULL
      AND (voice.stage IN ('left', 'declined') OR person.status = 'left' OR (
           seat.joined_on IS NOT NULL AND NOT EXISTS (
               SELECT FROM influencers_consent
               WHERE person_id = whose AND purpose = 'briefs' AND withdrawn_at IS NULL)));
$$;
CREATE FUNCTION influencers_seats_end_with_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM influencers_end_seats(OLD.person_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER seat_ends_with_the_consent AFTER UPDATE OR DELETE ON influencers_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.purpose = 'briefs' AND OLD.withdrawn_at IS NULL)
    EXECUTE FUNCTION influencers_seats_end_with_consent();
CREATE FUNCTION influencers_seats_end_with_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM influencers_end_seats(NEW.person_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER influencer_who_left_has_no_seat AFTER UPDATE OF stage, person_id ON influencers_influencer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.stage IN ('left', 'declined') OR NEW.person_id <> OLD.person_id)
    EXECUTE FUNCTION influencers_seats_end_with_stage();
CREATE FUNCTION influencers_seats_end_with_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM influencers_end_seats(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_who_left_has_no_seat AFTER UPDATE OF status ON network_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'left')
    EXECUTE FUNCTION influencers_seats_end_with_person();
"""
NO_TRIGGERS = """
DROP TRIGGER person_who_left_has_no_seat ON network_person;
DROP TRIGGER influencer_who_left_has_no_seat ON influencers_influencer;
DROP TRIGGER seat_ends_with_the_consent ON influencers_consent;
DROP TRIGGER roster_seat_needs_consent ON influencers_rosterseat;
DROP FUNCTION influencers_seats_end_with_person;
DROP FUNCTION influencers_seats_end_with_stage;
DROP FUNCTION influencers_seats_end_with_consent;
DROP FUNCTION influencers_end_seats;
DROP FUNCTION influencers_seat_is_sound;
"""


class Migration(migrations.Migration):

    dependencies = [("influencers", "0014_fill_kept_places")]

    operations = [
        migrations.AddConstraint(
            model_name='rosterseat',
            constraint=models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', django.db.models.functions.comparison.Coalesce('joined_on', 'kept_on')), _connector='OR'), name='roster_seat_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='rosterseat',
            constraint=models.CheckConstraint(condition=models.Q(('joined_on__isnull', True), ('joined_on__gte', models.F('kept_on')), _connector='OR'), name='roster_seat_is_kept_before_it_is_joined'),
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
