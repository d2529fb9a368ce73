-- (begins with tally_changes.sql) The same, with what is not folded.
SELECT true, from_unit_id, to_unit_id, sum(encounters)
FROM (
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, encounters FROM cards_flowtally
    UNION ALL
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, encounters FROM flow_changes
) AS tally
WHERE grain = %(grain)s::text AND period = %(first_on)s::date AND card_type_id = %(card_type)s::smallint {of_units}
GROUP BY from_unit_id, to_unit_id
