-- What is reported and not decided, oldest first, for one of those who are asked; no word of what was written.
SELECT matter.card_id, matter.reply_id, matter.first_id, matter.is_free, matter.is_anybody_free,
       coalesce(own_text.name, swedish_text.name) AS type_name, type.paper, type.symbol, card.sent_on,
       writer.name AS writer_name, writer_unit.name AS writer_unit, said.n, said.reports::text
FROM cards_person AS person
JOIN cards_organisation AS organisation ON true
CROSS JOIN LATERAL ({matters}) AS matter
JOIN cards_card AS card ON card.id = matter.card_id
JOIN cards_cardtype AS type ON type.id = card.card_type_id
JOIN cards_cardtypetext AS swedish_text ON swedish_text.card_type_id = type.id AND swedish_text.language = 'sv'
LEFT JOIN cards_cardtypetext AS own_text
    ON own_text.card_type_id = type.id AND own_text.language = %(language)s::text
LEFT JOIN cards_person AS writer ON writer.id = matter.writer_id
LEFT JOIN cards_unit AS writer_unit ON writer_unit.id = writer.unit_id
CROSS JOIN LATERAL (
    SELECT count(*) AS n,
           json_agg(json_build_array(name, unit, at, reason) ORDER BY id) FILTER (WHERE number <= %(shown)s::integer)
               AS reports
    FROM (
        SELECT report.id, reporter.name, unit.name AS unit, report.at, report.reason,
               row_number() OVER (ORDER BY report.id) AS number
        FROM cards_report AS report
        JOIN cards_person AS reporter ON reporter.id = report.reporter_id
        JOIN cards_unit AS unit ON unit.id = reporter.unit_id
        WHERE report.card_id = matter.card_id AND report.reply_id IS NOT DISTINCT FROM matter.reply_id
          AND report.decision_id IS NULL
    ) AS report
) AS said
WHERE person.id = %(viewer)s::integer AND matter.is_asked AND NOT matter.is_writer
  AND matter.first_id > %(after)s::bigint
ORDER BY matter.first_id
LIMIT %(limit)s::integer
