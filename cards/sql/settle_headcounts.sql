-- Write how many belonged to each unit on the day of some periods.
INSERT INTO cards_unittally AS tally (grain, period, card_type_id, unit_id, encounters, open_encounters, headcount)
SELECT slice.grain, slice.period, 0, unit.id, 0, 0, count(person.id)
FROM unnest(%(grains)s::text[], %(periods)s::date[], %(days)s::date[]) AS slice (grain, period, on_day)
CROSS JOIN cards_unit AS unit
LEFT JOIN cards_membership AS membership
    ON membership.unit_id = unit.id AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
LEFT JOIN cards_person AS person
    ON person.id = membership.person_id
    AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
WHERE unit.level <> 'team'
GROUP BY slice.grain, slice.period, unit.id
ON CONFLICT (grain, period, card_type_id, unit_id) DO UPDATE SET headcount = excluded.headcount
WHERE tally.headcount IS DISTINCT FROM excluded.headcount
