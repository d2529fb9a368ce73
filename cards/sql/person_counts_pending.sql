-- (begins with tally_changes.sql) The same, with what is not folded, and by where people belong at this moment.
, belonging AS (
    SELECT membership.person_id
    FROM cards_membership AS membership JOIN cards_person AS person ON person.id = membership.person_id
    WHERE membership.unit_id = %(unit)s::integer
      AND membership.from_on <= %(on)s::date AND coalesce(membership.to_on >= %(on)s::date, true)
      AND person.employed_from <= %(on)s::date AND coalesce(person.employed_to >= %(on)s::date, true)
)
SELECT true, person_id, sum(given), sum(received), sum(thanked), sum(own_thanked), sum(seen_by), sum(firsts)
FROM (
    SELECT grain, period, card_type_id, person_id, given, received, thanked, own_thanked, seen_by, firsts
    FROM cards_persontally
    UNION ALL
    SELECT grain, period, card_type_id, person_id, given, received, thanked, own_thanked, seen_by, firsts
    FROM person_changes
) AS tally
WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = %(card_type)s::smallint
  AND person_id IN (SELECT person_id FROM belonging)
GROUP BY person_id
