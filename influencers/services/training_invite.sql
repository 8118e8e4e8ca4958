-- Gives everybody of the audience a place in the training; who has one already keeps it.
-- The code of a place is made here as network/codes.py makes it: ten letters, each from a random byte of a UUID.
WITH audience AS MATERIALIZED (
    SELECT person_id, uuid_send(gen_random_uuid()) AS random
    FROM ({audience}) AS chosen (person_id)
)
INSERT INTO influencers_attendance (code, training_id, person_id, invited_at)
SELECT (
        SELECT string_agg(substr(%s, 1 + get_byte(audience.random, place) %% length(%s), 1), '')
        FROM unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11, 12, 13]) AS place
    ),
    %s, audience.person_id, %s
FROM audience
ON CONFLICT (training_id, person_id) DO NOTHING
