-- Who is signed in, with their unit, what they need of the organisation, their sealed envelopes
-- and whatever else waits for them.
SELECT {person}, {unit}, organisation.time_zone, organisation.moderated_by, sealed.n, sealed.newest,
    EXISTS (SELECT FROM cards_unitmanager AS manager WHERE manager.person_id = person.id) AS is_manager,
    CASE WHEN unit.stage = 'open' OR person.is_admin THEN true ELSE EXISTS (
        SELECT FROM cards_unitmanager AS manager JOIN cards_unit AS managed ON managed.id = manager.unit_id
        WHERE manager.person_id = person.id AND managed.stage <> 'closed') END AS is_let_in,
    CASE WHEN person.is_admin OR person.is_moderator THEN (
        SELECT count(*) FROM ({matters}) AS matter WHERE matter.is_asked AND matter.is_free) ELSE 0 END AS matters,
    (SELECT count(*) FROM cards_letter AS letter WHERE letter.person_id = person.id AND letter.read_at IS NULL)
        AS letters
FROM cards_person AS person
JOIN cards_unit AS unit ON unit.id = person.unit_id
LEFT JOIN cards_organisation AS organisation ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS n, max(got.card_id) AS newest FROM cards_cardrecipient AS got
    WHERE got.person_id = person.id AND got.is_received AND got.opened_at IS NULL AND got.card_id < %(below)s::bigint
) AS sealed
WHERE person.id = %(person)s::integer
