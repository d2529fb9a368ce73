-- How many matters wait for somebody, and how many about their own words wait for somebody who is not there.
SELECT count(*) FILTER (WHERE matter.is_asked AND NOT matter.is_writer),
       count(*) FILTER (WHERE matter.is_asked AND matter.is_writer AND NOT matter.is_anybody_free)
FROM cards_person AS person
JOIN cards_organisation AS organisation ON true
CROSS JOIN LATERAL ({matters}) AS matter
WHERE person.id = %(viewer)s::integer
