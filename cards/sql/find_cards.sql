-- Cards of a few months whose words begin as asked, among those the viewer may read here; and whether any are older.
WITH oldest AS (
    SELECT month_number(sent_on) < %(from_month)s::integer AS is_older FROM cards_card ORDER BY id LIMIT 1
), found AS (
    SELECT card.id
    FROM cards_card AS card
    WHERE month_number(card.sent_on) BETWEEN %(from_month)s::integer AND %(to_month)s::integer
      AND message_words(card.message) @@ to_tsquery('simple', plain_text(%(words)s::text))
      AND card.id < %(below)s::bigint
      AND NOT EXISTS (SELECT FROM cards_cardrecipient AS sealed
                       WHERE sealed.card_id = card.id AND sealed.person_id = %(viewer)s::bigint
                         AND sealed.is_received AND sealed.opened_at IS NULL)
      AND CASE WHEN %(is_box)s::boolean THEN
            EXISTS (SELECT FROM cards_cardrecipient AS got
                     WHERE got.card_id = card.id AND got.person_id = %(viewer)s::bigint AND got.is_received)
            OR (card.sender_id = %(viewer)s::bigint
                AND NOT EXISTS (SELECT FROM cards_cardrecord AS record
                                 WHERE record.card_id = card.id AND record.kind = 'moderated'))
          ELSE
            EXISTS (SELECT FROM cards_cardaudience AS reader
                     WHERE reader.card_id = card.id AND reader.unit_id = %(unit)s::bigint)
          END
    ORDER BY card.id DESC
    LIMIT %(limit)s::integer
)
SELECT found.id, oldest.is_older FROM oldest LEFT JOIN found ON true ORDER BY found.id DESC NULLS LAST
