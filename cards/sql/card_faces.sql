-- Everything a list shows of some cards to one viewer, newest first. Names come with what tells namesakes apart.
SELECT
    card.id,
    (extract(epoch FROM card.at) * 1000000)::bigint AS microseconds,
    card.sent_on,
    card.message,
    type.slug,
    coalesce(own_text.name, swedish_text.name) AS type_name,
    type.paper,
    type.symbol,
    coalesce(own_line.text, swedish_line.text) AS ready_line,
    to_unit.name AS to_unit,
    to_unit.level = 'team' AS is_to_team,
    sender.id AS sender_id,
    sender.name AS sender_name,
    sender.given_name AS sender_given_name,
    sender_unit.name AS sender_unit,
    sender.unit_id <> %(viewer_unit)s::bigint AS sender_is_elsewhere,
    CASE WHEN (SELECT count(*) FROM cards_person AS namesake
                WHERE namesake.name = sender.name AND namesake.unit_id = sender.unit_id) > 1
         THEN concat_ws(', ', (SELECT team.name FROM cards_unit AS team WHERE team.id = card.sender_team_id),
                        nullif(sender.title, ''))
         ELSE '' END AS sender_among_namesakes,
    sent_from.name AS sent_from,
    recipients.named::text,
    recipients.unnamed,
    coalesce(card.sender_id = %(viewer)s::bigint, false) AS is_given,
    recipients.is_mine,
    recipients.is_sealed,
    recipients.is_mine_with_unit,
    recipients.am_unnamed,
    card.sender_id = %(viewer)s::bigint AND EXISTS (
        SELECT FROM cards_cardrecord AS record WHERE record.card_id = card.id AND record.kind = 'withdrawn'
    ) AS is_withdrawn,
    card.sender_id = %(viewer)s::bigint AND coalesce((
        SELECT record.kind = 'moderated' FROM cards_cardrecord AS record
        WHERE record.card_id = card.id AND record.kind IN ('moderated', 'restored') ORDER BY record.id DESC LIMIT 1
    ), false) AS is_moderated,
    replies.n AS replies,
    replies.first_name AS first_reply_name,
    replies.first_text AS first_reply_text,
    hearts.n AS hearts,
    hearts.is_hearted,
    recipients.is_opened,
    EXISTS (SELECT FROM cards_savedcard AS saved WHERE saved.card_id = card.id AND saved.person_id = %(viewer)s::bigint)
        AS is_saved,
    -- A sender whom a recipient has blocked is not told: the card is shown as it was settled.
    CASE WHEN card.sender_id = %(viewer)s::bigint AND recipients.is_kept_out THEN nullif(card.audience, 0)
         ELSE (SELECT max(row.audience) FROM cards_cardaudience AS row WHERE row.card_id = card.id) END AS seen_by
FROM cards_card AS card
JOIN cards_cardtype AS type ON type.id = card.card_type_id
JOIN cards_cardtypetext AS swedish_text ON swedish_text.card_type_id = type.id AND swedish_text.language = 'sv'
LEFT JOIN cards_cardtypetext AS own_text
    ON own_text.card_type_id = type.id AND own_text.language = %(language)s::text
LEFT JOIN cards_readylinetext AS swedish_line
    ON swedish_line.ready_line_id = card.ready_line_id AND swedish_line.language = 'sv'
LEFT JOIN cards_readylinetext AS own_line
    ON own_line.ready_line_id = card.ready_line_id AND own_line.language = %(language)s::text
LEFT JOIN cards_unit AS to_unit ON to_unit.id = card.to_unit_id
LEFT JOIN cards_person AS sender ON sender.id = card.sender_id
LEFT JOIN cards_unit AS sent_from ON sent_from.id = card.sender_unit_id
LEFT JOIN cards_unit AS sender_unit ON sender_unit.id = sender.unit_id
CROSS JOIN LATERAL (
    -- One read of a card's recipients tells all about them: the probes, not the rows, are what grows with the table.
    SELECT
        json_agg(json_build_array(person.id, person.name, person.given_name, person.unit, person.is_elsewhere,
                                  person.among_namesakes, is_me)
                 ORDER BY person.family_name, person.given_name, person.id) FILTER (WHERE is_shown AND is_named) AS named,
        count(*) FILTER (WHERE is_shown AND NOT is_named) AS unnamed,
        coalesce(bool_or(is_me AND is_received), false) AS is_mine,
        coalesce(bool_or(is_me AND is_received AND opened_at IS NULL), false) AS is_sealed,
        coalesce(bool_or(is_me AND is_with_unit), false) AS is_mine_with_unit,
        coalesce(bool_or(is_me AND unnamed_at IS NOT NULL), false) AS am_unnamed,
        coalesce(bool_or(opened_at IS NOT NULL), false) AS is_opened,
        coalesce(bool_or(NOT is_received), false) AS is_kept_out
    FROM (
        SELECT got.person_id, got.team_id, got.is_with_unit, got.is_received, got.unnamed_at, got.opened_at,
               got.person_id = %(viewer)s::bigint AS is_me,
               NOT got.is_with_unit AND (got.is_received OR card.sender_id = %(viewer)s::bigint) AS is_shown,
               got.unnamed_at IS NULL OR %(viewer)s::bigint IN (got.person_id, card.sender_id) AS is_named
        FROM cards_cardrecipient AS got
        WHERE got.card_id = card.id
    ) AS got
    LEFT JOIN LATERAL (
        SELECT person.id, person.name, person.given_name, person.family_name, unit.name AS unit,
               person.unit_id <> %(viewer_unit)s::bigint AS is_elsewhere,
               CASE WHEN (SELECT count(*) FROM cards_person AS namesake
                           WHERE namesake.name = person.name AND namesake.unit_id = person.unit_id) > 1
                    THEN concat_ws(', ', (SELECT team.name FROM cards_unit AS team WHERE team.id = got.team_id),
                                   nullif(person.title, ''))
                    ELSE '' END AS among_namesakes
        FROM cards_person AS person JOIN cards_unit AS unit ON unit.id = person.unit_id
        WHERE person.id = got.person_id AND got.is_shown
        LIMIT 1 -- By key: without it, a wrong guess at the number of recipients reads all people for every card.
    ) AS person ON true
) AS recipients
CROSS JOIN LATERAL (
    SELECT count(*) AS n, coalesce(bool_or(heart.person_id = %(viewer)s::bigint), false) AS is_hearted
    FROM cards_heart AS heart WHERE heart.card_id = card.id
) AS hearts
CROSS JOIN LATERAL (
    SELECT count(*) AS n,
           (array_agg(CASE WHEN author.is_protected AND author.unit_id <> %(viewer_unit)s::bigint THEN NULL
                           ELSE author.given_name END ORDER BY reply.id))[1] AS first_name,
           (array_agg(reply.text ORDER BY reply.id))[1] AS first_text
    FROM cards_reply AS reply JOIN cards_person AS author ON author.id = reply.person_id
    WHERE reply.card_id = card.id AND reply.withdrawn_at IS NULL AND reply.hidden_at IS NULL
) AS replies
WHERE card.id = ANY(%(cards)s::bigint[])
ORDER BY card.id DESC
