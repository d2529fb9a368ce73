-- Seal a card in one statement: count the sender's own cards, then store the card, its recipients and its readers,
-- what it counts for (the log that is folded into tallies), and that somebody is to be told of it (the outbox).
-- A card that this form sealed a moment ago counts against no limit: the second of two taps gets that one back.
WITH sealed AS (
    SELECT id FROM cards_card WHERE sender_id = %(sender)s::bigint AND form_id = %(form)s::uuid
), recent AS (
    SELECT count(*) AS n FROM cards_card
    WHERE sender_id = %(sender)s::bigint AND id >= %(hour_ago)s::bigint AND id NOT IN (SELECT id FROM sealed)
), crowded AS (
    SELECT person_id FROM cards_cardrecipient
    WHERE sender_id = %(sender)s::bigint AND person_id = ANY(%(named)s::bigint[])
      AND card_id >= %(day_start)s::bigint AND NOT is_with_unit AND card_id NOT IN (SELECT id FROM sealed)
    GROUP BY person_id HAVING count(*) >= %(a_day)s::integer
), allowed AS (
    SELECT card_id_at(%(at)s::timestamptz) AS id FROM recent
    WHERE n < %(an_hour)s::integer AND NOT EXISTS (SELECT FROM crowded)
), card AS (
    INSERT INTO cards_card (id, at, sent_on, origin, sender_id, sender_unit_id, sender_team_id, card_type_id, audience,
                            to_unit_id, message, ready_line_id, form_id)
    SELECT id, %(at)s::timestamptz, %(today)s::date, 'colleague', %(sender)s::bigint, %(sender_unit)s::bigint,
           %(sender_team)s::bigint, %(card_type)s::bigint, %(told)s::smallint, %(to_unit)s::bigint,
           %(message)s::text, %(ready_line)s::bigint, %(form)s::uuid
    FROM allowed
    ON CONFLICT (sender_id, form_id) DO NOTHING
    RETURNING id
), recipients AS (
    INSERT INTO cards_cardrecipient (card_id, person_id, unit_id, team_id, sender_id, card_type_id, audience,
                                     is_with_unit, is_received)
    SELECT card.id, person_id, unit_id, team_id, %(sender)s::bigint, %(card_type)s::bigint, seen_by,
           %(is_with_unit)s::boolean, is_received
    FROM card, unnest(%(people)s::bigint[], %(units)s::bigint[], %(teams)s::bigint[], %(received)s::boolean[],
                      %(seen_by)s::smallint[])
        AS recipient (person_id, unit_id, team_id, is_received, seen_by)
), readers AS (
    INSERT INTO cards_cardaudience (unit_id, audience, card_id, card_type_id)
    SELECT unit_id, %(audience)s::smallint, card.id, %(card_type)s::bigint
    FROM card, unnest(%(readers)s::bigint[]) AS reader (unit_id)
), entries AS (
    INSERT INTO cards_tallyentry (card_id, person_id, was, becomes)
    SELECT card.id, target, 0, becomes
    FROM card, unnest(%(targets)s::integer[], %(counted)s::smallint[]) AS entry (target, becomes)
), notice AS (
    INSERT INTO cards_notice (card_id) SELECT id FROM card
)
SELECT (SELECT id FROM card), (SELECT n FROM recent), ARRAY(SELECT person_id FROM crowded)
