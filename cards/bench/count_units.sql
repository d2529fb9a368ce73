-- What the units' board of one period shows, counted from the cards themselves: what the tallies are held against.
WITH counted AS (
    SELECT got.sender_id, got.person_id, 0 AS group_id, card.sent_on, card.sender_unit_id,
           CASE WHEN NOT got.is_received THEN 0 WHEN got.audience > 0 THEN 3 ELSE 2 END AS state
    FROM cards_card AS card JOIN cards_cardrecipient AS got ON got.card_id = card.id
    WHERE card.id >= %(from_id)s::bigint AND card.id < %(below)s::bigint
      AND card.sent_on BETWEEN %(first_on)s::date AND %(last_on)s::date AND NOT got.is_with_unit
    UNION ALL
    SELECT card.sender_id, 0, card.to_unit_id, card.sent_on, card.sender_unit_id,
           max(CASE WHEN got.audience > 0 THEN 3 ELSE 2 END)
    FROM cards_card AS card JOIN cards_cardrecipient AS got ON got.card_id = card.id
    WHERE card.id >= %(from_id)s::bigint AND card.id < %(below)s::bigint AND card.to_unit_id IS NOT NULL
      AND card.sent_on BETWEEN %(first_on)s::date AND %(last_on)s::date AND got.is_with_unit AND got.is_received
    GROUP BY card.id
), encounters AS MATERIALIZED (
    SELECT sender_id, person_id, sender_unit_id, max(state) AS state
    FROM counted WHERE state > 1 GROUP BY sender_id, person_id, group_id, sent_on, sender_unit_id
), homes AS (
    SELECT membership.unit_id, membership.person_id
    FROM cards_membership AS membership JOIN cards_person AS person ON person.id = membership.person_id
    WHERE membership.from_on <= %(last_on)s::date AND coalesce(membership.to_on >= %(last_on)s::date, true)
      AND person.employed_from <= %(last_on)s::date AND coalesce(person.employed_to >= %(last_on)s::date, true)
), people AS (
    SELECT unit_id, count(*) AS headcount,
           count(*) FILTER (WHERE person_id IN (SELECT person_id FROM encounters WHERE state = 3)) AS seen,
           count(*) FILTER (WHERE person_id IN (SELECT sender_id FROM encounters WHERE state = 3)) AS givers
    FROM homes GROUP BY unit_id
), given AS (
    SELECT sender_unit_id AS unit_id, count(*) AS encounters, count(*) FILTER (WHERE state = 3) AS open_encounters
    FROM encounters GROUP BY sender_unit_id
)
SELECT unit_id, headcount, seen, givers, coalesce(encounters, 0), coalesce(open_encounters, 0)
FROM people LEFT JOIN given USING (unit_id)
