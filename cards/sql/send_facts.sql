-- What sealing a card must know of its sender and recipients, and the card that this form has sealed already.
-- The lock makes one sender's cards wait for each other, so that limits counted in the next statement hold.
WITH sender AS MATERIALIZED (SELECT pg_advisory_xact_lock(20101, %(sender)s::integer))
SELECT
    person.id,
    person.unit_id,
    person.ceiling,
    person.is_protected,
    person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true) AS is_employed,
    (SELECT team_id FROM cards_teammembership AS membership
      WHERE membership.person_id = person.id
        AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
      ORDER BY membership.is_first DESC, membership.from_on, membership.id LIMIT 1) AS team_id,
    EXISTS (SELECT FROM cards_block AS block
      WHERE block.blocker_id = person.id AND block.blocked_id = %(sender)s::bigint) AS has_blocked,
    (SELECT id FROM cards_card WHERE sender_id = %(sender)s::bigint AND form_id = %(form)s::uuid) AS sealed_id,
    (SELECT id FROM cards_unit WHERE level = 'root') AS root_id
FROM sender, cards_person AS person
WHERE person.id = ANY(%(people)s::bigint[])
