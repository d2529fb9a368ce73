-- Cards of a few months whose words begin as asked, among those I got or gave; and whether any are older.
WITH oldest AS (
    SELECT month_number(sent_on) < %(from_month)s::integer AS is_older FROM cards_card ORDER BY id LIMIT 1
), found AS (
    SELECT mine.id
    FROM (
        SELECT got.card_id AS id
        FROM cards_cardrecipient AS got
        WHERE got.person_id = %(viewer)s::bigint AND got.is_received AND got.opened_at IS NOT NULL
          AND got.card_id > %(above)s::bigint AND got.card_id < %(below)s::bigint
        UNION ALL
        SELECT given.id
        FROM cards_card AS given
        WHERE given.sender_id = %(viewer)s::bigint
          AND given.id > %(above)s::bigint AND given.id < %(below)s::bigint
          AND NOT EXISTS (
            SELECT FROM cards_cardrecord AS record
             WHERE record.card_id = given.id AND record.kind = 'moderated'
               AND NOT EXISTS (SELECT FROM cards_cardrecord AS later
                                WHERE later.card_id = given.id AND later.kind = 'restored' AND later.id > record.id))
    ) AS mine
    -- One's own cards are few: reading each by key beats asking the index of words about everybody's.
    CROSS JOIN LATERAL (
        SELECT card.sent_on, card.message FROM cards_card AS card WHERE card.id = mine.id LIMIT 1
    ) AS card
    WHERE month_number(card.sent_on) BETWEEN %(from_month)s::integer AND %(to_month)s::integer
      AND message_words(card.message) @@ to_tsquery('simple', plain_text(%(words)s::text))
    ORDER BY mine.id DESC
    LIMIT %(limit)s::integer
)
SELECT found.id, oldest.is_older FROM oldest LEFT JOIN found ON true ORDER BY found.id DESC NULLS LAST
