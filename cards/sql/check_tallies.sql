-- (begins with recount.sql) Hold the tallies against the recount: a row for each number that differs.
, headed AS (
    -- Heads are counted in every period since the first card; where they have been counted before that, it counts too.
    SELECT slice.grain, slice.period
    FROM (SELECT sent_on AS first_on FROM cards_card ORDER BY id LIMIT 1) AS card
    CROSS JOIN LATERAL generate_series(first_on::timestamp, %(today)s::date::timestamp, '1 day') AS on_day
    CROSS JOIN LATERAL periods_of(on_day::date) AS slice
    UNION
    SELECT grain, period FROM cards_unittally WHERE headcount IS NOT NULL
), expected AS (
    SELECT 'person' AS what, grain, period, card_type_id, unit_id, person_id AS other_id,
           ARRAY[given, received, thanked, own_thanked, seen_by, firsts] AS numbers
    FROM person_counts
    UNION ALL
    SELECT 'unit', grain, period, card_type_id, unit_id, 0, ARRAY[encounters, open_encounters] FROM unit_counts
    UNION ALL
    SELECT 'flow', grain, period, card_type_id, from_unit_id, to_unit_id, ARRAY[encounters] FROM flow_counts
    UNION ALL
    SELECT 'headcount', headed.grain, headed.period, 0, unit.id, 0, ARRAY[count(person.id)::integer]
    FROM headed
    CROSS JOIN LATERAL LEAST(%(today)s::date, period_ends(headed.grain, headed.period)) AS on_day
    CROSS JOIN cards_unit AS unit
    LEFT JOIN cards_membership AS membership
        ON membership.unit_id = unit.id
        AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
    LEFT JOIN cards_person AS person
        ON person.id = membership.person_id
        AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    WHERE unit.level <> 'team'
    GROUP BY headed.grain, headed.period, unit.id
), actual AS (
    SELECT 'person' AS what, grain, period, card_type_id, unit_id, person_id AS other_id,
           ARRAY[given, received, thanked, own_thanked, seen_by, firsts::integer] AS numbers
    FROM cards_persontally
    UNION ALL
    SELECT 'unit', grain, period, card_type_id, unit_id, 0, ARRAY[encounters, open_encounters] FROM cards_unittally
    UNION ALL
    SELECT 'flow', grain, period, card_type_id, from_unit_id, to_unit_id, ARRAY[encounters] FROM cards_flowtally
    UNION ALL
    SELECT 'headcount', grain, period, 0, unit_id, 0, ARRAY[headcount]
    FROM cards_unittally WHERE headcount IS NOT NULL AND card_type_id = 0
)
SELECT what, grain, period, card_type_id, unit_id, other_id, expected.numbers AS counted, actual.numbers AS stored
FROM expected FULL JOIN actual USING (what, grain, period, card_type_id, unit_id, other_id)
WHERE coalesce(expected.numbers, array_fill(0, ARRAY[cardinality(actual.numbers)]))
    <> coalesce(actual.numbers, array_fill(0, ARRAY[cardinality(expected.numbers)]))
ORDER BY what, grain, period, card_type_id, unit_id, other_id
