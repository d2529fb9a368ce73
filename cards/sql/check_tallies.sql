-- (begins with recount.sql) Hold the tallies against the recount: a row for each number that differs.
, expected AS (
    SELECT 'person' AS what, grain, period, card_type_id, coalesce(homes.unit_id, 0) AS unit_id, person_id AS other_id,
           ARRAY[given, received, thanked, own_thanked, seen_by, firsts] AS numbers
    FROM person_counts
    LEFT JOIN homes USING (grain, period, person_id)
    UNION ALL
    SELECT 'unit', grain, period, card_type_id, unit_id, 0, ARRAY[encounters, open_encounters] FROM unit_counts
    UNION ALL
    SELECT 'flow', grain, period, card_type_id, from_unit_id, to_unit_id, ARRAY[encounters] FROM flow_counts
    UNION ALL
    SELECT 'headcount', headcount.grain, headcount.period, 0, headcount.unit_id, 0, ARRAY[count(person.id)::integer]
    FROM cards_unittally AS headcount
    CROSS JOIN LATERAL LEAST(%(settled_on)s::date, period_ends(headcount.grain, headcount.period)) AS on_day
    LEFT JOIN cards_membership AS membership
        ON membership.unit_id = headcount.unit_id
        AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
    LEFT JOIN cards_person AS person
        ON person.id = membership.person_id
        AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    WHERE headcount.headcount IS NOT NULL AND headcount.card_type_id = 0
    GROUP BY headcount.grain, headcount.period, headcount.unit_id
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
