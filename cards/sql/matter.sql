-- One thing that has been reported, with what one person has to do with it, how it stands and what was decided last.
SELECT matter.card_id, matter.reply_id, matter.first_id, matter.is_open, matter.writer_id, matter.is_asked, matter.is_free,
       matter.is_anybody_free,
       EXISTS (SELECT FROM cards_report AS own WHERE own.card_id = matter.card_id AND own.reporter_id = person.id
                AND own.reply_id IS NOT DISTINCT FROM matter.reply_id) AS is_reporter,
       CASE WHEN matter.reply_id IS NULL THEN coalesce(fate.kind = 'moderated', false)
            ELSE reply.hidden_at IS NOT NULL END AS is_hidden,
       CASE WHEN matter.reply_id IS NULL THEN card.message IS NULL OR EXISTS (
                SELECT FROM cards_cardrecord AS record WHERE record.card_id = card.id AND record.kind = 'withdrawn')
            ELSE reply.withdrawn_at IS NOT NULL END AS is_gone,
       coalesce(latest.id, 0) AS decision_id, latest.outcome, latest.at, latest.name
FROM cards_person AS person
JOIN cards_organisation AS organisation ON true
CROSS JOIN LATERAL ({matters}) AS matter
JOIN cards_card AS card ON card.id = matter.card_id
LEFT JOIN cards_reply AS reply ON reply.id = matter.reply_id
LEFT JOIN LATERAL (
    SELECT record.kind FROM cards_cardrecord AS record
    WHERE record.card_id = card.id AND record.kind IN ('moderated', 'restored') ORDER BY record.id DESC LIMIT 1
) AS fate ON true
LEFT JOIN LATERAL (
    SELECT decision.id, decision.outcome, decision.at, decider.name
    FROM cards_decision AS decision JOIN cards_person AS decider ON decider.id = decision.person_id
    WHERE decision.card_id = matter.card_id AND decision.reply_id IS NOT DISTINCT FROM matter.reply_id
    ORDER BY decision.id DESC LIMIT 1
) AS latest ON true
WHERE person.id = %(viewer)s::integer AND matter.is_asked AND NOT matter.is_writer
