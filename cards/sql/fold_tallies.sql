-- (begins with tally_changes.sql) Take entries out of the log and into the tallies. The caller holds the fold's lock,
-- and has settled who belongs where today.
, taken AS (
    DELETE FROM cards_tallyentry AS entry USING waiting WHERE entry.id = waiting.id AND waiting.is_taken
    RETURNING entry.id
), people AS (
    INSERT INTO cards_persontally AS tally (grain, period, card_type_id, unit_id, person_id, given, received, thanked,
                                            own_thanked, seen_by, firsts)
    SELECT grain, period, card_type_id, unit_id, person_id, given, received, thanked, own_thanked, seen_by, firsts
    FROM person_changes
    ON CONFLICT (grain, period, card_type_id, unit_id, person_id) DO UPDATE SET
        given = tally.given + excluded.given,
        received = tally.received + excluded.received,
        thanked = tally.thanked + excluded.thanked,
        own_thanked = tally.own_thanked + excluded.own_thanked,
        seen_by = tally.seen_by + excluded.seen_by,
        firsts = tally.firsts + excluded.firsts
), units AS (
    INSERT INTO cards_unittally AS tally (grain, period, card_type_id, unit_id, encounters, open_encounters)
    SELECT grain, period, card_type_id, unit_id, encounters, open_encounters
    FROM unit_changes WHERE (encounters, open_encounters) <> (0, 0)
    ON CONFLICT (grain, period, card_type_id, unit_id) DO UPDATE SET
        encounters = tally.encounters + excluded.encounters,
        open_encounters = tally.open_encounters + excluded.open_encounters
), flows AS (
    INSERT INTO cards_flowtally AS tally (grain, period, card_type_id, from_unit_id, to_unit_id, encounters)
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, encounters FROM flow_changes WHERE encounters <> 0
    ON CONFLICT (grain, period, card_type_id, from_unit_id, to_unit_id) DO UPDATE SET
        encounters = tally.encounters + excluded.encounters
)
SELECT count(*) FROM taken
