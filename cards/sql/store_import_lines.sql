-- Store what becomes of people, units and teams, in one statement: thousands of lines, as one JSON value.
INSERT INTO cards_importline (draft_id, kind, "order", name, number, unit, changes)
SELECT %(draft)s::uuid, kind, "order", name, number, unit, changes
FROM jsonb_to_recordset(%(lines)s::jsonb)
    AS line (kind text, "order" integer, name text, number text, unit text, changes jsonb)
