-- Makes the assignments of one topic and their deliveries from the temporary table release_candidate.
-- Angles go round within each district, so that neighbours start from different ones. Unique keys make it repeatable.
WITH angle AS (
    SELECT campaigns_angle.id,
           row_number() OVER (ORDER BY campaigns_angle.position, campaigns_angle.id) - 1 AS turn,
           count(*) OVER () AS turns
    FROM campaigns_angle
    JOIN campaigns_brief ON campaigns_brief.id = campaigns_angle.brief_id
    WHERE campaigns_brief.topic_id = %(topic)s
),
person AS (
    SELECT *, row_number() OVER (PARTITION BY district_id ORDER BY influencer_id) - 1 AS turn
    FROM release_candidate
    WHERE goes_out
),
offered AS (
    INSERT INTO campaigns_assignment (topic_id, influencer_id, angle_id, district_id, status, offered_at)
    SELECT %(topic)s, person.influencer_id, angle.id, person.district_id, 'offered', %(at)s
    FROM person
    JOIN angle ON angle.turn = person.turn %% angle.turns
    ON CONFLICT (topic_id, influencer_id) DO NOTHING
    RETURNING id, influencer_id, district_id
),
mark AS (
    INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT %(topic)s::bigint, district_id, statement_timestamp() FROM offered
)
INSERT INTO campaigns_delivery (key, assignment_id, person_id, area_id, channel, purpose, status, due_at)
SELECT 'brief:' || offered.id || ':' || way.channel, offered.id, person.person_id, offered.district_id,
       way.channel, 'brief', 'queued', %(due)s
FROM offered
JOIN person USING (influencer_id)
JOIN campaigns_way AS way USING (person_id)
ON CONFLICT (key) DO NOTHING
