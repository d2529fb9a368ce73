-- (inserted after tally_changes.sql and `strays`: people whose tallies of a slice stand in another unit than theirs)
-- What strays got in the unit that is theirs, as far as the tallies know: as each card was when it was last folded.
, kept AS (
    SELECT stray.grain, stray.period, stray.person_id, stray.unit_id, got.sender_id, got.sent_on, got.card_id,
           got.card_type_id, got.to_unit_id
    FROM (SELECT DISTINCT grain, period, person_id, unit_id FROM strays WHERE unit_id <> 0) AS stray
    CROSS JOIN LATERAL period_ends(stray.grain, stray.period) AS last_on
    CROSS JOIN LATERAL (
        SELECT got.sender_id, card.sent_on, got.card_id, got.card_type_id, got.unit_id AS to_unit_id
        FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
        WHERE got.person_id = stray.person_id AND got.is_received AND got.audience > 0 AND NOT got.is_with_unit
          AND got.card_id >= card_id_floor(stray.period - 1) AND got.card_id < card_id_floor(last_on + 3)
          AND card.sent_on >= stray.period AND card.sent_on <= last_on AND card.sender_id IS NOT NULL
          AND NOT EXISTS (
              SELECT FROM cards_tallyentry AS entry WHERE entry.card_id = got.card_id AND entry.person_id = got.person_id)
        UNION ALL
        SELECT sender_id, sent_on, card_id, card_type_id, to_unit_id FROM moved
        WHERE person_id = stray.person_id AND before = 3 AND sent_on >= stray.period AND sent_on <= last_on
    ) AS got
), days_of_strays AS (
    SELECT grain, period, person_id, unit_id, kind.card_type_id, sender_id,
           (array_agg(to_unit_id ORDER BY card_id))[1] = unit_id AS begins_here, bool_or(to_unit_id = unit_id) AS is_here
    FROM kept CROSS JOIN LATERAL (VALUES (0::smallint), (kept.card_type_id)) AS kind (card_type_id)
    GROUP BY grain, period, person_id, unit_id, kind.card_type_id, sender_id, sent_on
), strays_got AS MATERIALIZED (
    SELECT grain, period, card_type_id, person_id, unit_id,
           count(*) FILTER (WHERE begins_here)::integer AS received,
           count(DISTINCT sender_id) FILTER (WHERE is_here)::integer AS seen_by
    FROM days_of_strays GROUP BY grain, period, card_type_id, person_id, unit_id
)
