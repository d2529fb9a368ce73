-- One stretch of the tallies: a unit's people in one period. False, and nothing, while something is not folded yet.
WITH current AS MATERIALIZED (
    SELECT coalesce((SELECT LEAST(settled_on, %(last_on)s::date) = %(on)s::date FROM cards_tallystate), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
)
SELECT current.is_current, person_id, given, received, thanked, own_thanked, seen_by, firsts
FROM current
LEFT JOIN cards_persontally AS tally
    ON tally.grain = %(grain)s::text AND tally.period = %(first_on)s::date
    AND tally.card_type_id = %(card_type)s::smallint AND tally.unit_id = %(unit)s::integer
