-- Count a try at one door before it is known to be right or wrong, so that tries at the same time cannot all pass.
-- No row comes back when the door is closed. After a day without a try the count begins again.
INSERT INTO cards_guesslimit AS door (key, failures, failed_at, open_at)
VALUES (%(key)s, 1, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET (failures, failed_at, open_at) = (
    SELECT n, %(at)s, %(at)s + CASE
        WHEN n < 5 THEN interval '0'
        WHEN n = 5 THEN interval '1 minute'
        WHEN n = 6 THEN interval '5 minutes'
        WHEN n = 7 THEN interval '15 minutes'
        ELSE interval '60 minutes'
    END
    FROM (SELECT CASE WHEN door.failed_at < %(at)s - interval '1 day' THEN 1 ELSE least(door.failures, 1000) + 1 END) AS tries (n)
)
WHERE door.open_at <= %(at)s
RETURNING door.failures
