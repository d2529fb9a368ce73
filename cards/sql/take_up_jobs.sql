-- Let the jobs that died wait for a worker again, once: `attempts` is how often a job has ended. Dead is what failed, and
-- what began a while ago and nobody holds (hold_job.sql). A job whose like was queued since stays failed: that one does
-- its work, and there cannot be two of a queueing lock.
WITH begun AS MATERIALIZED (
    SELECT id
    FROM procrastinate_jobs AS job
    WHERE status = 'doing' AND NOT EXISTS (
        SELECT FROM procrastinate_events WHERE job_id = job.id AND type = 'started' AND at > %(begun_before)s
    )
    FOR UPDATE SKIP LOCKED
), dead AS MATERIALIZED (
    SELECT id, 1 AS ended FROM begun WHERE pg_try_advisory_xact_lock(hashtextextended('job ' || id, 0))
    UNION ALL
    SELECT id, 0 FROM procrastinate_jobs WHERE status = 'failed' AND attempts = 1
)
UPDATE procrastinate_jobs AS job
SET status = CASE
        WHEN attempts + ended = 1 AND NOT EXISTS (
            SELECT FROM procrastinate_jobs AS later WHERE later.queueing_lock = job.queueing_lock AND later.id > job.id
        ) THEN 'todo'
        ELSE 'failed'
    END::procrastinate_job_status,
    attempts = attempts + ended,
    scheduled_at = NULL,
    abort_requested = false
FROM dead
WHERE job.id = dead.id
RETURNING job.id, job.task_name, job.status = 'todo' AS is_taken_up
