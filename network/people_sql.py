"""SQL of the import of people: rows are staged in a table of the transaction, judged there and written from there.

Parameters are always bound; nothing from a sheet becomes part of a statement.
"""

COLUMNS = (
    "number", "code", "office_code", "name_hi", "name_en", "name_key", "search_words", "phone_sealed", "phone_hash", "phone_end",
    "email", "gender", "home_id", "district", "office_id", "since", "until", "verdict", "reasons", "raw",
)  # fmt: skip

STAGE = """
CREATE TEMPORARY TABLE staged (
    number integer PRIMARY KEY, code text, office_code text, name_hi text, name_en text, name_key text, search_words text,
    phone_sealed text, phone_hash text, phone_end text, email text, gender text, home_id bigint, district text,
    office_id bigint, since date, until date, verdict text, reasons jsonb, raw jsonb,
    person_id bigint, is_new boolean NOT NULL DEFAULT true, fills boolean NOT NULL DEFAULT false,
    is_held boolean NOT NULL DEFAULT false, seat integer, trained_on date
) ON COMMIT DROP
"""
INDEXES = """
CREATE INDEX ON staged (phone_hash) WHERE phone_hash <> '';
CREATE INDEX ON staged (name_key, home_id);
ANALYZE staged
"""

# Rows of one sheet among themselves: the first with a number or, without one, with a name in a place counts.
SAME_NUMBER = """
UPDATE staged s SET verdict = 'refused', reasons = s.reasons || jsonb_build_array(jsonb_build_object(
    'code', CASE WHEN first.name_key = s.name_key THEN 'row_doubled' ELSE 'phone_doubled' END, 'row', first.number::text))
FROM (SELECT DISTINCT ON (phone_hash) phone_hash, number, name_key FROM staged
      WHERE verdict = '' AND phone_hash <> '' ORDER BY phone_hash, number) first
WHERE s.phone_hash = first.phone_hash AND s.number > first.number AND s.verdict = ''
"""
SAME_NAME = """
UPDATE staged s SET verdict = 'refused',
    reasons = s.reasons || jsonb_build_array(jsonb_build_object('code', 'row_doubled', 'row', first.number::text))
FROM (SELECT name_key, home_id, min(number) AS number, bool_or(phone_hash = '') AS lacks_number FROM staged
      WHERE verdict = '' AND name_key <> '' GROUP BY name_key, home_id HAVING count(*) > 1) first
WHERE s.name_key = first.name_key AND s.home_id = first.home_id AND s.number > first.number AND s.verdict = ''
    AND first.lacks_number
"""

