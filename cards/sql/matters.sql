-- What has been reported, a card or a reply to one, and what `person` (a row of the statement around this, beside their
-- `organisation`) has to do with it. Those who moderate are asked; admins, too, where none of that group is free to
-- decide. Nobody is free to decide about their own words, or about what they have reported themselves.
SELECT reported.*, mine.*, coalesce(reported.writer_id = person.id, false) AS is_writer
FROM (
    SELECT report.card_id, report.reply_id, bool_or(report.decision_id IS NULL) AS is_open,
           coalesce(min(report.id) FILTER (WHERE report.decision_id IS NULL), min(report.id)) AS first_id,
           CASE WHEN report.reply_id IS NULL THEN card.sender_id ELSE reply.person_id END AS writer_id
    FROM cards_report AS report
    JOIN cards_card AS card ON card.id = report.card_id
    LEFT JOIN cards_reply AS reply ON reply.id = report.reply_id
    WHERE {narrowed}
    GROUP BY report.card_id, report.reply_id, writer_id
) AS reported
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(one.is_me AND (one.is_named OR NOT one.has_named)), false) AS is_asked,
           coalesce(bool_or(one.is_me AND one.is_free), false) AS is_free,
           coalesce(bool_or(one.is_free), false) AS is_anybody_free
    FROM (
        SELECT who.*, bool_or(who.is_named AND who.is_free) OVER () AS has_named
        FROM (
            SELECT other.id = person.id AS is_me,
                   CASE organisation.moderated_by WHEN 'group' THEN other.is_moderator ELSE other.is_admin END AS is_named,
                   other.id IS DISTINCT FROM reported.writer_id AND NOT EXISTS (
                       SELECT FROM cards_report AS own
                       WHERE own.card_id = reported.card_id AND own.reporter_id = other.id
                         AND own.reply_id IS NOT DISTINCT FROM reported.reply_id) AS is_free
            FROM cards_person AS other
            WHERE (other.is_admin OR other.is_moderator AND organisation.moderated_by = 'group' AND EXISTS (
                      SELECT FROM cards_unit AS home WHERE home.id = other.unit_id AND home.stage = 'open'))
              AND other.employed_from <= (now() AT TIME ZONE organisation.time_zone)::date
              AND coalesce(other.employed_to >= (now() AT TIME ZONE organisation.time_zone)::date, true)
        ) AS who
    ) AS one
) AS mine
