-- (begins with tally_changes.sql) The same, with what is not folded, and by where people belong at this moment.
, belonging AS MATERIALIZED (
    SELECT membership.person_id
    FROM cards_membership AS membership JOIN cards_person AS person ON person.id = membership.person_id
    WHERE membership.unit_id = %(unit)s::integer
      AND membership.from_on <= %(on)s::date AND coalesce(membership.to_on >= %(on)s::date, true)
      AND person.employed_from <= %(on)s::date AND coalesce(person.employed_to >= %(on)s::date, true)
), standing AS MATERIALIZED (
    SELECT * FROM cards_persontally
    WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = %(card_type)s::smallint
      AND person_id IN (SELECT person_id FROM belonging)
), strays AS MATERIALIZED (
    SELECT grain, period, person_id, %(unit)s::integer AS unit_id FROM standing WHERE unit_id <> %(unit)s::integer
)
{strays_got}
SELECT true, person_id, sum(given), sum(received), sum(thanked), sum(own_thanked), sum(seen_by), sum(firsts)
FROM (
    SELECT person_id, given, CASE WHEN unit_id = %(unit)s::integer THEN received ELSE 0 END AS received, thanked, own_thanked,
           CASE WHEN unit_id = %(unit)s::integer THEN seen_by ELSE 0 END AS seen_by, firsts
    FROM standing
    UNION ALL
    SELECT person_id, 0, received, 0, 0, seen_by, 0 FROM strays_got WHERE card_type_id = %(card_type)s::smallint
    UNION ALL
    SELECT person_id, given, received, thanked, own_thanked, seen_by, firsts FROM person_changes
    WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = %(card_type)s::smallint
      AND unit_id = %(unit)s::integer
) AS tally
GROUP BY person_id