# Who is entered already: by number wherever they live, without a number by name in the same place.
KNOWN_NUMBER = """
UPDATE staged s SET person_id = p.id, is_new = false,
    verdict = CASE WHEN p.name_key = s.name_key AND {visible} THEN s.verdict ELSE 'refused' END,
    reasons = CASE
        WHEN p.name_key = s.name_key AND {visible} THEN s.reasons
        WHEN p.name_key = s.name_key THEN s.reasons || '[{{"code": "person_elsewhere"}}]'::jsonb
        ELSE s.reasons || jsonb_build_array(jsonb_build_object(
            'code', 'phone_known', 'read', CASE WHEN {visible} THEN p.name_hi ELSE '…' END)) END
FROM network_person p
WHERE p.phone_hash = s.phone_hash AND s.phone_hash <> '' AND s.verdict = ''
"""
KNOWN_NAME = """
UPDATE staged s SET person_id = p.id, is_new = false, reasons = CASE WHEN s.phone_hash = '' THEN s.reasons
    ELSE s.reasons || jsonb_build_array(jsonb_build_object('code', 'person_probable', 'read', p.name_hi)) END
FROM (SELECT DISTINCT ON (p.name_key, p.home_area_id) p.id, p.name_key, p.home_area_id, p.name_hi, p.phone_hash
      FROM network_person p JOIN (SELECT DISTINCT name_key, home_id FROM staged WHERE verdict = '') wanted
          ON wanted.name_key = p.name_key AND wanted.home_id = p.home_area_id
      WHERE p.merged_into_id IS NULL AND p.name_key <> '' ORDER BY p.name_key, p.home_area_id, p.id) p
WHERE s.verdict = '' AND s.person_id IS NULL AND p.name_key = s.name_key AND p.home_area_id = s.home_id
    AND (s.phone_hash = '' OR p.phone_hash IS NULL)
"""
LOOKALIKE = """
UPDATE staged s SET reasons = s.reasons || jsonb_build_array(jsonb_build_object('code', 'person_alike', 'read', p.name_hi))
FROM (SELECT DISTINCT ON (p.name_key, wanted.district) p.name_key, wanted.district, p.name_hi
      FROM (SELECT DISTINCT name_key, district FROM staged WHERE verdict = '' AND is_new AND name_key <> '') wanted
      JOIN network_person p ON p.name_key = wanted.name_key AND starts_with(p.home_path, wanted.district)
      WHERE p.merged_into_id IS NULL ORDER BY p.name_key, wanted.district, p.id) p
WHERE s.verdict = '' AND s.is_new AND s.name_key = p.name_key AND s.district = p.district
"""
FILLS = """
UPDATE staged s SET fills = true FROM network_person p
WHERE p.id = s.person_id AND s.verdict = '' AND NOT s.is_new AND (
    (p.name_en = '' AND s.name_en <> '') OR (p.email = '' AND s.email <> '') OR (p.gender = '' AND s.gender <> '')
    OR (p.phone_hash IS NULL AND s.phone_hash <> ''))
"""
# The apps above refuse contact data of some, and know whose number was erased; who gets an office may have contact data.
CONTACT = """
SELECT DISTINCT s.person_id FROM staged s JOIN network_person p ON p.id = s.person_id
WHERE s.fills AND s.office_id IS NULL AND s.verdict = ''
    AND ((p.email = '' AND s.email <> '') OR (p.phone_hash IS NULL AND s.phone_hash <> ''))
"""
NEW_NUMBERS = """
SELECT s.phone_hash FROM staged s LEFT JOIN network_person p ON p.id = s.person_id
WHERE s.phone_hash <> '' AND p.phone_hash IS NULL AND s.verdict = ''
"""
CONTACT_REFUSED = """
UPDATE staged s SET verdict = 'refused', reasons = s.reasons || jsonb_build_array(jsonb_build_object('code', refused.code))
FROM unnest(%(people)s::bigint[], %(codes)s::text[]) AS refused (person_id, code)
WHERE s.person_id = refused.person_id AND s.fills AND s.office_id IS NULL AND s.verdict = ''
"""
ERASED = """
UPDATE staged SET verdict = 'refused', reasons = reasons || '[{"code": "person_erased"}]'::jsonb
WHERE phone_hash = ANY (%(numbers)s) AND verdict = ''
"""
HELD = """
UPDATE staged s SET is_held = true FROM network_appointment a
WHERE a.person_id = s.person_id AND a.office_id = s.office_id AND a.area_id = s.home_id AND s.verdict = ''
    AND (a.ends_on IS NULL OR (a.ends_on > COALESCE(s.since, %(today)s) AND a.ends_on > a.starts_on))
    AND (s.until IS NULL OR a.starts_on < s.until)
"""
OVER = """
UPDATE staged SET verdict = 'refused', reasons = reasons || '[{"code": "term_over"}]'::jsonb
WHERE until <= %(today)s AND verdict = '' AND office_id IS NOT NULL
"""
ONESELF = """
UPDATE staged s SET verdict = 'refused', reasons = s.reasons || '[{"code": "office_oneself"}]'::jsonb
FROM network_person p WHERE p.id = s.person_id AND p.user_id = %(by)s AND s.office_id IS NOT NULL AND s.verdict = ''
"""
# An office may ask for a training: who completed it is told by the app that holds trainings, office by office.
ASKED = """
SELECT o.required_training, s.person_id FROM staged s JOIN network_office o ON o.id = s.office_id
WHERE o.required_training <> '' AND s.person_id IS NOT NULL AND s.verdict = '' AND NOT s.is_held
"""
TRAINED = """
UPDATE staged s SET trained_on = proven.day
FROM network_office o, unnest(%(people)s::bigint[], %(days)s::date[]) AS proven (person_id, day)
WHERE o.id = s.office_id AND o.required_training = %(course)s AND s.person_id = proven.person_id AND s.verdict = ''
"""
UNTRAINED = """
UPDATE staged s SET verdict = 'refused', reasons = s.reasons || '[{"code": "office_training"}]'::jsonb
FROM network_office o WHERE o.id = s.office_id AND o.required_training <> '' AND s.trained_on IS NULL
    AND s.verdict = '' AND NOT s.is_held
"""
# The n-th of the rows that want a seat gets the n-th that is free: numbered per office and area, in the order of the sheet.
# A seat is free that nobody holds from the first day on that any of them begins.
SEATS = """
WITH wanting AS (
    SELECT number, office_id, home_id, row_number() OVER (PARTITION BY office_id, home_id ORDER BY number) AS place
    FROM staged WHERE verdict IN ('', 'good', 'doubtful') AND office_id IS NOT NULL AND NOT is_held
), free AS (
    SELECT places.office_id, places.home_id, seat,
        row_number() OVER (PARTITION BY places.office_id, places.home_id ORDER BY seat) AS place
    FROM (SELECT office_id, home_id, min(COALESCE(since, %(today)s)) AS since FROM staged JOIN wanting
          USING (number, office_id, home_id) GROUP BY office_id, home_id) places
    JOIN network_office o ON o.id = places.office_id
    CROSS JOIN LATERAL generate_series(1, o.seats) seat
    WHERE NOT EXISTS (SELECT 1 FROM network_appointment a WHERE a.office_id = places.office_id AND a.area_id = places.home_id
        AND a.cell_id IS NULL AND a.seat = seat AND a.deputy_for_id IS NULL
        AND (a.ends_on IS NULL OR (a.ends_on > places.since AND a.ends_on > a.starts_on)))
)
UPDATE staged s SET seat = free.seat,
    verdict = CASE WHEN free.seat IS NULL THEN 'refused' ELSE s.verdict END,
    reasons = CASE WHEN free.seat IS NULL THEN s.reasons || '[{"code": "office_full"}]'::jsonb ELSE s.reasons END
FROM wanting LEFT JOIN free USING (office_id, home_id, place)
WHERE s.number = wanting.number
"""
VERDICTS = """
UPDATE staged SET verdict = CASE
    WHEN NOT is_new AND NOT fills AND (office_id IS NULL OR is_held) THEN 'unchanged'
    WHEN EXISTS (SELECT 1 FROM jsonb_array_elements(reasons) r WHERE NOT r ->> 'code' = ANY (%(harmless)s)) THEN 'doubtful'
    ELSE 'good' END
WHERE verdict = ''
"""
# Staged rows become rows of the batch: what was understood is kept (numbers sealed), and the verdict before the database spoke.
KEEP = """
INSERT INTO network_importrow (batch_id, number, raw, cleaned, verdict, reasons, is_written)
SELECT %(batch)s, number, raw, to_jsonb(staged) - ARRAY['raw', 'person_id', 'is_new', 'fills', 'is_held', 'seat', 'trained_on']
    || jsonb_build_object('verdict', first_verdict, 'reasons', first_reasons), staged.verdict, staged.reasons, false
FROM staged JOIN (SELECT number, verdict AS first_verdict, reasons AS first_reasons FROM first) first USING (number)
"""
FIRST = "CREATE TEMPORARY TABLE first ON COMMIT DROP AS SELECT number, verdict, reasons FROM staged"
AGAIN = """
INSERT INTO staged ({columns})
SELECT kept.* FROM network_importrow row, jsonb_to_record(row.cleaned) AS kept({typed})
WHERE row.batch_id = %(batch)s
"""
TYPES = {
    "number": "integer",
    "home_id": "bigint",
    "office_id": "bigint",
    "since": "date",
    "until": "date",
    "reasons": "jsonb",
}
UNWANTED = """
DELETE FROM staged WHERE NOT (verdict = 'good' OR (verdict = 'doubtful' AND (%(all)s OR number = ANY (%(ticked)s))))
"""

