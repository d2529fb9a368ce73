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
    -- Whom somebody has thanked at all in a slice, openly (3) and as they were told (1 and 3), and in which unit that one
    -- was then: what the log says ...
    SELECT sender_id, person_id, to_unit_id, slice.grain, slice.period, slice.ends_before, kind.card_type_id,
           bool_or(before = 3) AS was_open, bool_or(after = 3) AS is_open,
           bool_or(before IN (1, 3)) AS was_told, bool_or(after IN (1, 3)) AS is_told
    FROM moved
    CROSS JOIN LATERAL periods_of(sent_on) AS slice
    CROSS JOIN LATERAL (VALUES (0::smallint), (moved.card_type_id)) AS kind (card_type_id)
    WHERE person_id <> 0 AND (before IN (1, 3) OR after IN (1, 3))
    GROUP BY sender_id, person_id, to_unit_id, slice.grain, slice.period, slice.ends_before, kind.card_type_id
), pairs_beside AS (
    -- ... changes something unless another card of the two stands in the slice; in the same unit, for who has been seen.
    SELECT pairs.*, coalesce(open.unit_id, told.unit_id) IS NOT NULL AS stands_told, open.unit_id IS NOT NULL AS stands_open,
           CASE WHEN open.unit_id IS NULL THEN false WHEN open.unit_id = pairs.to_unit_id THEN true ELSE EXISTS (
               SELECT FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
               WHERE got.sender_id = pairs.sender_id AND got.person_id = pairs.person_id
                 AND got.card_id >= card_id_floor(pairs.period - 1) AND got.card_id < card_id_floor(pairs.ends_before + 2)
                 AND card.sent_on >= pairs.period AND card.sent_on < pairs.ends_before
                 AND got.audience > 0 AND got.is_received AND NOT got.is_with_unit AND got.unit_id = pairs.to_unit_id
                 AND pairs.card_type_id IN (0, got.card_type_id)
                 AND NOT EXISTS (
                     SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
           ) END AS stands_there
    FROM pairs
    LEFT JOIN LATERAL (
        SELECT got.unit_id FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
        WHERE got.sender_id = pairs.sender_id AND got.person_id = pairs.person_id
          AND got.card_id >= card_id_floor(pairs.period - 1) AND got.card_id < card_id_floor(pairs.ends_before + 2)
          AND card.sent_on >= pairs.period AND card.sent_on < pairs.ends_before
          AND got.audience > 0 AND got.is_received AND NOT got.is_with_unit
          AND pairs.card_type_id IN (0, got.card_type_id)
          AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
        ORDER BY got.card_id DESC LIMIT 1
    ) AS open ON true
    LEFT JOIN LATERAL (
        SELECT got.unit_id FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
        WHERE open.unit_id IS NULL AND got.sender_id = pairs.sender_id AND got.person_id = pairs.person_id
          AND got.card_id >= card_id_floor(pairs.period - 1) AND got.card_id < card_id_floor(pairs.ends_before + 2)
          AND card.sent_on >= pairs.period AND card.sent_on < pairs.ends_before
          AND got.audience > 0 AND NOT got.is_received AND NOT got.is_with_unit
          AND pairs.card_type_id IN (0, got.card_type_id)
          AND NOT EXISTS (SELECT FROM touched WHERE touched.card_id = got.card_id AND touched.person_id = got.person_id)
        ORDER BY got.card_id DESC LIMIT 1
    ) AS told ON true
), pair_changes AS (
    SELECT grain, period, card_type_id, sender_id, person_id, to_unit_id,
           CASE WHEN stands_there THEN 0 ELSE is_open::integer - was_open::integer END AS seen_by,
           -- Of all units the other was in, in one of the rows.
           CASE WHEN stands_open OR row_number() OVER pair > 1 THEN 0
                ELSE (bool_or(is_open) OVER pair)::integer - (bool_or(was_open) OVER pair)::integer END AS thanked,
           CASE WHEN stands_told OR row_number() OVER pair > 1 THEN 0
                ELSE (bool_or(is_told) OVER pair)::integer - (bool_or(was_told) OVER pair)::integer END AS own_thanked
    FROM pairs_beside
    WINDOW pair AS (PARTITION BY grain, period, card_type_id, sender_id, person_id)
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
), person_parts AS (
    -- What is got counts where it was got: those with a unit.
    SELECT grain, period, card_type_id, person_id, unit_id, sum(given)::integer AS given, sum(received)::integer AS received,
           sum(thanked)::integer AS thanked, sum(own_thanked)::integer AS own_thanked, sum(seen_by)::integer AS seen_by,
           sum(firsts)::integer AS firsts
    FROM (
        SELECT grain, period, card_type_id, sender_id, 0, sign, 0, 0, 0, 0, 0 FROM dated WHERE at_least = 3
        UNION ALL
        SELECT grain, period, card_type_id, person_id, to_unit_id, 0, sign, 0, 0, 0, 0
        FROM dated WHERE at_least = 3 AND person_id <> 0
        UNION ALL
        SELECT grain, period, card_type_id, sender_id, 0, 0, 0, thanked, own_thanked, 0, 0 FROM pair_changes
        UNION ALL
        SELECT grain, period, card_type_id, person_id, to_unit_id, 0, 0, 0, 0, seen_by, 0 FROM pair_changes
        UNION ALL
        SELECT grain, period, 0, person_id, 0, 0, 0, 0, 0, 0, sign FROM first_changes
    ) AS change (grain, period, card_type_id, person_id, unit_id, given, received, thanked, own_thanked, seen_by, firsts)
    GROUP BY grain, period, card_type_id, person_id, unit_id
), homed AS MATERIALIZED (
    -- By key and one by one: a join would be planned by what the tables were when they were last analysed.
    SELECT person_parts.*, coalesce((
        SELECT membership.unit_id FROM cards_membership AS membership
        JOIN cards_person AS person ON person.id = membership.person_id
        WHERE membership.person_id = person_parts.person_id
          AND membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
          AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
    ), 0) AS home_id
    FROM person_parts CROSS JOIN LATERAL LEAST(%(today)s::date, period_ends(grain, period)) AS on_day
    WHERE (given, received, thanked, own_thanked, seen_by, firsts) <> (0, 0, 0, 0, 0, 0)
), person_changes AS (
    -- By where people belong on the period's last day, today while it runs; also of who got something elsewhere alone,
    -- for they may come back.
    SELECT grain, period, card_type_id, home_id AS unit_id, person_id, sum(given)::integer AS given,
           coalesce(sum(received) FILTER (WHERE unit_id = home_id), 0)::integer AS received,
           sum(thanked)::integer AS thanked, sum(own_thanked)::integer AS own_thanked,
           coalesce(sum(seen_by) FILTER (WHERE unit_id = home_id), 0)::integer AS seen_by, sum(firsts)::integer AS firsts
    FROM homed GROUP BY grain, period, card_type_id, home_id, person_id
)
