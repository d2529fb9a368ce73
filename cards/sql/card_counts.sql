-- How many cards of each type there are: those counted once, and those sent since, a short stretch of the key.
WITH bound AS (SELECT coalesce(max(below), 0) AS below FROM cards_cardcount)
SELECT card_type_id, sum(n)::bigint
FROM (
    SELECT card_type_id, cards::bigint AS n FROM cards_cardcount
    UNION ALL
    SELECT card_type_id, count(*) FROM cards_card WHERE id >= (SELECT below FROM bound) GROUP BY card_type_id
) AS counted
GROUP BY card_type_id