NUMBER_PEOPLE = "UPDATE staged SET person_id = nextval(pg_get_serial_sequence('network_person', 'id')) WHERE is_new"
INSERT_PEOPLE = """
INSERT INTO network_person (id, code, name_hi, name_en, name_key, search_words, gender, phone_sealed, phone_hash, phone_end,
    email, home_area_id, home_path, languages, preferred_channel, status, is_adult_confirmed, is_fictional, created_at)
SELECT person_id, code, name_hi, name_en, name_key, search_words, gender, phone_sealed, NULLIF(phone_hash, ''), phone_end,
    email, home_id, '', '{hi}', 'email', 'active', false, false, now()
FROM staged WHERE is_new ORDER BY number
"""
OLD_VALUES = """
SELECT p.id, p.name_en, p.email, p.gender, p.phone_sealed, p.phone_hash, p.phone_end, p.search_words
FROM staged s JOIN network_person p ON p.id = s.person_id WHERE s.fills
"""
FILL_PEOPLE = """
UPDATE network_person p SET
    name_en = COALESCE(NULLIF(p.name_en, ''), s.name_en), email = COALESCE(NULLIF(p.email, ''), s.email),
    gender = COALESCE(NULLIF(p.gender, ''), s.gender),
    search_words = CASE WHEN p.name_en = '' AND s.name_en <> '' THEN p.search_words || ltrim(s.search_words)
        ELSE p.search_words END,
    phone_sealed = CASE WHEN p.phone_hash IS NULL THEN s.phone_sealed ELSE p.phone_sealed END,
    phone_end = CASE WHEN p.phone_hash IS NULL THEN s.phone_end ELSE p.phone_end END,
    phone_hash = COALESCE(p.phone_hash, NULLIF(s.phone_hash, ''))
FROM staged s WHERE s.fills AND p.id = s.person_id
RETURNING p.id, p.name_en, p.email, p.gender, p.phone_sealed, p.phone_hash, p.phone_end, p.search_words
"""
INSERT_APPOINTMENTS = """
INSERT INTO network_appointment (code, person_id, office_id, area_id, seat, starts_on, ends_on, trained_on,
    appointed_by_id, reason, created_at)
SELECT office_code, person_id, office_id, home_id, seat, COALESCE(since, %(today)s), until, trained_on,
    %(by)s, %(reason)s, now()
FROM staged WHERE office_id IS NOT NULL AND NOT is_held ORDER BY number
RETURNING id
"""
SEATLESS = """
UPDATE judged j SET verdict = s.verdict, reasons = s.reasons FROM staged s WHERE s.number = j.number AND s.verdict = 'refused';
DELETE FROM staged WHERE verdict = 'refused'
"""
NOTE_RESULT = """
UPDATE network_importrow row SET verdict = s.verdict, reasons = s.reasons,
    is_written = s.verdict = 'good' OR (s.verdict = 'doubtful' AND (%(all)s OR s.number = ANY (%(ticked)s)))
FROM judged s WHERE row.batch_id = %(batch)s AND row.number = s.number
"""
JUDGED = "CREATE TEMPORARY TABLE judged ON COMMIT DROP AS SELECT number, verdict, reasons FROM staged"
