-- Everything that an admin has said of a card type, in one row; ready lines as far as they are given.
SELECT
    type.id, type.slug, type.paper, type.symbol, type."order", type.is_message_needed, type.max_length, type.is_draft,
    type.retired_at, type.starts_on, type.ends_on, type.weekdays, type.kinds, type.is_for_staff, type.is_for_customers,
    type.is_on_screens,
    (
        SELECT json_object_agg(text.language, json_build_array(text.name, text.purpose, text.openings))
        FROM cards_cardtypetext AS text WHERE text.card_type_id = type.id
    ) AS words,
    (
        SELECT json_agg(json_build_array(line.id, (
            SELECT json_object_agg(text.language, text.text)
            FROM cards_readylinetext AS text WHERE text.ready_line_id = line.id
        )) ORDER BY line."order", line.id)
        FROM cards_readyline AS line WHERE line.card_type_id = type.id AND line.retired_at IS NULL
    ) AS lines,
    (SELECT json_agg(limited.unit_id) FROM cards_cardtypeunit AS limited WHERE limited.card_type_id = type.id) AS units
FROM cards_cardtype AS type
WHERE type.id = %(type)s::smallint
