-- (begins with recount.sql) Fill the emptied tallies, and take what is in them out of the log: cards and log are seen
-- in one snapshot, so that what is appended meanwhile stays there and is folded later.
, forgotten AS (
    DELETE FROM cards_tallyentry WHERE card_id < %(below)s::bigint
)
, people AS (
    INSERT INTO cards_persontally (grain, period, card_type_id, unit_id, person_id, given, received, thanked,
                                   own_thanked, seen_by, firsts)
    SELECT grain, period, card_type_id, coalesce(home.unit_id, 0), person_id, given, received, thanked, own_thanked,
           seen_by, firsts
    FROM person_counts
    LEFT JOIN LATERAL (
        SELECT membership.unit_id
        FROM LEAST(%(settled_on)s::date, period_ends(grain, period)) AS on_day
        JOIN cards_membership AS membership
            ON membership.person_id = person_counts.person_id
            AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
        JOIN cards_person AS person
            ON person.id = membership.person_id
            AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    ) AS home ON true
), units AS (
    INSERT INTO cards_unittally (grain, period, card_type_id, unit_id, encounters, open_encounters)
    SELECT grain, period, card_type_id, unit_id, encounters, open_encounters FROM unit_counts
), flows AS (
    INSERT INTO cards_flowtally (grain, period, card_type_id, from_unit_id, to_unit_id, encounters)
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, encounters FROM flow_counts
)
SELECT count(*) FROM counted
