-- (begins with tally_changes.sql) The same, with what is not folded.
SELECT true, person.language, sum(tally.given)
FROM (
    SELECT person_id, given FROM cards_persontally
    WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = 0
    UNION ALL
    SELECT person_id, given FROM person_changes
    WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = 0
) AS tally
JOIN cards_person AS person ON person.id = tally.person_id
GROUP BY person.language
