-- What the log changes in the tallies: the beginning of every statement that folds it, or adds what is not folded.
-- `below` is the id from which on cards are still in the postbox, `up_to` the last entry that is taken.
WITH waiting AS MATERIALIZED (
    SELECT id, card_id, coalesce(person_id, 0) AS person_id, was, becomes,
           card_id < %(below)s::bigint AND id <= %(up_to)s::bigint AS is_taken
    FROM cards_tallyentry
), touched AS MATERIALIZED (
    -- Of each recipient in the log: how it counts in the tallies as they are, and when these entries have been taken.
    SELECT card_id, person_id,
           (array_agg(was ORDER BY id))[1] AS before,
           coalesce((array_agg(was ORDER BY id) FILTER (WHERE NOT is_taken))[1],
                    (array_agg(becomes ORDER BY id DESC))[1]) AS after
    FROM waiting GROUP BY card_id, person_id
), moved AS MATERIALIZED (
    -- Person 0 is the unit or team that the card went to.
    SELECT touched.card_id, touched.person_id, touched.before, touched.after,
           card.sender_id, card.sent_on, card.card_type_id, card.sender_unit_id AS from_unit_id,
           CASE WHEN touched.person_id = 0 THEN card.to_unit_id ELSE 0 END AS group_id,
           coalesce(got.unit_id, CASE WHEN target.level = 'team' THEN target.parent_id ELSE target.id END) AS to_unit_id
    FROM touched
    JOIN cards_card AS card ON card.id = touched.card_id
    LEFT JOIN cards_cardrecipient AS got ON got.card_id = touched.card_id AND got.person_id = touched.person_id
    LEFT JOIN cards_unit AS target ON target.id = card.to_unit_id
    WHERE card.sender_id IS NOT NULL
), days AS (
    SELECT DISTINCT sender_id, person_id, group_id, sent_on FROM moved WHERE before <> after
), stood AS (
    -- What else there is between the two on that day, and no entry is about.
    SELECT days.sender_id, days.person_id, days.group_id, days.sent_on, card.id AS card_id, card.card_type_id,
           card.sender_unit_id AS from_unit_id, got.unit_id AS to_unit_id,
           CASE WHEN got.audience > 0 THEN 3 ELSE 2 END AS state
    FROM days
    JOIN cards_cardrecipient AS got
        ON got.sender_id = days.sender_id AND got.person_id = days.person_id
        AND got.card_id >= card_id_floor(days.sent_on - 1) AND got.card_id < card_id_floor(days.sent_on + 3)
    JOIN cards_card AS card ON card.id = got.card_id AND card.sent_on = days.sent_on
    WHERE got.is_received AND NOT got.is_with_unit
      AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
    UNION ALL
    SELECT days.sender_id, 0, days.group_id, days.sent_on, card.id, card.card_type_id, card.sender_unit_id,
           CASE WHEN target.level = 'team' THEN target.parent_id ELSE target.id END, got.state
    FROM days
    JOIN cards_card AS card
        ON card.sender_id = days.sender_id AND card.to_unit_id = days.group_id AND card.sent_on = days.sent_on
        AND card.id >= card_id_floor(days.sent_on - 1) AND card.id < card_id_floor(days.sent_on + 3)
    JOIN cards_unit AS target ON target.id = card.to_unit_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(audience > 0) THEN 3 ELSE 2 END AS state FROM cards_cardrecipient
        WHERE card_id = card.id AND is_with_unit AND is_received HAVING count(*) > 0
    ) AS got
    WHERE days.group_id <> 0 AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = card.id AND person_id = 0)
), encounters AS (
    -- The first card that counts stands for the day's encounter, and gives it its units: taken out as it was, put in as
    -- it becomes. With "only us" (at least 2) and without (3); of all types (0) and of the card's own.
    SELECT DISTINCT ON (sender_id, person_id, group_id, sent_on, kind.card_type_id, at_least, sign)
           sender_id, person_id, sent_on, kind.card_type_id, at_least, sign, from_unit_id, to_unit_id
    FROM (
        SELECT sender_id, person_id, group_id, sent_on, card_id, card_type_id, from_unit_id, to_unit_id, before, after
        FROM moved JOIN days USING (sender_id, person_id, group_id, sent_on)
        UNION ALL
        SELECT sender_id, person_id, group_id, sent_on, card_id, card_type_id, from_unit_id, to_unit_id, state, state
        FROM stood
    ) AS card
    CROSS JOIN LATERAL (VALUES (0::smallint), (card.card_type_id)) AS kind (card_type_id)
    CROSS JOIN LATERAL (VALUES (-1, card.before), (1, card.after)) AS side (sign, state)
    CROSS JOIN (VALUES (2), (3)) AS level (at_least)
    WHERE side.state >= at_least
    ORDER BY sender_id, person_id, group_id, sent_on, kind.card_type_id, at_least, sign, card_id
), dated AS (
    SELECT encounters.*, slice.grain, slice.period
    FROM encounters CROSS JOIN LATERAL periods_of(sent_on) AS slice
), unit_changes AS (
    SELECT grain, period, card_type_id, from_unit_id AS unit_id,
           coalesce(sum(sign) FILTER (WHERE at_least = 2), 0)::integer AS encounters,
           coalesce(sum(sign) FILTER (WHERE at_least = 3), 0)::integer AS open_encounters
    FROM dated GROUP BY grain, period, card_type_id, from_unit_id
), flow_changes AS (
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, sum(sign)::integer AS encounters
    FROM dated WHERE at_least = 3 AND grain IN ('q', 'y', 'a')
    GROUP BY grain, period, card_type_id, from_unit_id, to_unit_id
), pairs AS (
    -- Whom somebody has thanked at all in a slice, openly (3) and as they were told (1 and 3): what the log says ...
    SELECT sender_id, person_id, slice.grain, slice.period, slice.ends_before, kind.card_type_id,
           bool_or(before = 3) AS was_open, bool_or(after = 3) AS is_open,
           bool_or(before IN (1, 3)) AS was_told, bool_or(after IN (1, 3)) AS is_told
    FROM moved
    CROSS JOIN LATERAL periods_of(sent_on) AS slice
    CROSS JOIN LATERAL (VALUES (0::smallint), (moved.card_type_id)) AS kind (card_type_id)
    WHERE person_id <> 0
    GROUP BY sender_id, person_id, slice.grain, slice.period, slice.ends_before, kind.card_type_id
), pair_changes AS (
    -- ... changes something unless another card of the two stands in the slice.
    SELECT grain, period, card_type_id, sender_id, person_id,
           CASE WHEN other.is_open THEN 0 ELSE pairs.is_open::integer - pairs.was_open::integer END AS thanked,
           CASE WHEN other.is_told THEN 0 ELSE pairs.is_told::integer - pairs.was_told::integer END AS own_thanked
    FROM (SELECT * FROM pairs WHERE was_open <> is_open OR was_told <> is_told) AS pairs
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(is_received), false) AS is_open, count(*) > 0 AS is_told
        FROM (
            (SELECT got.is_received FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
             WHERE got.sender_id = pairs.sender_id AND got.person_id = pairs.person_id
               AND got.card_id >= card_id_floor(pairs.period - 1) AND got.card_id < card_id_floor(pairs.ends_before + 2)
               AND card.sent_on >= pairs.period AND card.sent_on < pairs.ends_before
               AND got.audience > 0 AND got.is_received AND NOT got.is_with_unit
               AND pairs.card_type_id IN (0, got.card_type_id)
               AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
             ORDER BY got.card_id DESC LIMIT 1)
            UNION ALL
            (SELECT got.is_received FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
             WHERE got.sender_id = pairs.sender_id AND got.person_id = pairs.person_id
               AND got.card_id >= card_id_floor(pairs.period - 1) AND got.card_id < card_id_floor(pairs.ends_before + 2)
               AND card.sent_on >= pairs.period AND card.sent_on < pairs.ends_before
               AND got.audience > 0 AND NOT got.is_received AND NOT got.is_with_unit
               AND pairs.card_type_id IN (0, got.card_type_id)
               AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
             ORDER BY got.card_id DESC LIMIT 1)
        ) AS got
    ) AS other
), firsts AS (
    -- The first card that somebody ever gave, of those that count openly.
    SELECT sender_id AS person_id, LEAST(was, stood.id) AS was, LEAST(becomes, stood.id) AS becomes
    FROM (
        SELECT sender_id, min(card_id) FILTER (WHERE before = 3) AS was, min(card_id) FILTER (WHERE after = 3) AS becomes
        FROM moved GROUP BY sender_id
    ) AS logged
    LEFT JOIN LATERAL (
        SELECT card.id FROM cards_card AS card
        WHERE card.sender_id = logged.sender_id AND EXISTS (
            SELECT FROM cards_cardrecipient AS got
            WHERE got.card_id = card.id AND got.is_received AND got.audience > 0 AND NOT EXISTS (
                SELECT FROM touched WHERE touched.card_id = got.card_id
                    AND touched.person_id = CASE WHEN got.is_with_unit THEN 0 ELSE got.person_id END))
        ORDER BY card.id LIMIT 1
    ) AS stood ON true
), first_changes AS (
    SELECT slice.grain, slice.period, firsts.person_id, side.sign
    FROM firsts
    CROSS JOIN LATERAL (VALUES (-1, firsts.was), (1, firsts.becomes)) AS side (sign, card_id)
    JOIN cards_card AS card ON card.id = side.card_id
    CROSS JOIN LATERAL periods_of(card.sent_on) AS slice
    WHERE firsts.was IS DISTINCT FROM firsts.becomes
), person_changes AS (
    SELECT grain, period, card_type_id, person_id, sum(given)::integer AS given, sum(received)::integer AS received,
           sum(thanked)::integer AS thanked, sum(own_thanked)::integer AS own_thanked, sum(seen_by)::integer AS seen_by,
           sum(firsts)::integer AS firsts
    FROM (
        SELECT grain, period, card_type_id, sender_id, sign, 0, 0, 0, 0, 0 FROM dated WHERE at_least = 3
        UNION ALL
        SELECT grain, period, card_type_id, person_id, 0, sign, 0, 0, 0, 0 FROM dated WHERE at_least = 3 AND person_id <> 0
        UNION ALL
        SELECT grain, period, card_type_id, sender_id, 0, 0, thanked, own_thanked, 0, 0 FROM pair_changes
        UNION ALL
        SELECT grain, period, card_type_id, person_id, 0, 0, 0, 0, thanked, 0 FROM pair_changes
        UNION ALL
        SELECT grain, period, 0, person_id, 0, 0, 0, 0, 0, sign FROM first_changes
    ) AS change (grain, period, card_type_id, person_id, given, received, thanked, own_thanked, seen_by, firsts)
    GROUP BY grain, period, card_type_id, person_id
)
