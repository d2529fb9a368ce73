-- (begins with tally_changes.sql) The same, with what is not folded, and by where people belong at this moment.
, asked AS MATERIALIZED (
    SELECT * FROM unnest(%(grains)s::text[], %(periods)s::date[], %(last_days)s::date[], %(days)s::date[])
        AS slice (grain, period, last_on, on_day)
), belonging AS MATERIALIZED (
    SELECT asked.grain, asked.period, membership.unit_id, membership.person_id
    FROM asked
    JOIN cards_membership AS membership
        ON membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
    JOIN cards_person AS person
        ON person.id = membership.person_id
        AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    WHERE membership.unit_id {of_units}
), standing AS MATERIALIZED (
    -- Sorted together: a join would be planned by a guess at how many these are.
    SELECT grain, period, card_type_id, person_id, unit_id, given,
           CASE WHEN tally_unit_id = unit_id THEN received ELSE 0 END AS received, tally_unit_id <> unit_id AS is_stray
    FROM (
        SELECT grain, period, card_type_id, person_id, tally_unit_id, given, received,
               max(home_id) OVER (PARTITION BY grain, period, person_id) AS unit_id
        FROM (
            SELECT grain, period, card_type_id, person_id, unit_id, NULL::integer, given, received
            FROM cards_persontally JOIN asked USING (grain, period)
            WHERE card_type_id = ANY(%(card_types)s::smallint[])
            UNION ALL
            SELECT grain, period, NULL, person_id, NULL, unit_id, NULL, NULL FROM belonging
        ) AS one (grain, period, card_type_id, person_id, tally_unit_id, home_id, given, received)
    ) AS tally
    WHERE unit_id IS NOT NULL AND card_type_id IS NOT NULL
), strays AS MATERIALIZED (
    SELECT grain, period, person_id, unit_id FROM standing WHERE is_stray
)
{strays_got}
, everybody AS (
    SELECT grain, period, card_type_id, unit_id, person_id, sum(given) AS given, sum(received) AS received
    FROM (
        SELECT grain, period, card_type_id, unit_id, person_id, given, received FROM standing
        UNION ALL
        SELECT grain, period, card_type_id, unit_id, person_id, 0, received FROM strays_got
        UNION ALL
        SELECT grain, period, card_type_id, unit_id, person_id, given, received FROM person_changes
        JOIN asked USING (grain, period)
        WHERE unit_id {of_units}
    ) AS tally
    WHERE card_type_id = ANY(%(card_types)s::smallint[])
    GROUP BY grain, period, card_type_id, unit_id, person_id
), people AS (
    SELECT grain, period, card_type_id, unit_id,
           count(*) FILTER (WHERE received > 0) AS seen, count(*) FILTER (WHERE given > 0) AS givers
    FROM everybody GROUP BY grain, period, card_type_id, unit_id
), heads AS (
    SELECT asked.grain, asked.period, 0::smallint AS card_type_id, unit.id AS unit_id, count(belonging.person_id) AS headcount
    FROM asked CROSS JOIN cards_unit AS unit
    LEFT JOIN belonging
        ON belonging.grain = asked.grain AND belonging.period = asked.period AND belonging.unit_id = unit.id
    WHERE unit.level <> 'team' AND unit.id {of_units}
    GROUP BY asked.grain, asked.period, unit.id
), units AS (
    SELECT grain, period, card_type_id, unit_id, sum(encounters) AS encounters, sum(open_encounters) AS open_encounters
    FROM (
        SELECT grain, period, card_type_id, unit_id, encounters, open_encounters FROM cards_unittally
        JOIN asked USING (grain, period)
        UNION ALL
        SELECT grain, period, card_type_id, unit_id, encounters, open_encounters FROM unit_changes
        JOIN asked USING (grain, period)
    ) AS tally
    WHERE card_type_id = ANY(%(card_types)s::smallint[]) AND unit_id {of_units}
    GROUP BY grain, period, card_type_id, unit_id
)
SELECT true, grain, period, card_type_id, unit_id, headcount, seen, givers, encounters, open_encounters
FROM units FULL JOIN people USING (grain, period, card_type_id, unit_id)
FULL JOIN heads USING (grain, period, card_type_id, unit_id)
