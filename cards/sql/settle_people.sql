-- (begins with tally_changes.sql) Move people's rows of some periods to the unit they belonged to on each period's day,
-- with what they got there. By key and one by one: a join would be planned by what the tables were when last analysed.
, standing AS MATERIALIZED (
    SELECT tally.grain, tally.period, tally.person_id, tally.unit_id, slice.on_day, array_agg(tally.card_type_id) AS kinds
    FROM unnest(%(grains)s::text[], %(periods)s::date[], %(days)s::date[]) AS slice (grain, period, on_day)
    JOIN cards_persontally AS tally ON tally.grain = slice.grain AND tally.period = slice.period
    GROUP BY tally.grain, tally.period, tally.person_id, tally.unit_id, slice.on_day
), homes AS MATERIALIZED (
    SELECT standing.*, coalesce((
        SELECT membership.unit_id FROM cards_membership AS membership
        JOIN cards_person AS person ON person.id = membership.person_id
        WHERE membership.person_id = standing.person_id
          AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
          AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    ), 0) AS home_id
    FROM standing
), strays AS MATERIALIZED (
    SELECT grain, period, person_id, unit_id AS from_unit_id, home_id AS unit_id, kinds FROM homes WHERE unit_id <> home_id
)
{strays_got}
, moves AS MATERIALIZED (
    SELECT strays.grain, strays.period, kind.card_type_id, strays.from_unit_id, strays.person_id, strays.unit_id,
           coalesce(got.received, 0) AS received, coalesce(got.seen_by, 0) AS seen_by
    FROM strays
    CROSS JOIN LATERAL unnest(kinds) AS kind (card_type_id)
    LEFT JOIN strays_got AS got
        ON got.grain = strays.grain AND got.period = strays.period AND got.person_id = strays.person_id
        AND got.card_type_id = kind.card_type_id
)
UPDATE cards_persontally AS tally SET unit_id = moves.unit_id, received = moves.received, seen_by = moves.seen_by
FROM moves
WHERE tally.grain = moves.grain AND tally.period = moves.period AND tally.card_type_id = moves.card_type_id
  AND tally.unit_id = moves.from_unit_id AND tally.person_id = moves.person_id
