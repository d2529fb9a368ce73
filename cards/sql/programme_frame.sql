-- What the programme's page stands on besides its numbers: the organisation, its units, and how many read which language.
SELECT
    organisation.name,
    organisation.encounters_per_year,
    (SELECT json_agg(json_build_array(unit.id, unit.kind)) FROM cards_unit AS unit WHERE unit.level <> 'team') AS units,
    (
        SELECT json_object_agg(language, people)
        FROM (
            SELECT person.language, count(*) AS people FROM cards_person AS person
            WHERE person.employed_from <= %(today)s::date AND coalesce(person.employed_to >= %(today)s::date, true)
            GROUP BY person.language
        ) AS spoken
    ) AS languages,
    (SELECT min(tally.period) FROM cards_unittally AS tally WHERE tally.grain = 'y') AS first_on,
    coalesce((SELECT settled_on = %(today)s::date FROM cards_tallystate), false)
        AND NOT EXISTS (SELECT FROM cards_tallyentry WHERE card_id < %(below)s::bigint) AS is_current
FROM cards_organisation AS organisation
