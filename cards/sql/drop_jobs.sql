-- Remove jobs that are over: failed or called off long ago, or done again by a later one of the same queueing lock.
DELETE FROM procrastinate_jobs AS job
WHERE status NOT IN ('todo', 'doing') AND (
    EXISTS (
        SELECT FROM procrastinate_jobs AS later WHERE later.queueing_lock = job.queueing_lock AND later.id > job.id
    )
    OR NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = job.id AND at > %(over_before)s)
)
