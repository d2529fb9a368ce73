-- What was decided about what had been reported, newest first, for one of those who are asked.
SELECT decision.id, decision.card_id, decision.reply_id, decision.outcome, decision.at, decision.reason,
       decider.name AS decider_name, coalesce(own_text.name, swedish_text.name) AS type_name, type.paper, type.symbol,
       card.sent_on, writer.name AS writer_name, writer_unit.name AS writer_unit
FROM cards_person AS person
JOIN cards_organisation AS organisation ON true
JOIN cards_decision AS decision ON decision.id < %(before)s::bigint
CROSS JOIN LATERAL ({matters}) AS matter
JOIN cards_person AS decider ON decider.id = decision.person_id
JOIN cards_card AS card ON card.id = decision.card_id
JOIN cards_cardtype AS type ON type.id = card.card_type_id
JOIN cards_cardtypetext AS swedish_text ON swedish_text.card_type_id = type.id AND swedish_text.language = 'sv'
LEFT JOIN cards_cardtypetext AS own_text
    ON own_text.card_type_id = type.id AND own_text.language = %(language)s::text
LEFT JOIN cards_person AS writer ON writer.id = matter.writer_id
LEFT JOIN cards_unit AS writer_unit ON writer_unit.id = writer.unit_id
WHERE person.id = %(viewer)s::integer AND matter.is_asked AND NOT matter.is_writer
ORDER BY decision.id DESC
LIMIT %(limit)s::integer
