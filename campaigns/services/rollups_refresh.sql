-- Takes marks off the pile and counts their topics and districts anew, in one statement: the marks it removes and
-- the assignments it counts are seen at the same moment.
WITH mark AS (
    DELETE FROM campaigns_coveragedirt
    WHERE id IN (SELECT id FROM campaigns_coveragedirt ORDER BY id LIMIT %(batch)s)
    RETURNING topic_id, district_id
),
place AS (SELECT DISTINCT topic_id, district_id FROM mark)
INSERT INTO campaigns_coveragecount
    (topic_id, district_id, offered, seen, accepted, declined, claimed, verified, rejected, lapsed, refreshed_at)
SELECT
    place.topic_id,
    place.district_id,
    count(assignment.id),
    count(assignment.seen_at),
    count(*) FILTER (WHERE assignment.status IN ('accepted', 'claimed', 'verified', 'rejected')),
    count(*) FILTER (WHERE assignment.status = 'declined'),
    count(*) FILTER (WHERE assignment.status IN ('claimed', 'verified', 'rejected')),
    count(*) FILTER (WHERE assignment.status = 'verified'),
    count(*) FILTER (WHERE assignment.status = 'rejected'),
    count(*) FILTER (WHERE assignment.status = 'lapsed'),
    statement_timestamp()
FROM place
LEFT JOIN campaigns_assignment AS assignment USING (topic_id, district_id)
GROUP BY place.topic_id, place.district_id
ON CONFLICT (topic_id, district_id) DO UPDATE SET
    offered = excluded.offered,
    seen = excluded.seen,
    accepted = excluded.accepted,
    declined = excluded.declined,
    claimed = excluded.claimed,
    verified = excluded.verified,
    rejected = excluded.rejected,
    lapsed = excluded.lapsed,
    refreshed_at = excluded.refreshed_at
