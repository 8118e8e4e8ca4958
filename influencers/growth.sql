SELECT day::date, count(seat.joined_on)
-- The members of the teams in an area on every seventh day up to today; who left on a day is no member on it any more.
FROM generate_series(%(first)s::date, %(today)s::date, interval '7 days') AS day
LEFT JOIN (
    SELECT influencers_rosterseat.joined_on, influencers_rosterseat.left_on
    FROM influencers_rosterseat
    JOIN influencers_roster ON influencers_roster.id = influencers_rosterseat.roster_id
    JOIN network_area ON network_area.id = influencers_roster.district_id
    WHERE network_area.path LIKE %(path)s AND influencers_rosterseat.joined_on IS NOT NULL
) AS seat ON seat.joined_on <= day AND (seat.left_on IS NULL OR seat.left_on > day)
GROUP BY day
ORDER BY day
