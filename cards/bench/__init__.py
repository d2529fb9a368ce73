"""The benchmark the project owns: fill databases of any size, measure what a page reads, hold it to limits.

Machines are shared and wall time lies, so what counts are buffers (pages of 8 kB that PostgreSQL looked at), CPU time
of the backend, and numbers of queries. Every contender runs once per round, in a shuffled order, within one run.
"""
