-- Encounters of a period by the language their givers read today, without "only us". False, and nothing, while
-- something is not folded yet.
WITH current AS MATERIALIZED (
    SELECT NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
)
SELECT current.is_current, given.language, given.encounters
FROM current
LEFT JOIN (
    SELECT person.language, sum(tally.given) AS encounters
    FROM cards_persontally AS tally JOIN cards_person AS person ON person.id = tally.person_id
    WHERE tally.grain = %(grain)s::text AND tally.period = %(first_on)s::date AND tally.card_type_id = 0
    GROUP BY person.language
) AS given ON current.is_current
