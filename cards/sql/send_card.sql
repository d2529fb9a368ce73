-- Seal a card in one statement: hold it to what was known when it was settled, to whom and when its type is for, and to
-- the sender's limits, then store the card, its recipients and its readers, what it counts for (the log that is folded
-- into tallies), and that somebody is to be told of it (the outbox). {habit} keeps the sender's choice for the next.
-- sent_lately() lets one sender's cards wait for each other, so that limits hold; a card that this form has sealed
-- already is answered, whatever is so.
WITH found AS MATERIALIZED (
    -- The recipients, and the sender; `becomes` of the sender is what the card counts for its unit.
    SELECT person.id, person.unit_id, person.ceiling, person.is_protected, asked.known, asked.seen_by, asked.becomes,
           person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true)
               AS is_employed,
           person.is_admin OR (SELECT stage = 'open' FROM cards_unit WHERE id = person.unit_id)
               OR manages_let_in(person.id) AS is_let_in,
           EXISTS (SELECT FROM cards_block AS block
                    WHERE block.blocker_id = person.id AND block.blocked_id = %(sender)s::integer) AS has_blocked,
           (SELECT team_id FROM cards_teammembership AS membership
             WHERE membership.person_id = person.id
               AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
             ORDER BY membership.is_first DESC, membership.from_on, membership.id LIMIT 1) AS team_id
    -- SELECT hides how many there are: PostgreSQL would plan anew for every card, which costs more than the card.
    FROM (SELECT unnest((SELECT %(people)s::integer[])) AS id, unnest((SELECT %(known)s::integer[])) AS known,
                 unnest((SELECT %(seen_by)s::smallint[])) AS seen_by,
                 unnest((SELECT %(becomes)s::smallint[])) AS becomes) AS asked
    CROSS JOIN LATERAL (  -- One by one, by key.
        SELECT id, unit_id, ceiling, is_protected, is_admin, employed_from, employed_to
        FROM cards_person WHERE id = asked.id OFFSET 0) AS person
), lately AS MATERIALIZED (
    SELECT sealed_id, this_hour, crowded
    FROM sent_lately(%(sender)s::integer, %(form)s::uuid, %(hour_ago)s::bigint, %(day_start)s::bigint,
                     CASE WHEN %(to_unit)s::integer IS NULL THEN %(people)s::integer[] ELSE '{}' END,
                     %(a_day)s::integer)
), card AS (
    INSERT INTO cards_card (id, at, sent_on, origin, sender_id, sender_unit_id, sender_team_id, card_type_id, audience,
                            to_unit_id, message, ready_line_id, form_id)
    SELECT %(id_floor)s::bigint | (nextval('card_id_sequence') & 4095), %(at)s::timestamptz, %(today)s::date,
           'colleague', found.id, found.unit_id, found.team_id, %(card_type)s::smallint, %(told)s::smallint,
           %(to_unit)s::integer, %(message)s::text, %(ready_line)s::integer, %(form)s::uuid
    FROM lately, found
    WHERE sealed_id IS NULL AND this_hour < %(an_hour)s::integer AND crowded = '{}' AND found.id = %(sender)s::integer
      -- Most types are always given everywhere, and the rule has nothing to say about them.
      AND ((SELECT NOT type.is_draft AND type.is_for_staff
                   AND num_nonnulls(type.retired_at, type.starts_on, type.ends_on) = 0
                   AND cardinality(type.weekdays) + cardinality(type.kinds) = 0
                   AND NOT EXISTS (SELECT FROM cards_cardtypeunit WHERE card_type_id = type.id)
              FROM cards_cardtype AS type WHERE type.id = %(card_type)s::smallint)
           OR card_type_closed(%(card_type)s::smallint, found.unit_id, %(today)s::date) IS NULL)
      AND cardinality(%(people)s::integer[]) = (
          SELECT count(*) FROM found
          WHERE known = unit_id * 64 + ceiling * 16 + is_protected::integer * 8 + is_employed::integer * 4
                        + is_let_in::integer * 2 + has_blocked::integer)
    RETURNING id
), recipients AS (
    INSERT INTO cards_cardrecipient (card_id, person_id, unit_id, team_id, sender_id, card_type_id, audience,
                                     is_with_unit, is_received)
    SELECT card.id, found.id, unit_id, team_id, %(sender)s::integer, %(card_type)s::smallint, seen_by,
           %(to_unit)s::integer IS NOT NULL, NOT has_blocked
    FROM card, found WHERE found.id <> %(sender)s::integer
), readers AS (
    INSERT INTO cards_cardaudience (unit_id, audience, card_id, card_type_id)
    SELECT CASE unit_id WHEN 0 THEN (SELECT id FROM cards_unit WHERE level = 'root') ELSE unit_id END,
           %(audience)s::smallint, card.id, %(card_type)s::smallint
    FROM card, (SELECT unnest((SELECT %(readers)s::integer[])) AS unit_id) AS reader
), entries AS (
    INSERT INTO cards_tallyentry (card_id, person_id, was, becomes)
    SELECT card.id, nullif(found.id, %(sender)s::integer), 0, becomes FROM card, found WHERE becomes > 0
), notice AS (
    INSERT INTO cards_notice (card_id) SELECT id FROM card
){habit}
SELECT card.id, sealed_id, this_hour, crowded FROM lately LEFT JOIN card ON true
