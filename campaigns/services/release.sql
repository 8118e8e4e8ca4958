-- Makes the assignments of one topic and their deliveries from the temporary table release_candidate.
-- In a district whose plan knows the topic, people and angles are the planned ones. Elsewhere angles go round within the
-- district, so that neighbours start from different ones, and where only some people are wanted, those asked least come first.
-- Unique keys make it repeatable.
WITH angle AS (
    SELECT campaigns_angle.id,
           row_number() OVER (ORDER BY campaigns_angle.position, campaigns_angle.id) - 1 AS turn,
           count(*) OVER () AS turns
    FROM campaigns_angle
    JOIN campaigns_brief ON campaigns_brief.id = campaigns_angle.brief_id
    WHERE campaigns_brief.topic_id = %(topic)s
),
plan AS (
    SELECT campaigns_plan.id, campaigns_plan.district_id
    FROM campaigns_plan
    JOIN campaigns_plan_topics ON campaigns_plan_topics.plan_id = campaigns_plan.id
    JOIN campaigns_topic ON campaigns_topic.id = campaigns_plan_topics.topic_id
    WHERE campaigns_plan_topics.topic_id = %(topic)s AND campaigns_plan.day = %(day)s
      AND campaigns_plan.made_at >= campaigns_topic.cleared_at
),
person AS (
    SELECT release_candidate.*, plan.id AS plan_id,
           row_number() OVER (PARTITION BY release_candidate.district_id ORDER BY influencer_id) - 1 AS turn,
           row_number() OVER (
               PARTITION BY release_candidate.district_id
               ORDER BY CASE WHEN %(wanted)s::int IS NULL THEN 0 ELSE (
                   SELECT count(*) FROM campaigns_assignment
                   WHERE campaigns_assignment.influencer_id = release_candidate.influencer_id
                     AND offered_at > %(at)s::timestamptz - interval '30 days'
               ) END, influencer_id
           ) AS place
    FROM release_candidate
    LEFT JOIN plan USING (district_id)
    WHERE goes_out
),
asked AS (
    SELECT person.*, angle.id AS angle_id
    FROM person
    JOIN angle ON angle.turn = person.turn %% angle.turns
    WHERE plan_id IS NULL AND (%(wanted)s::int IS NULL OR place <= %(wanted)s::int)
    UNION ALL
    SELECT person.*, campaigns_plannedask.angle_id
    FROM person
    JOIN campaigns_plannedask
      ON campaigns_plannedask.topic_id = %(topic)s AND campaigns_plannedask.influencer_id = person.influencer_id
    WHERE person.plan_id IS NOT NULL AND campaigns_plannedask.angle_id IS NOT NULL
),
offered AS (
    INSERT INTO campaigns_assignment (topic_id, influencer_id, angle_id, district_id, status, offered_at)
    SELECT %(topic)s, influencer_id, angle_id, district_id, 'offered', %(at)s
    FROM asked
    ON CONFLICT (topic_id, influencer_id) DO NOTHING
    RETURNING id, influencer_id, district_id
),
mark AS (
    INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT %(topic)s::bigint, district_id, statement_timestamp() FROM offered
)
INSERT INTO campaigns_delivery (key, assignment_id, person_id, area_id, channel, purpose, status, due_at)
SELECT 'brief:' || offered.id || ':' || way.channel, offered.id, voice.person_id, offered.district_id,
       way.channel, 'brief', 'queued', %(due)s
FROM offered
-- by their keys: of `asked` nobody can guess how many rows it has, and each would be compared with each
JOIN influencers_influencer AS voice ON voice.id = offered.influencer_id
JOIN campaigns_way AS way ON way.person_id = voice.person_id
ON CONFLICT (key) DO NOTHING
