-- Offers one topic to reserves: for each assignment that was declined, or stayed unanswered after its reminder, somebody else
-- of the same district whom release_candidate lets pass and who was never asked; those asked least come first.
-- The unique keys (one reserve for an assignment, one assignment for a person) make it repeatable.
WITH vacancy AS (
    SELECT id, angle_id, district_id, row_number() OVER (PARTITION BY district_id ORDER BY offered_at, id) AS place
    FROM campaigns_assignment AS asked
    WHERE topic_id = %(topic)s
      AND (status = 'declined' OR status IN ('offered', 'seen') AND nudged_at <= %(before)s)
      AND NOT EXISTS (SELECT FROM campaigns_assignment AS reserve WHERE reserve.stands_in_for_id = asked.id)
),
reserve AS (
    SELECT influencer_id, district_id, row_number() OVER (
               PARTITION BY district_id
               ORDER BY (
                   SELECT count(*) FROM campaigns_assignment AS lately
                   WHERE lately.influencer_id = release_candidate.influencer_id
                     AND lately.offered_at > %(at)s::timestamptz - interval '30 days'
               ), influencer_id
           ) AS place
    FROM release_candidate
    WHERE goes_out
      AND district_id IN (SELECT district_id FROM vacancy)
      AND NOT EXISTS (
          SELECT FROM campaigns_assignment AS asked
          WHERE asked.topic_id = %(topic)s AND asked.influencer_id = release_candidate.influencer_id
      )
      AND NOT EXISTS (
          SELECT FROM campaigns_plannedask AS kept_off
          WHERE kept_off.topic_id = %(topic)s AND kept_off.influencer_id = release_candidate.influencer_id
            AND kept_off.angle_id IS NULL
      )
),
offered AS (
    INSERT INTO campaigns_assignment (topic_id, influencer_id, angle_id, district_id, status, offered_at, stands_in_for_id)
    SELECT %(topic)s, reserve.influencer_id, vacancy.angle_id, vacancy.district_id, 'offered', %(at)s, vacancy.id
    FROM vacancy
    JOIN reserve USING (district_id, place)
    ON CONFLICT DO NOTHING
    RETURNING id, influencer_id, district_id
),
mark AS (
    INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT %(topic)s::bigint, district_id, statement_timestamp() FROM offered
),
sent AS (
    INSERT INTO campaigns_delivery (key, assignment_id, person_id, area_id, channel, purpose, status, due_at)
    SELECT 'brief:' || offered.id || ':' || way.channel, offered.id, voice.person_id, offered.district_id,
           way.channel, 'brief', 'queued', %(due)s
    FROM offered
    JOIN influencers_influencer AS voice ON voice.id = offered.influencer_id
    JOIN campaigns_way AS way ON way.person_id = voice.person_id
    ON CONFLICT (key) DO NOTHING
)
SELECT count(*) FROM offered
