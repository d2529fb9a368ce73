-- What one can choose between in the feed: the types in use, once their first day has come, in the admins' order, and
-- perhaps the units, by name; with them the type and the unit that are chosen already, listed or not. There are no cards
-- of a draft, and nobody hears of one.
(
    SELECT 'type' AS kind, type.retired_at IS NULL AND coalesce(type.starts_on <= %(today)s::date, true) AS is_listed,
           type.id, coalesce(own_text.name, swedish_text.name) AS name, type.slug, type.paper, type.symbol
    FROM cards_cardtype AS type
    JOIN cards_cardtypetext AS swedish_text ON swedish_text.card_type_id = type.id AND swedish_text.language = 'sv'
    LEFT JOIN cards_cardtypetext AS own_text
        ON own_text.card_type_id = type.id AND own_text.language = %(language)s::text
    WHERE NOT type.is_draft
      AND (type.retired_at IS NULL AND coalesce(type.starts_on <= %(today)s::date, true) OR type.slug = %(slug)s::text)
    ORDER BY type."order", type.id
) UNION ALL (
    SELECT 'unit', unit.level = 'unit' AND unit.stage = 'open' AND %(has_units)s::boolean, unit.id, unit.name, '', '', ''
    FROM cards_unit AS unit
    WHERE unit.level = 'unit' AND unit.stage = 'open' AND %(has_units)s::boolean OR unit.level <> 'team' AND unit.id = %(unit)s::integer
    ORDER BY translate(lower(unit.name), %(letters)s::text, %(order)s::text) COLLATE "C", unit.id
)
