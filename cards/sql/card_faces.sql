-- Everything a list shows of some cards to one viewer, newest first: the columns of CardRow. Names come with what tells
-- namesakes apart. Kept short enough for psycopg to remember (see statement()): a column without a table is the
-- innermost one's.
SELECT
    card.id,
    (extract(epoch FROM card.at) * 1000000)::bigint,  -- microseconds
    card.sent_on,
    card.message,
    type.slug,
    coalesce(own.name, sv.name),  -- type_name
    type.paper,
    type.symbol,
    coalesce(own_line.text, sv_line.text),  -- ready_line
    to_unit.name,
    to_unit.level = 'team',  -- is_to_team
    sender.id,
    sender.name,
    sender.given_name,
    home.name,  -- sender_unit
    sender.unit_id <> %(unit)s::int,  -- sender_is_elsewhere
    CASE WHEN (SELECT count(*) FROM cards_person WHERE name = sender.name AND unit_id = sender.unit_id) > 1
         THEN concat_ws(', ', (SELECT name FROM cards_unit WHERE id = card.sender_team_id), nullif(sender.title, ''))
         ELSE '' END,  -- sender_among_namesakes
    sent_from.name,
    recipients.named::text,
    recipients.unnamed,
    card.sender_id = %(viewer)s::int,  -- is_given
    is_mine,
    is_sealed,
    is_mine_with_unit,
    am_unnamed,
    card.sender_id = %(viewer)s::int  -- is_withdrawn
        AND EXISTS (SELECT FROM cards_cardrecord WHERE card_id = card.id AND kind = 'withdrawn'),
    card.sender_id = %(viewer)s::int AND (  -- is_moderated
        SELECT kind = 'moderated' FROM cards_cardrecord
        WHERE card_id = card.id AND kind IN ('moderated', 'restored') ORDER BY id DESC LIMIT 1),
    replies.n,
    replies.first_name,
    replies.first_text,
    hearts.n,
    hearts.is_hearted,
    is_opened,
    EXISTS (SELECT FROM cards_savedcard WHERE card_id = card.id AND person_id = %(viewer)s::int),  -- is_saved
    -- A sender whom a recipient has blocked is not told: the card is shown as it was settled.
    CASE WHEN card.sender_id = %(viewer)s::int AND is_kept_out THEN nullif(card.audience, 0)
         ELSE (SELECT max(audience) FROM cards_cardaudience WHERE card_id = card.id) END  -- seen_by
FROM cards_card AS card
JOIN cards_cardtype AS type ON type.id = card.card_type_id
JOIN cards_cardtypetext AS sv ON sv.card_type_id = type.id AND sv.language = 'sv'
LEFT JOIN cards_cardtypetext AS own ON own.card_type_id = type.id AND own.language = %(language)s
LEFT JOIN cards_readylinetext AS sv_line ON sv_line.ready_line_id = card.ready_line_id AND sv_line.language = 'sv'
LEFT JOIN cards_readylinetext AS own_line
    ON own_line.ready_line_id = card.ready_line_id AND own_line.language = %(language)s
LEFT JOIN cards_unit AS to_unit ON to_unit.id = card.to_unit_id
LEFT JOIN cards_person AS sender ON sender.id = card.sender_id
LEFT JOIN cards_unit AS sent_from ON sent_from.id = card.sender_unit_id
LEFT JOIN cards_unit AS home ON home.id = sender.unit_id
CROSS JOIN LATERAL (
    -- One read of a card's recipients tells all about them: the probes, not the rows, are what grows with the table.
    SELECT json_agg(json_build_array(person.id, name, given_name, unit, is_elsewhere, among_namesakes, is_me)
                    ORDER BY family_name, given_name, person.id) FILTER (WHERE is_shown AND is_named) AS named,
           count(*) FILTER (WHERE is_shown AND NOT is_named) AS unnamed,
           bool_or(is_me AND is_received) AS is_mine,
           bool_or(is_me AND is_received AND opened_at IS NULL) AS is_sealed,
           bool_or(is_me AND is_with_unit) AS is_mine_with_unit,
           bool_or(is_me AND unnamed_at IS NOT NULL) AS am_unnamed,
           bool_or(opened_at IS NOT NULL) AS is_opened,
           bool_or(NOT is_received) AS is_kept_out
    FROM (
        SELECT *, person_id = %(viewer)s::int AS is_me,
               NOT is_with_unit AND (is_received OR card.sender_id = %(viewer)s::int) AS is_shown,
               unnamed_at IS NULL OR %(viewer)s::int IN (person_id, card.sender_id) AS is_named
        FROM cards_cardrecipient WHERE card_id = card.id
    ) AS got
    LEFT JOIN LATERAL (
        SELECT other.id, other.name, given_name, family_name, unit.name AS unit,
               unit_id <> %(unit)s::int AS is_elsewhere,
               CASE WHEN (SELECT count(*) FROM cards_person WHERE name = other.name AND unit_id = unit.id) > 1
                    THEN concat_ws(', ', (SELECT name FROM cards_unit WHERE id = got.team_id), nullif(title, ''))
                    ELSE '' END AS among_namesakes
        FROM cards_person AS other JOIN cards_unit AS unit ON unit.id = unit_id
        WHERE other.id = person_id AND is_shown
        LIMIT 1 -- By key: without it, a wrong guess at the number of recipients reads all people for every card.
    ) AS person ON true
) AS recipients
CROSS JOIN LATERAL (
    SELECT count(*) AS n, bool_or(person_id = %(viewer)s::int) AS is_hearted
    FROM cards_heart WHERE card_id = card.id
) AS hearts
CROSS JOIN LATERAL (
    SELECT count(*) AS n,
           (array_agg(CASE WHEN NOT is_protected OR unit_id = %(unit)s::int THEN given_name END
                      ORDER BY reply.id))[1] AS first_name,
           (array_agg(text ORDER BY reply.id))[1] AS first_text
    FROM cards_reply AS reply JOIN cards_person AS author ON author.id = person_id
    WHERE card_id = card.id AND withdrawn_at IS NULL AND hidden_at IS NULL
) AS replies
WHERE card.id = ANY(%(cards)s::bigint[])
ORDER BY card.id DESC
