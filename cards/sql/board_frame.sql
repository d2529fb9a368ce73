-- What a unit's board needs besides its numbers, in one row: the switches, the types, the units with their goals of a
-- month, the unit's people of a day as far as they are here today, the viewer's teams, and what is closed.
WITH RECURSIVE below AS (
    SELECT unit.id, unit.level FROM cards_unit AS unit WHERE unit.id = %(unit)s::int
    UNION ALL
    SELECT unit.id, unit.level FROM below JOIN cards_unit AS unit ON unit.parent_id = below.id
    WHERE unit.level <> 'team'
), managed AS (
    SELECT manager.unit_id AS id FROM cards_unitmanager AS manager WHERE manager.person_id = %(viewer)s::int
    UNION
    SELECT unit.id FROM managed JOIN cards_unit AS unit ON unit.parent_id = managed.id WHERE unit.level <> 'team'
), here AS NOT MATERIALIZED (
    SELECT person.* FROM cards_person AS person
    WHERE person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true)
)
SELECT
    organisation.givers_board,
    organisation.has_receivers_board,
    %(unit)s::int IN (SELECT id FROM managed) AS is_manager,
    (
        SELECT json_agg(json_build_array(type.id, type.slug, coalesce(own.name, swedish.name), type.paper, type.symbol)
                        ORDER BY type."order", type.id)
        FROM cards_cardtype AS type
        JOIN cards_cardtypetext AS swedish ON swedish.card_type_id = type.id AND swedish.language = 'sv'
        LEFT JOIN cards_cardtypetext AS own ON own.card_type_id = type.id AND own.language = %(language)s::text
        -- What the unit gives on some days, or gave until lately; and what is chosen, if it is no draft.
        WHERE coalesce(card_type_closed(type.id, %(unit)s::int, %(today)s::date) IN ('weekday', 'late'), true)
           OR type.slug = %(type)s::text AND NOT type.is_draft
    ) AS types,
    (
        SELECT json_agg(json_build_array(unit.id, unit.name, goal.kind, goal.target, unit.id IN (SELECT id FROM below),
                                         unit.id IN (SELECT id FROM managed), unit.stage = 'open'))
        FROM cards_unit AS unit
        LEFT JOIN LATERAL (
            SELECT kind, target FROM cards_goal
            WHERE cards_goal.unit_id = unit.id AND from_month <= %(month)s::date ORDER BY from_month DESC LIMIT 1
        ) AS goal ON true
        WHERE unit.level = 'unit'
    ) AS units,
    (
        SELECT json_agg(json_build_array(id, name, given_name, about, is_on_board))
        FROM (
            SELECT person.id, person.name, person.given_name, person.is_on_board, CASE
                WHEN count(*) OVER (PARTITION BY person.name) > 1 THEN concat_ws(', ', (
                    SELECT team.name FROM cards_teammembership AS other JOIN cards_unit AS team ON team.id = other.team_id
                    WHERE other.person_id = person.id AND team.parent_id = %(unit)s::int
                      AND other.from_on <= %(today)s::date AND coalesce(other.to_on >= %(today)s::date, true)
                    ORDER BY team.name, team.id LIMIT 1
                ), nullif(person.title, '')) ELSE '' END AS about
            FROM cards_membership AS membership
            JOIN here AS person ON person.id = membership.person_id
            WHERE membership.unit_id = %(unit)s::int
              AND membership.from_on <= %(day)s::date AND coalesce(membership.to_on >= %(day)s::date, true)
              AND (NOT person.is_protected OR person.unit_id = %(unit)s::int)
        ) AS colleague
    ) AS people,
    (
        SELECT count(*) FROM cards_membership AS membership JOIN here AS person ON person.id = membership.person_id
        WHERE membership.unit_id = %(unit)s::int
          AND membership.from_on <= %(today)s::date AND coalesce(membership.to_on >= %(today)s::date, true)
    ) AS headcount,
    (
        SELECT json_agg(json_build_array(team.id, team.name, (
            SELECT json_agg(DISTINCT person.id) FROM cards_teammembership AS other
            JOIN here AS person ON person.id = other.person_id
            WHERE other.team_id = team.id
              AND other.from_on <= %(today)s::date AND coalesce(other.to_on >= %(today)s::date, true)
        )) ORDER BY team.name, team.id)
        FROM cards_unit AS team
        WHERE EXISTS (
            SELECT FROM cards_teammembership AS mine
            WHERE mine.team_id = team.id AND mine.person_id = %(viewer)s::int
              AND mine.from_on <= %(today)s::date AND coalesce(mine.to_on >= %(today)s::date, true)
        )
    ) AS teams,
    (
        SELECT json_agg(json_build_array(closing.id, closing.period, closing.closed_at) ORDER BY closing.period DESC)
        FROM cards_closing AS closing
        WHERE closing.grain = %(grain)s::text AND (
            closing.period IN (%(period)s::date, %(previous)s::date) OR closing.period IN (
                SELECT latest.period FROM cards_closing AS latest
                WHERE latest.grain = %(grain)s::text ORDER BY latest.period DESC LIMIT 12
            )
        )
    ) AS closings,
    (SELECT min(tally.period) FROM cards_unittally AS tally WHERE tally.grain = %(grain)s::text) AS first_on,
    coalesce((SELECT settled_on = %(today)s::date FROM cards_tallystate), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
FROM cards_organisation AS organisation
