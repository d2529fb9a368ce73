-- (begins with recount.sql) Fill the emptied tallies, and take what is in them out of the log: cards and log are seen
-- in one snapshot, so that what is appended meanwhile stays there and is folded later.
, forgotten AS (
    DELETE FROM cards_tallyentry WHERE card_id < %(below)s::bigint
)
, people AS (
    INSERT INTO cards_persontally (grain, period, card_type_id, unit_id, person_id, given, received, thanked,
                                   own_thanked, seen_by, firsts)
    SELECT grain, period, card_type_id, unit_id, person_id, given, received, thanked, own_thanked, seen_by, firsts
    FROM person_counts
    ORDER BY grain, period, card_type_id, unit_id, person_id
), units AS (
    INSERT INTO cards_unittally (grain, period, card_type_id, unit_id, encounters, open_encounters)
    SELECT grain, period, card_type_id, unit_id, encounters, open_encounters FROM unit_counts
), flows AS (
    INSERT INTO cards_flowtally (grain, period, card_type_id, from_unit_id, to_unit_id, encounters)
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, encounters FROM flow_counts
)
SELECT count(*) FROM counted
