-- How many people read each language on a day, and the encounters they gave in a period, without "only us", as far as
-- the log has been folded.
SELECT person.language, count(*) FILTER (
    WHERE person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true)
), coalesce(sum(tally.given), 0)
FROM cards_person AS person
LEFT JOIN (
    SELECT person_id, sum(given) AS given FROM cards_persontally
    WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = 0
    GROUP BY person_id
) AS tally ON tally.person_id = person.id
GROUP BY person.language
