-- Cards of a few months whose words begin as asked, among those my unit's people may read; and whether any are older.
WITH oldest AS (
    SELECT month_number(sent_on) < %(from_month)s::integer AS is_older FROM cards_card ORDER BY id LIMIT 1
), found AS (
    SELECT card.id
    FROM cards_card AS card
    WHERE month_number(card.sent_on) BETWEEN %(from_month)s::integer AND %(to_month)s::integer
      AND message_words(card.message) @@ to_tsquery('simple', plain_text(%(words)s::text))
      AND card.id < %(below)s::bigint
      -- Bounded by the same months: without that, all that the unit may read since its first day is hashed.
      AND card.id IN (SELECT reader.card_id FROM cards_cardaudience AS reader
                       WHERE reader.unit_id = %(unit)s::bigint AND reader.audience IN (1, 2)
                         AND reader.card_id > %(above)s::bigint AND reader.card_id < %(below)s::bigint
                      UNION ALL
                      -- What I gave to people who have blocked me: where I was told that it is read, I find it.
                      SELECT given.card_id FROM cards_cardrecipient AS given
                        JOIN cards_card AS mine ON mine.id = given.card_id AND mine.sender_unit_id = %(unit)s::bigint
                       WHERE given.sender_id = %(viewer)s::bigint AND NOT given.is_received AND given.audience > 0
                         AND given.card_id > %(above)s::bigint AND given.card_id < %(below)s::bigint)
      AND card.id NOT IN (SELECT sealed.card_id FROM cards_cardrecipient AS sealed
                           WHERE sealed.person_id = %(viewer)s::bigint AND sealed.is_received AND sealed.opened_at IS NULL
                             AND sealed.card_id > %(above)s::bigint AND sealed.card_id < %(below)s::bigint)
    ORDER BY card.id DESC
    LIMIT %(limit)s::integer
)
SELECT found.id, oldest.is_older FROM oldest LEFT JOIN found ON true ORDER BY found.id DESC NULLS LAST
