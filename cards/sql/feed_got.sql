    -- What the viewer got.
    SELECT entry.card_id FROM cards_cardrecipient AS entry
    WHERE entry.person_id = %(viewer)s::integer AND entry.is_received {of_type}
      AND entry.card_id < {below} AND entry.card_id > {above}
    ORDER BY entry.card_id DESC LIMIT {most}
