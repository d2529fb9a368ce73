-- Who gave to whom, by unit. False, and nothing, while something is not folded yet.
WITH current AS MATERIALIZED (
    SELECT NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
)
SELECT current.is_current, from_unit_id, to_unit_id, encounters
FROM current
LEFT JOIN cards_flowtally AS tally
    ON tally.grain = %(grain)s::text AND tally.period = %(first_on)s::date
    AND tally.card_type_id = %(card_type)s::smallint {of_units}
