-- What a unit's dashboard stands on besides its numbers, in one row: the types, and the units of the tree with their
-- goals of a month, their people in the period that the flow is told for, and which of them the viewer manages.
WITH RECURSIVE managed AS (
    SELECT manager.unit_id AS id FROM cards_unitmanager AS manager WHERE manager.person_id = %(viewer)s::int
    UNION
    SELECT unit.id FROM managed JOIN cards_unit AS unit ON unit.parent_id = managed.id WHERE unit.level <> 'team'
)
SELECT
    (
        SELECT json_agg(json_build_array(
            unit.id, unit.parent_id, unit.name, coalesce(nullif(unit.page_name, ''), unit.name), unit.level, unit.kind,
            unit.id IN (SELECT id FROM managed), coalesce(tally.headcount, now.headcount), goal.kind, goal.target
        ))
        FROM cards_unit AS unit
        LEFT JOIN cards_unittally AS tally
            ON tally.grain = %(grain)s::text AND tally.period = %(period)s::date AND tally.card_type_id = 0
            AND tally.unit_id = unit.id
        LEFT JOIN LATERAL (
            -- On the first day of a period, until somebody has been settled into it.
            SELECT count(*) AS headcount
            FROM cards_membership AS membership JOIN cards_person AS person ON person.id = membership.person_id
            WHERE tally.headcount IS NULL AND membership.unit_id = unit.id
              AND membership.from_on <= %(day)s::date AND coalesce(membership.to_on >= %(day)s::date, true)
              AND person.employed_from <= %(day)s::date AND coalesce(person.employed_to >= %(day)s::date, true)
        ) AS now ON true
        LEFT JOIN LATERAL (
            SELECT kind, target FROM cards_goal
            WHERE cards_goal.unit_id = unit.id AND from_month <= %(month)s::date ORDER BY from_month DESC LIMIT 1
        ) AS goal ON true
        WHERE unit.level <> 'team'
    ) AS units,
    (
        SELECT json_agg(json_build_array(
            type.id, coalesce(card_type_closed(type.id, %(unit)s::int, %(today)s::date) = 'weekday', true), type.slug,
            coalesce(own.name, swedish.name), type.paper, type.symbol
        ) ORDER BY type."order", type.id)
        FROM cards_cardtype AS type
        JOIN cards_cardtypetext AS swedish ON swedish.card_type_id = type.id AND swedish.language = 'sv'
        LEFT JOIN cards_cardtypetext AS own ON own.card_type_id = type.id AND own.language = %(language)s::text
    ) AS types,
    (SELECT min(tally.period) FROM cards_unittally AS tally WHERE tally.grain = 'm') AS first_on,
    coalesce((SELECT settled_on = %(today)s::date FROM cards_tallystate), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current,
    EXISTS (
        SELECT FROM cards_pageopening AS opening
        WHERE opening.unit_id = %(unit)s::int AND opening.person_id = %(viewer)s::int
          AND opening.page = %(page)s::text AND opening.opened_on = %(today)s::date
    ) AS is_noted
