-- Makes the deliveries that tell of a training: one for each place and channel, each key once.
-- With only_told, only people to whom the invitation left (or is just leaving); others hear the truth when theirs leaves.
INSERT INTO campaigns_delivery (key, attendance_id, person_id, area_id, channel, purpose, status, due_at)
SELECT %(purpose)s || ':' || attendance.id || %(mark)s || ':' || way.channel, attendance.id, person.id, person.home_area_id,
       way.channel, %(purpose)s, 'queued', %(due)s
FROM influencers_attendance attendance
JOIN network_person person ON person.id = attendance.person_id
JOIN campaigns_way AS way ON way.person_id = person.id
WHERE attendance.training_id = %(training)s
  AND attendance.invited_at <= %(invited_until)s
  AND (NOT %(only_told)s OR EXISTS (
      SELECT FROM campaigns_delivery told
      WHERE told.attendance_id = attendance.id AND told.purpose = 'training' AND told.status IN ('sending', 'sent')))
ON CONFLICT (key) DO NOTHING
