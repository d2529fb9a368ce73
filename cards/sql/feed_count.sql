-- How many cards of a selection lie between two ids, counted only so far.
SELECT count(*) FROM (
{counted}
) AS counted
