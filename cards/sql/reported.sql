-- A reported card whole, for who is asked about it: its words, who it is to, and all that has been said about it.
-- What was decided or written about the viewer's own words is left out. JSON throughout, so that it is one statement.
WITH fate AS MATERIALIZED (
    SELECT record.kind = 'moderated' AS is_moderated, record.before FROM cards_cardrecord AS record
    WHERE record.card_id = %(card)s::bigint AND record.kind IN ('moderated', 'restored') ORDER BY record.id DESC LIMIT 1
), withdrawn AS MATERIALIZED (
    SELECT FROM cards_cardrecord AS record WHERE record.card_id = %(card)s::bigint AND record.kind = 'withdrawn'
), recipient AS MATERIALIZED (
    SELECT got.person_id, got.is_with_unit, got.unnamed_at, person.name, person.family_name, unit.name AS unit,
           got.is_received OR EXISTS (SELECT FROM withdrawn) OR EXISTS (
               SELECT FROM fate, jsonb_array_elements(fate.before -> 'recipients') AS entry
               WHERE fate.is_moderated AND (entry ->> 0)::integer = got.person_id AND (entry ->> 2)::boolean
           ) AS is_shown
    FROM cards_cardrecipient AS got
    JOIN cards_person AS person ON person.id = got.person_id
    JOIN cards_unit AS unit ON unit.id = person.unit_id
    WHERE got.card_id = %(card)s::bigint
), report AS MATERIALIZED (
    SELECT one.id, one.reporter_id, json_build_array(person.name, unit.name, one.at, one.reason, one.decision_id IS NULL)
               AS said
    FROM cards_report AS one
    JOIN cards_person AS person ON person.id = one.reporter_id
    JOIN cards_unit AS unit ON unit.id = person.unit_id
    WHERE one.card_id = %(card)s::bigint AND one.reply_id IS NOT DISTINCT FROM %(reply)s::bigint
), party AS (
    SELECT person_id AS id FROM recipient UNION SELECT reporter_id FROM report
    UNION SELECT sender_id FROM cards_card WHERE id = %(card)s::bigint
    UNION SELECT person_id FROM cards_reply WHERE id = %(reply)s::bigint
)
SELECT
    card.at, card.sent_on, card.message, card.audience, coalesce(own_text.name, swedish_text.name) AS type_name,
    type.paper, type.symbol, coalesce(own_line.text, swedish_line.text) AS ready_line, sender.name AS sender_name,
    sender_unit.name AS sender_unit, sent_from.name AS sent_from, to_unit.name AS to_unit,
    EXISTS (SELECT FROM withdrawn) AS is_withdrawn,
    coalesce((SELECT is_moderated FROM fate), false) AS is_moderated,
    EXISTS (SELECT FROM cards_cardaudience AS row WHERE row.card_id = card.id) OR coalesce(
        (SELECT is_moderated AND jsonb_array_length(before -> 'readers') > 0 FROM fate), false) AS has_readers,
    (SELECT json_agg(json_build_array(name, unit) ORDER BY family_name, name, person_id) FROM recipient
      WHERE is_shown AND NOT is_with_unit AND unnamed_at IS NULL)::text AS named,
    (SELECT count(*) FROM recipient WHERE is_shown AND NOT is_with_unit AND unnamed_at IS NOT NULL) AS unnamed,
    (SELECT json_agg(said ORDER BY id) FROM report)::text AS reports,
    (SELECT json_agg(json_build_array(decision.outcome, decision.reply_id, decider.name, decision.at, decision.reason)
                     ORDER BY decision.id DESC)
       FROM cards_decision AS decision
       JOIN cards_person AS decider ON decider.id = decision.person_id
       LEFT JOIN cards_reply AS about ON about.id = decision.reply_id
      WHERE decision.card_id = card.id
        AND %(viewer)s::integer IS DISTINCT FROM
            CASE WHEN decision.reply_id IS NULL THEN card.sender_id ELSE about.person_id END)::text AS decisions,
    (SELECT json_agg(json_build_array(letter.id, letter.reply_id, writer.name, letter.at, letter.text, letter.read_at)
                     ORDER BY letter.id DESC)
       FROM cards_letter AS letter LEFT JOIN cards_person AS writer ON writer.id = letter.written_by_id
      WHERE letter.card_id = card.id AND letter.kind = 'words' AND letter.person_id <> %(viewer)s::integer)::text
        AS letters,
    (SELECT json_agg(json_build_array(blocker.name, blocked.name, block.at) ORDER BY block.id)
       FROM cards_block AS block
       JOIN cards_person AS blocker ON blocker.id = block.blocker_id
       JOIN cards_person AS blocked ON blocked.id = block.blocked_id
      WHERE block.blocker_id IN (SELECT id FROM party) AND block.blocked_id IN (SELECT id FROM party)
        AND %(viewer)s::integer NOT IN (block.blocker_id, block.blocked_id))::text AS blocks
FROM cards_card AS card
JOIN cards_cardtype AS type ON type.id = card.card_type_id
JOIN cards_cardtypetext AS swedish_text ON swedish_text.card_type_id = type.id AND swedish_text.language = 'sv'
LEFT JOIN cards_cardtypetext AS own_text
    ON own_text.card_type_id = type.id AND own_text.language = %(language)s::text
LEFT JOIN cards_readylinetext AS swedish_line
    ON swedish_line.ready_line_id = card.ready_line_id AND swedish_line.language = 'sv'
LEFT JOIN cards_readylinetext AS own_line
    ON own_line.ready_line_id = card.ready_line_id AND own_line.language = %(language)s::text
LEFT JOIN cards_person AS sender ON sender.id = card.sender_id
LEFT JOIN cards_unit AS sender_unit ON sender_unit.id = sender.unit_id
LEFT JOIN cards_unit AS sent_from ON sent_from.id = card.sender_unit_id
LEFT JOIN cards_unit AS to_unit ON to_unit.id = card.to_unit_id
WHERE card.id = %(card)s::bigint
