-- Units in some periods. False, and nothing, while something is not folded yet.
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(grains)s::text[], %(periods)s::date[], %(last_days)s::date[], %(days)s::date[])
        AS slice (grain, period, last_on, on_day)
), current AS MATERIALIZED (
    SELECT coalesce((SELECT bool_and(LEAST(settled_on, last_on) = on_day) FROM cards_tallystate, asked), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
), people AS (
    SELECT tally.grain, tally.period, card_type_id, unit_id,
           count(*) FILTER (WHERE received > 0) AS seen, count(*) FILTER (WHERE given > 0) AS givers
    FROM asked JOIN cards_persontally AS tally ON tally.grain = asked.grain AND tally.period = asked.period
    WHERE card_type_id = ANY(%(card_types)s::smallint[]) AND unit_id {of_units}
    GROUP BY tally.grain, tally.period, card_type_id, unit_id
), units AS (
    SELECT tally.grain, tally.period, card_type_id, unit_id, encounters, open_encounters, headcount
    FROM asked JOIN cards_unittally AS tally ON tally.grain = asked.grain AND tally.period = asked.period
    WHERE card_type_id = ANY(%(card_types)s::smallint[]) AND unit_id {of_units}
)
SELECT current.is_current, grain, period, card_type_id, unit_id, headcount, seen, givers, encounters, open_encounters
FROM current LEFT JOIN (units FULL JOIN people USING (grain, period, card_type_id, unit_id)) ON current.is_current
