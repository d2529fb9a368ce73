-- What the programme's page stands on besides its numbers: the organisation, its units, and the year's months as they
-- were closed by language.
SELECT
    organisation.name,
    organisation.encounters_per_year,
    (SELECT json_agg(json_build_array(unit.id, unit.kind)) FROM cards_unit AS unit WHERE unit.level <> 'team') AS units,
    (
        SELECT json_agg(json_build_array(closing.period, closing.languages) ORDER BY closing.period)
        FROM cards_closing AS closing
        WHERE closing.grain = 'm' AND closing.period BETWEEN %(first_on)s::date AND %(last_on)s::date
          AND closing.languages IS NOT NULL
    ) AS languages,
    (SELECT min(tally.period) FROM cards_unittally AS tally WHERE tally.grain = 'y') AS first_on,
    coalesce((SELECT settled_on = %(today)s::date FROM cards_tallystate), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
FROM cards_organisation AS organisation
