-- Counts people, seats and committee lights of every area and adds them up the tree, in one statement.
-- Counts are written for the areas within a path: everything, or one area with what lies below it.
-- An area counts where it lies administratively; seats, mandals and Lok Sabha seats add up their electoral parts besides.
WITH office AS (
    SELECT area_kind, sum(seats) AS seats, coalesce(sum(seats) FILTER (WHERE committee <> ''), 0) AS committee_seats
    FROM network_office WHERE NOT is_for_cells GROUP BY area_kind
),
held AS (
    SELECT
        appointment.area_id,
        count(*) AS filled,
        count(*) FILTER (WHERE office.committee <> '') AS committee_filled,
        coalesce(bool_or(office.is_social_media), false) AS has_in_charge,
        max(login.last_login) FILTER (WHERE office.committee <> '') AS active_at
    FROM network_appointment AS appointment
    JOIN network_office AS office ON office.id = appointment.office_id
    JOIN network_person AS person ON person.id = appointment.person_id
    LEFT JOIN network_user AS login ON login.id = person.user_id
    WHERE
        appointment.deputy_for_id IS NULL
        AND NOT office.is_for_cells
        AND appointment.starts_on <= %(today)s
        AND (appointment.ends_on IS NULL OR appointment.ends_on > %(today)s)
        AND (appointment.confirmed_by_id IS NOT NULL OR NOT office.needs_second_person)
        AND person.status = 'active'
    GROUP BY appointment.area_id
),
home AS (SELECT home_area_id AS area_id, count(*) AS people FROM network_person GROUP BY home_area_id),
own AS (
    SELECT
        area.id,
        area.path,
        area.electoral_path,
        coalesce(office.seats, 0) AS seats,
        coalesce(held.filled, 0) AS filled,
        coalesce(home.people, 0) AS people,
        CASE
            WHEN coalesce(office.committee_seats, 0) = 0 THEN ''
            WHEN NOT coalesce(held.has_in_charge, false) THEN 'no_in_charge'
            WHEN held.committee_filled * 2 < office.committee_seats THEN 'thin'
            WHEN held.active_at IS NULL OR held.active_at < %(asleep_before)s THEN 'asleep'
            ELSE 'in_order'
        END AS light
    FROM network_area AS area
    LEFT JOIN office ON office.area_kind = area.kind AND area.ended_on IS NULL
    LEFT JOIN held ON held.area_id = area.id
    LEFT JOIN home ON home.area_id = area.id
    WHERE area.path LIKE %(within)s
),
counted AS (SELECT * FROM own WHERE seats > 0 OR people > 0 OR filled > 0),
above AS (
    SELECT counted.*, area.id AS above_id
    FROM counted
    CROSS JOIN LATERAL string_to_array(trim(BOTH '/' FROM counted.path), '/') AS step
    CROSS JOIN LATERAL generate_series(1, array_length(step, 1)) AS depth
    JOIN network_area AS area ON area.path = '/' || array_to_string(step[1:depth], '/') || '/'
    UNION ALL
    SELECT counted.*, area.id
    FROM counted
    CROSS JOIN LATERAL string_to_array(trim(BOTH '~/' FROM counted.electoral_path), '/') AS step
    CROSS JOIN LATERAL generate_series(2, array_length(step, 1) - 1) AS depth
    JOIN network_area AS area ON area.electoral_path = '~/' || array_to_string(step[1:depth], '/') || '/'
),
total AS (
    SELECT
        above_id AS area_id,
        sum(seats) AS seats,
        sum(filled) AS filled,
        sum(people) AS people,
        count(*) FILTER (WHERE light = 'in_order') AS in_order,
        count(*) FILTER (WHERE light = 'asleep') AS asleep,
        count(*) FILTER (WHERE light = 'thin') AS thin,
        count(*) FILTER (WHERE light = 'no_in_charge') AS no_in_charge
    FROM above GROUP BY above_id
)
INSERT INTO network_areafigures
    (area_id, seats, filled, people, in_order, asleep, thin, no_in_charge, light, refreshed_at)
SELECT
    own.id,
    coalesce(total.seats, 0),
    coalesce(total.filled, 0),
    coalesce(total.people, 0),
    coalesce(total.in_order, 0),
    coalesce(total.asleep, 0),
    coalesce(total.thin, 0),
    coalesce(total.no_in_charge, 0),
    own.light,
    statement_timestamp()
FROM own LEFT JOIN total ON total.area_id = own.id
ON CONFLICT (area_id) DO UPDATE SET
    seats = excluded.seats,
    filled = excluded.filled,
    people = excluded.people,
    in_order = excluded.in_order,
    asleep = excluded.asleep,
    thin = excluded.thin,
    no_in_charge = excluded.no_in_charge,
    light = excluded.light,
    refreshed_at = excluded.refreshed_at
WHERE (network_areafigures.seats, network_areafigures.filled, network_areafigures.people, network_areafigures.in_order,
    network_areafigures.asleep, network_areafigures.thin, network_areafigures.no_in_charge, network_areafigures.light)
    IS DISTINCT FROM (excluded.seats, excluded.filled, excluded.people, excluded.in_order,
    excluded.asleep, excluded.thin, excluded.no_in_charge, excluded.light)
