    -- What the viewer and somebody else gave each other.
    (
        SELECT entry.card_id FROM cards_cardrecipient AS entry
        WHERE entry.sender_id = %(viewer)s::integer AND entry.person_id = %(other)s::integer {of_type}
          AND entry.card_id < {below} AND entry.card_id > {above}
        ORDER BY entry.card_id DESC LIMIT {most}
    ) UNION (
        SELECT entry.card_id FROM cards_cardrecipient AS entry
        WHERE entry.sender_id = %(other)s::integer AND entry.person_id = %(viewer)s::integer
          -- Said so that no index of what somebody got fits: PostgreSQL may take it for as good as that of the pair.
          AND entry.is_received IS NOT FALSE {of_type}
          AND entry.card_id < {below} AND entry.card_id > {above}
        ORDER BY entry.card_id DESC LIMIT {most}
    )
    ORDER BY card_id DESC LIMIT {most}
