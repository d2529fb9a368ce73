-- Move people's rows of some periods to the unit they belonged to on each period's day.
WITH slices AS (
    SELECT * FROM unnest(%(grains)s::text[], %(periods)s::date[], %(days)s::date[]) AS slice (grain, period, on_day)
), belonging AS (
    SELECT slices.grain, slices.period, membership.person_id, membership.unit_id
    FROM slices
    JOIN cards_membership AS membership
        ON membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
    JOIN cards_person AS person
        ON person.id = membership.person_id
        AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
), moved AS (
    SELECT tally.grain, tally.period, tally.person_id, coalesce(belonging.unit_id, 0) AS unit_id
    FROM slices
    JOIN cards_persontally AS tally ON tally.grain = slices.grain AND tally.period = slices.period
    LEFT JOIN belonging
        ON belonging.grain = tally.grain AND belonging.period = tally.period AND belonging.person_id = tally.person_id
    WHERE tally.unit_id <> coalesce(belonging.unit_id, 0)
    GROUP BY tally.grain, tally.period, tally.person_id, belonging.unit_id
)
UPDATE cards_persontally AS tally SET unit_id = moved.unit_id FROM moved
WHERE tally.grain = moved.grain AND tally.period = moved.period AND tally.person_id = moved.person_id
