-- The newest cards of a selection, one more than a page, and how many have come since some id.
WITH newest AS MATERIALIZED (
{page}
), fresh AS (
    SELECT count(*) AS n FROM newest WHERE card_id > %(since)s::bigint
)
SELECT
    ARRAY(SELECT card_id FROM newest ORDER BY card_id DESC),
    -- The first page has them all, unless it is full of them.
    CASE WHEN fresh.n < {most} AND %(below)s::bigint = %(delivered)s::bigint THEN fresh.n
         ELSE (SELECT count(*) FROM (
{counted}
         ) AS counted) END
FROM fresh
