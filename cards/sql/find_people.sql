-- People and units that fit what somebody types: every word begins some word of their names, titles, teams or units.
-- Only when nothing fits: those who would fit with one letter wrong, missing or too many.
-- Whom one may find, and which units are open, is said a second time, in models/people.py (findable_by, let_in) and in
-- queries/recipients.py; a test holds the two together.
WITH typed AS MATERIALIZED (
    SELECT DISTINCT word FROM unnest(string_to_array(fold_name(%(words)s::text), ' ')) AS word WHERE word <> ''
), people AS MATERIALIZED (
    SELECT
        person.id,
        person.name,
        person.unit_id = %(unit)s::bigint AS is_own_unit,
        ' ' || person.search_text AS own_words,
        concat_ws(' ', '', person.search_text, unit.search_text, (
            SELECT string_agg(team.search_text, ' ')
            FROM cards_teammembership AS membership JOIN cards_unit AS team ON team.id = membership.team_id
            WHERE membership.person_id = person.id
              AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
        )) AS all_words
    FROM cards_person AS person
    JOIN cards_unit AS unit ON unit.id = person.unit_id
    WHERE person.id <> %(viewer)s::bigint
      AND person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true)
      AND (person.unit_id = %(unit)s::bigint OR NOT (person.is_protected OR %(is_protected)s::boolean))
      AND (unit.stage = 'open' OR person.is_admin OR EXISTS (
          SELECT FROM cards_unitmanager AS manager JOIN cards_unit AS managed ON managed.id = manager.unit_id
          WHERE manager.person_id = person.id AND managed.stage <> 'closed'))
), units AS MATERIALIZED (
    SELECT
        unit.id,
        unit.name,
        ' ' || unit.search_text AS own_words,
        concat_ws(' ', '', unit.search_text, CASE WHEN unit.level = 'team' THEN parent.search_text END) AS all_words,
        %(unit)s::bigint IN (unit.id, unit.parent_id) AS is_own_unit
    FROM cards_unit AS unit
    LEFT JOIN cards_unit AS parent ON parent.id = unit.parent_id
    WHERE unit.level IN ('unit', 'team')
      AND CASE WHEN unit.level = 'team' THEN parent.stage ELSE unit.stage END = 'open'
      AND (%(unit)s::bigint IN (unit.id, unit.parent_id) OR NOT %(is_protected)s::boolean)
), fitting AS MATERIALIZED (
    SELECT 'person' AS kind, id, name, own_words, is_own_unit FROM people
    WHERE EXISTS (SELECT FROM typed)
      AND NOT EXISTS (SELECT FROM typed WHERE strpos(all_words, ' ' || word) = 0)
    UNION ALL
    SELECT 'unit', id, name, own_words, is_own_unit FROM units
    WHERE EXISTS (SELECT FROM typed WHERE strpos(own_words, ' ' || word) > 0)
      AND NOT EXISTS (SELECT FROM typed WHERE strpos(all_words, ' ' || word) = 0)
), near AS MATERIALIZED (
    SELECT kind, id, name, own_words, is_own_unit
    FROM (
        SELECT 'person' AS kind, id, name, own_words, is_own_unit, all_words FROM people
        UNION ALL
        SELECT 'unit', id, name, own_words, is_own_unit, own_words FROM units
    ) AS candidate
    WHERE NOT EXISTS (SELECT FROM fitting)
      AND EXISTS (SELECT FROM typed)
      AND NOT EXISTS (
        SELECT FROM typed
        WHERE strpos(all_words, ' ' || word) = 0
          AND (length(word) < 3 OR NOT EXISTS (
            SELECT FROM unnest(string_to_array(btrim(all_words), ' ')) AS known, generate_series(-1, 1) AS longer
            WHERE levenshtein_less_equal(word, left(known, length(word) + longer), 1) <= 1
          ))
      )
), found AS (
    SELECT
        kind,
        id,
        is_near,
        row_number() OVER (
            PARTITION BY kind
            ORDER BY
                EXISTS (SELECT FROM typed WHERE strpos(own_words, ' ' || word) = 0),
                NOT is_own_unit,
                last_card_id DESC NULLS LAST,
                translate(lower(name), %(letters)s::text, %(order)s::text) COLLATE "C",
                id
        ) AS place
    FROM (
        SELECT *, false AS is_near FROM fitting UNION ALL SELECT *, true FROM near
    ) AS either
    LEFT JOIN LATERAL (
        SELECT max(card_id) AS last_card_id FROM cards_cardrecipient AS got
        WHERE kind = 'person' AND got.sender_id = %(viewer)s::bigint AND got.person_id = either.id
          AND NOT got.is_with_unit
    ) AS written ON true
)
SELECT kind, id, is_near FROM found
WHERE place <= CASE kind WHEN 'person' THEN %(people)s::integer ELSE %(units)s::integer END
ORDER BY kind, place
