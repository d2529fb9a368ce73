-- Count everything anew from the cards that have left the postbox: what rebuilds the tallies, and what checks them.
WITH counted AS MATERIALIZED (
    -- Of each recipient how it counts, as cards/lib/counting.py says; person 0 is the unit or team a card went to.
    SELECT got.sender_id, got.person_id, 0 AS group_id, card.sent_on, card.id AS card_id, card.card_type_id,
           card.sender_unit_id AS from_unit_id, got.unit_id AS to_unit_id,
           CASE WHEN got.audience > 0 THEN CASE WHEN got.is_received THEN 3 ELSE 1 END
                WHEN got.is_received THEN 2 ELSE 0 END AS state
    FROM cards_cardrecipient AS got JOIN cards_card AS card ON card.id = got.card_id
    WHERE card.id < %(below)s::bigint AND NOT got.is_with_unit AND got.sender_id IS NOT NULL
      AND (got.audience > 0 OR got.is_received)
    UNION ALL
    SELECT card.sender_id, 0, card.to_unit_id, card.sent_on, card.id, card.card_type_id, card.sender_unit_id,
           CASE WHEN target.level = 'team' THEN target.parent_id ELSE target.id END, got.state
    FROM cards_card AS card
    JOIN cards_unit AS target ON target.id = card.to_unit_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(audience > 0) THEN 3 ELSE 2 END AS state FROM cards_cardrecipient
        WHERE card_id = card.id AND is_with_unit AND is_received HAVING count(*) > 0
    ) AS got
    WHERE card.id < %(below)s::bigint AND card.sender_id IS NOT NULL AND card.to_unit_id IS NOT NULL
), slices AS MATERIALIZED (
    SELECT day.sent_on, slice.grain, slice.period
    FROM (SELECT DISTINCT sent_on FROM counted) AS day CROSS JOIN LATERAL periods_of(sent_on) AS slice
), encounters AS MATERIALIZED (
    SELECT DISTINCT ON (sender_id, person_id, group_id, sent_on, kind.card_type_id, at_least)
           sender_id, person_id, sent_on, kind.card_type_id, at_least, from_unit_id, to_unit_id
    FROM counted
    CROSS JOIN LATERAL (VALUES (0::smallint), (counted.card_type_id)) AS kind (card_type_id)
    CROSS JOIN (VALUES (2), (3)) AS level (at_least)
    WHERE state >= at_least
    ORDER BY sender_id, person_id, group_id, sent_on, kind.card_type_id, at_least, card_id
), unit_days AS (
    SELECT sent_on, card_type_id, from_unit_id, to_unit_id, at_least, count(*) AS n
    FROM encounters GROUP BY sent_on, card_type_id, from_unit_id, to_unit_id, at_least
), unit_counts AS (
    SELECT grain, period, card_type_id, from_unit_id AS unit_id,
           coalesce(sum(n) FILTER (WHERE at_least = 2), 0)::integer AS encounters,
           coalesce(sum(n) FILTER (WHERE at_least = 3), 0)::integer AS open_encounters
    FROM unit_days JOIN slices USING (sent_on)
    GROUP BY grain, period, card_type_id, from_unit_id
), flow_counts AS (
    SELECT grain, period, card_type_id, from_unit_id, to_unit_id, sum(n)::integer AS encounters
    FROM unit_days JOIN slices USING (sent_on)
    WHERE at_least = 3 AND grain IN ('q', 'y', 'a')
    GROUP BY grain, period, card_type_id, from_unit_id, to_unit_id
), homes AS MATERIALIZED (
    -- Where people belong for each slice: on its last day, today while it runs.
    SELECT slice.grain, slice.period, membership.person_id, membership.unit_id
    FROM (SELECT DISTINCT grain, period FROM slices) AS slice
    CROSS JOIN LATERAL LEAST(%(today)s::date, period_ends(grain, period)) AS on_day
    JOIN cards_membership AS membership
        ON membership.from_on <= on_day AND coalesce(membership.to_on >= on_day, true)
    JOIN cards_person AS person
        ON person.id = membership.person_id
        AND person.employed_from <= on_day AND coalesce(person.employed_to >= on_day, true)
), days_given AS (
    SELECT sent_on, card_type_id, sender_id AS person_id, count(*) AS n
    FROM encounters WHERE at_least = 3 GROUP BY sent_on, card_type_id, sender_id
), days_got AS (
    SELECT sent_on, card_type_id, person_id, to_unit_id, count(*) AS n
    FROM encounters WHERE at_least = 3 AND person_id <> 0 GROUP BY sent_on, card_type_id, person_id, to_unit_id
), pairs AS MATERIALIZED (
    SELECT grain, period, kind.card_type_id, sender_id, person_id, bool_or(state = 3) AS is_open,
           bool_or(state = 3 AND to_unit_id = homes.unit_id) AS is_seen_there
    FROM counted
    JOIN slices USING (sent_on)
    LEFT JOIN homes USING (grain, period, person_id)
    CROSS JOIN LATERAL (VALUES (0::smallint), (counted.card_type_id)) AS kind (card_type_id)
    WHERE person_id <> 0 AND state IN (1, 3)
    GROUP BY grain, period, kind.card_type_id, sender_id, person_id
), person_numbers AS (
    -- What is got counts where the person belongs; who got something elsewhere alone has a row of nothing.
    SELECT grain, period, card_type_id, person_id, sum(given)::integer AS given, sum(received)::integer AS received,
           sum(thanked)::integer AS thanked, sum(own_thanked)::integer AS own_thanked, sum(seen_by)::integer AS seen_by,
           sum(firsts)::integer AS firsts
    FROM (
        SELECT grain, period, card_type_id, person_id, n, 0, 0, 0, 0, 0 FROM days_given JOIN slices USING (sent_on)
        UNION ALL
        SELECT grain, period, card_type_id, person_id, 0, CASE WHEN to_unit_id = homes.unit_id THEN n ELSE 0 END, 0, 0, 0, 0
        FROM days_got JOIN slices USING (sent_on) LEFT JOIN homes USING (grain, period, person_id)
        UNION ALL
        SELECT grain, period, card_type_id, sender_id, 0, 0, count(*) FILTER (WHERE is_open), count(*), 0, 0
        FROM pairs GROUP BY grain, period, card_type_id, sender_id
        UNION ALL
        SELECT grain, period, card_type_id, person_id, 0, 0, 0, 0, count(*), 0
        FROM pairs WHERE is_seen_there GROUP BY grain, period, card_type_id, person_id
        UNION ALL
        SELECT grain, period, 0, sender_id, 0, 0, 0, 0, 0, 1
        FROM (SELECT DISTINCT ON (sender_id) sender_id, sent_on FROM counted WHERE state = 3 ORDER BY sender_id, card_id) AS f
        JOIN slices USING (sent_on)
    ) AS part (grain, period, card_type_id, person_id, given, received, thanked, own_thanked, seen_by, firsts)
    GROUP BY grain, period, card_type_id, person_id
), person_counts AS (
    SELECT person_numbers.*, coalesce(homes.unit_id, 0) AS unit_id
    FROM person_numbers LEFT JOIN homes USING (grain, period, person_id)
)
