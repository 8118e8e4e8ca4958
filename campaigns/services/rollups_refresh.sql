-- Takes marks off the pile and counts their topics and districts anew, in one statement: the marks it removes and
-- the assignments it counts are seen at the same moment.
WITH mark AS (
    DELETE FROM campaigns_coveragedirt
    WHERE id IN (SELECT id FROM campaigns_coveragedirt ORDER BY id LIMIT %(batch)s)
    RETURNING topic_id, district_id
),
place AS (SELECT DISTINCT topic_id, district_id FROM mark),
message AS (
    SELECT topic_id, district_id,
        count(*) FILTER (WHERE delivery.status IN ('queued', 'sending')) AS queued,
        count(*) FILTER (WHERE delivery.status = 'sent') AS sent,
        count(*) FILTER (WHERE delivery.status = 'failed') AS failed,
        count(*) FILTER (WHERE delivery.status = 'stopped') AS stopped
    FROM place
    JOIN campaigns_assignment AS assignment USING (topic_id, district_id)
    JOIN campaigns_delivery AS delivery ON delivery.assignment_id = assignment.id AND delivery.purpose = 'brief'
    GROUP BY topic_id, district_id
)
INSERT INTO campaigns_coveragecount
    (topic_id, district_id, offered, seen, accepted, declined, claimed, verified, rejected, lapsed,
     queued, sent, failed, stopped, refreshed_at)
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
    COALESCE(message.queued, 0), COALESCE(message.sent, 0), COALESCE(message.failed, 0), COALESCE(message.stopped, 0),
    statement_timestamp()
FROM place
LEFT JOIN campaigns_assignment AS assignment USING (topic_id, district_id)
LEFT JOIN message USING (topic_id, district_id)
GROUP BY place.topic_id, place.district_id, message.queued, message.sent, message.failed, message.stopped
ON CONFLICT (topic_id, district_id) DO UPDATE SET
    offered = excluded.offered,
    seen = excluded.seen,
    accepted = excluded.accepted,
    declined = excluded.declined,
    claimed = excluded.claimed,
    verified = excluded.verified,
    rejected = excluded.rejected,
    lapsed = excluded.lapsed,
    queued = excluded.queued,
    sent = excluded.sent,
    failed = excluded.failed,
    stopped = excluded.stopped,
    refreshed_at = excluded.refreshed_at
