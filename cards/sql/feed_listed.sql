    -- What the people of a unit may read (the co-op, when it is NULL): what is for everyone, and of the viewer's own
    -- unit, what is for the units involved.
    (
        SELECT entry.card_id FROM cards_cardaudience AS entry
        WHERE entry.unit_id = coalesce(%(unit)s::integer, (SELECT id FROM cards_unit WHERE level = 'root'))
          AND entry.audience = 2 {of_type}
          AND entry.card_id < {below} AND entry.card_id > {above}
        ORDER BY entry.card_id DESC LIMIT {most}
    ) UNION (
        SELECT entry.card_id FROM cards_cardaudience AS entry
        WHERE entry.unit_id = %(own_unit)s::integer AND entry.audience = 1 {of_type}
          AND entry.card_id < {below} AND entry.card_id > {above}
        ORDER BY entry.card_id DESC LIMIT {most}
    ) UNION (
        -- What the viewer gave to people who have blocked them, wherever they were told that it is read: nobody else
        -- reads it; without it, its absence would tell.
        SELECT DISTINCT entry.card_id
        FROM cards_cardrecipient AS entry JOIN cards_card AS card ON card.id = entry.card_id
        WHERE entry.sender_id = %(viewer)s::integer AND NOT entry.is_received {of_type}
          AND entry.card_id < {below} AND entry.card_id > {above}
          AND CASE WHEN %(own_unit)s::integer IS NULL
                   THEN entry.audience = 2 AND entry.unit_id = %(unit)s::integer
                   ELSE entry.audience > 0 AND card.sender_unit_id = %(own_unit)s::integer
                     OR entry.audience = 2 AND %(unit)s::integer IS NULL END
        ORDER BY entry.card_id DESC LIMIT {most}
    )
    ORDER BY card_id DESC LIMIT {most}
