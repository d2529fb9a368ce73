-- Hold a job for as long as this session lasts, or until it lets go; take_up_jobs.sql tries the same lock.
SELECT pg_advisory_lock(hashtextextended('job ' || %(job)s::bigint, 0))
