-- People as admins look for them, a page by name, with how many there are in all: every word begins some word of their
-- names, titles, numbers, teams or units. Who was merged into another record stands only where those are asked for.
WITH RECURSIVE typed AS MATERIALIZED (
    SELECT DISTINCT word FROM unnest(string_to_array(fold_name(%(words)s::text), ' ')) AS word WHERE word <> ''
), under AS (
    SELECT id FROM cards_unit WHERE id = %(unit)s::integer
    UNION ALL
    SELECT unit.id FROM under JOIN cards_unit AS unit ON unit.parent_id = under.id
), everybody AS MATERIALIZED (
    SELECT person.id, person.name, person.title, person.employee_number, person.search_text, person.unit_id,
           person.employed_from, person.employed_to, person.is_protected, person.is_admin, person.is_representative,
           person.is_moderator, merge.into_id AS merged_into,
           person.employed_to < %(today)s::date AS has_ended,
           person.employed_from > %(today)s::date AS is_coming,
           count(*) FILTER (WHERE merge.id IS NULL) OVER (PARTITION BY lower(person.name)) AS namesakes
    FROM cards_person AS person
    LEFT JOIN cards_personmerge AS merge ON merge.person_id = person.id
    WHERE person.erased_at IS NULL
), chosen AS MATERIALIZED (
    SELECT everybody.*, unit.name AS unit_name, unit.search_text AS unit_text
    FROM everybody JOIN cards_unit AS unit ON unit.id = everybody.unit_id
    WHERE (merged_into IS NOT NULL) = (%(show)s::text = 'merged')
      AND CASE %(state)s::text
          WHEN 'employed' THEN coalesce(NOT has_ended, true) AND NOT is_coming
          WHEN 'ended' THEN coalesce(has_ended, false)
          WHEN 'coming' THEN is_coming AND coalesce(NOT has_ended, true)
          ELSE true END
      AND CASE %(show)s::text
          WHEN 'managers' THEN EXISTS (SELECT FROM cards_unitmanager WHERE person_id = everybody.id)
          WHEN 'admins' THEN is_admin
          WHEN 'moderators' THEN is_moderator
          WHEN 'representatives' THEN is_representative
          WHEN 'protected' THEN is_protected
          WHEN 'namesakes' THEN namesakes > 1
          ELSE true END
      AND (%(unit)s::integer IS NULL OR everybody.unit_id IN (SELECT id FROM under) OR EXISTS (
          SELECT FROM cards_teammembership AS membership
          WHERE membership.person_id = everybody.id AND membership.team_id = %(unit)s::integer
            AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)))
), fitting AS MATERIALIZED (
    SELECT chosen.*, count(*) OVER () AS total
    FROM chosen
    WHERE NOT EXISTS (
        SELECT FROM typed WHERE strpos(concat_ws(' ', '', search_text, fold_name(employee_number), unit_text, (
            SELECT string_agg(team.search_text, ' ')
            FROM cards_teammembership AS membership JOIN cards_unit AS team ON team.id = membership.team_id
            WHERE membership.person_id = chosen.id
              AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
        )), ' ' || word) = 0)
    ORDER BY translate(lower(name), %(letters)s::text, %(order)s::text) COLLATE "C", id
    LIMIT %(most)s::integer OFFSET %(skip)s::integer
)
SELECT total, id, name, title, coalesce(employee_number, '') AS employee_number, unit_name,
       coalesce((
           SELECT string_agg(team.name, ', ' ORDER BY membership.is_first DESC, membership.from_on, membership.id)
           FROM cards_teammembership AS membership JOIN cards_unit AS team ON team.id = membership.team_id
           WHERE membership.person_id = fitting.id
             AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
       ), '') AS teams,
       employed_from, employed_to, coalesce(has_ended, false) AS has_ended, is_coming,
       is_protected, is_admin, is_representative, is_moderator,
       EXISTS (SELECT FROM cards_unitmanager AS manager WHERE manager.person_id = fitting.id) AS is_manager,
       (SELECT stays.name FROM cards_person AS stays WHERE stays.id = merged_into) AS merged_into
FROM fitting
ORDER BY translate(lower(name), %(letters)s::text, %(order)s::text) COLLATE "C", id
