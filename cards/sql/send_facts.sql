-- What sealing a card must know of its sender and recipients; send_card.sql asks again whether it is still so.
SELECT
    person.id,
    person.unit_id,
    person.ceiling,
    person.is_protected,
    person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true) AS is_employed,
    person.is_admin OR unit.stage = 'open' OR EXISTS (
        SELECT FROM cards_unitmanager AS manager JOIN cards_unit AS managed ON managed.id = manager.unit_id
        WHERE manager.person_id = person.id AND managed.stage <> 'closed') AS is_let_in,
    EXISTS (SELECT FROM cards_block AS block
      WHERE block.blocker_id = person.id AND block.blocked_id = %(sender)s::integer) AS has_blocked
FROM cards_person AS person
JOIN cards_unit AS unit ON unit.id = person.unit_id
WHERE person.id = ANY(%(people)s::integer[])
