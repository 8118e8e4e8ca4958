from django.db import migrations

# Every way by which a person can be reached besides Samvad, the earlier the better: the person's own first choice, then what is
# fastest. E-mail and SMS use the address of the person's record as long as nothing came back from just that one.
USABLE = """
CREATE VIEW campaigns_usable_way AS
SELECT person.id AS person_id, 'email'::text AS channel,
       CASE WHEN person.preferred_channel = 'email' THEN 0 ELSE 3 END AS place
FROM network_person person
WHERE person.email <> '' AND NOT EXISTS (
    SELECT FROM campaigns_channeladdress shut
    WHERE shut.person_id = person.id AND shut.channel = 'email' AND shut.suspended_at IS NOT NULL
      AND shut.address_hash = encode(sha256(convert_to(lower(person.email), 'UTF8')), 'hex'))
UNION ALL
SELECT person.id, address.channel::text,
       CASE WHEN person.preferred_channel = address.channel THEN 0
            WHEN address.channel = 'telegram' THEN 1
            WHEN address.channel = 'push' THEN 2
            ELSE 4 END
FROM campaigns_channeladdress address
JOIN network_person person ON person.id = address.person_id
WHERE address.channel IN ('telegram', 'push', 'sms')
  AND address.verified_at IS NOT NULL AND address.suspended_at IS NULL
  AND (address.channel <> 'sms' OR address.address_hash = person.phone_hash)
"""
# The ways that a message goes out by: Samvad itself, and the first of the others.
WAYS = """
CREATE VIEW campaigns_way AS
SELECT person.id AS person_id, way.channel
FROM network_person person
CROSS JOIN LATERAL (
    SELECT 'in_app'::text AS channel
    UNION ALL
    (SELECT usable.channel FROM campaigns_usable_way usable WHERE usable.person_id = person.id
     ORDER BY usable.place LIMIT 1)
) AS way
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_channel_addresses"), ("network", "0023_more_channels")]

    operations = [
        migrations.RunSQL(USABLE, "DROP VIEW campaigns_usable_way"),
        migrations.RunSQL(WAYS, "DROP VIEW campaigns_way"),
    ]
